"""Forms of the platform's pages."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class LogInForm(AuthenticationForm):
    """Says plainly what to do when the name or password is wrong."""

    error_messages = {
        "invalid_login": _("Wrong name or password. Mind capitals; five failures lock the account."),
        "inactive": _("This account is closed. Ask the administrator."),
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        for name, autocomplete in (("username", "username"), ("password", "current-password")):
            self.fields[name].widget.attrs.update({"class": "input input-large", "autocomplete": autocomplete})


class OwnPasswordForm(PasswordChangeForm):
    """The old password once, the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"
            field.widget.attrs.pop("autofocus", None)


class ForceFileForm(forms.Form):
    """The file of the force, and whether its crews ride from now."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)
    sign_on = forms.BooleanField(label=_("Sign the crews on now"), required=False)
