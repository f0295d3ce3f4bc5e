"""allauth's forms with the portal's own labels."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "remember": _("Stay signed in on this device"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password again"),
}


class Labelled(forms.Form):
    """A form whose fields carry the portal's labels, and no placeholder that repeats them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


class SignInForm(Labelled, allauth.LoginForm):
    """Address and password."""


class ForgottenPasswordForm(Labelled, allauth.ResetPasswordForm):
    """Where the link goes."""


class ResetPasswordForm(Labelled, allauth.ResetPasswordKeyForm):
    """The new password, typed twice."""


class ChangePasswordForm(Labelled, allauth.ChangePasswordForm):
    """The current password, and the new one typed twice."""
