"""What a person sees and changes about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.forms import posted
from accounts.forms.people import PreferencesForm, ProfileForm
from accounts.selectors import people as selectors
from accounts.services import people, sessions
from accounts.services.people import PROFILE_FIELDS
from accounts.signed_in import person_of


def profile(request: HttpRequest) -> HttpResponse:
    """Own name, language, time zone and appearance."""
    person = person_of(request)
    form = ProfileForm(posted(request), initial=model_to_dict(person, PROFILE_FIELDS))
    if form.is_valid():
        people.update_profile(person, form.cleaned_data)
        translation.activate(person.language)
        messages.success(request, _("Your profile was saved."))
        return redirect("profile")
    context = {
        "form": form,
        "person": person,
        "roles": selectors.roles(person),
        "session_count": sessions.count(person),
        "grants": selectors.grants_of(person, person),
    }
    return render(request, "accounts/profile.html", context, status=422 if form.errors else 200)


@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    """Switch theme or language from the user menu and stay on the page."""
    form = PreferencesForm(request.POST)
    person = person_of(request)
    if form.is_valid():
        chosen = {field: value for field, value in form.cleaned_data.items() if value}
        people.update_profile(person, chosen)
    back = request.POST.get("next", "")
    is_own = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_own else reverse("profile"))
