"""Inviting people, and the page behind the link in the mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.enums import InvitationState
from accounts.forms import attempt, posted
from accounts.forms.people import AcceptForm, InviteForm
from accounts.models import Invitation, User
from accounts.permissions import check_manage_people, check_manage_person
from accounts.services import invitations
from accounts.signed_in import person_of


def invite(request: HttpRequest) -> HttpResponse:
    """Invite a person by mail."""
    manager = person_of(request)
    check_manage_people(manager)
    form = InviteForm(posted(request), initial={"language": manager.language}, by=manager)
    if form.is_valid():
        issued = attempt(form, lambda: invitations.invite(by=manager, **form.cleaned_data))
        if issued:
            _tell(request, issued)
            return redirect(issued.invitation.user)
    context = {"form": form, "days": settings.INVITATION_DAYS}
    return render(request, "accounts/invite.html", context, status=422 if form.errors else 200)


@require_POST
def invitation_resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the old one stops working."""
    person = _managed(request, pk)
    try:
        _tell(request, invitations.resend(person, by=person_of(request)))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(person)


@require_POST
def invitation_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Make the link worthless."""
    person = _managed(request, pk)
    try:
        invitations.revoke(person, by=person_of(request))
        messages.success(request, _("The invitation was revoked. Its link does not work any more."))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return redirect(person)


@never_cache
@login_not_required
@sensitive_post_parameters("password", "repeated")
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; afterwards the person is signed in."""
    invitation = invitations.find(token)
    if invitation is None or invitation.state != InvitationState.OPEN:
        return _refused(request, invitation)
    translation.activate(invitation.user.language)
    form = AcceptForm(posted(request))
    if form.is_valid():
        password = form.cleaned_data["password"]
        person = attempt(form, lambda: invitations.accept(invitation, password=password))
        if person:
            login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
            messages.success(request, _("Welcome. Your account is ready."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"form": form, "invitation": invitation}
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation_accept.html", context, status=status)


def _refused(request: HttpRequest, invitation: Invitation | None) -> HttpResponse:
    """Why the link does not work, and whom to ask; nothing about people to strangers."""
    state = invitation.state if invitation else None
    context = {"state": state, "invitation": invitation}
    return render(request, "accounts/invitation_refused.html", context, status=410)


def _managed(request: HttpRequest, pk: int) -> User:
    manager = person_of(request)
    person = get_object_or_404(User.objects.visible_to(manager), pk=pk)
    check_manage_person(manager, person)
    return person


def _tell(request: HttpRequest, issued: invitations.Issued) -> None:
    address = {"email": issued.invitation.user.email}
    if issued.is_sent:
        messages.success(request, _("The invitation was sent to %(email)s.") % address)
    else:
        text = _("The mail server did not take the mail to %(email)s. Send it again later.")
        messages.error(request, text % address)
