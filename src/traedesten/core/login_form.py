"""The library's own log-in forms in this product's voice: every field says what to do about itself."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django.contrib.auth import forms as auth
from django.utils.translation import gettext_lazy as _

from traedesten.core.form import NamedErrors

# What AUTH_PASSWORD_VALIDATORS demand, in one breath.
GOOD_PASSWORD = _("Mindst 12 tegn. Tre eller fire ord efter hinanden er gode. Ikke dit navn, og ikke tal alene.")


class LoginForm(NamedErrors, account.LoginForm):
    pass


class ChangePasswordForm(NamedErrors, account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = GOOD_PASSWORD


class FirstPasswordForm(NamedErrors, auth.SetPasswordForm):
    """The password that is chosen with an invitation."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = GOOD_PASSWORD
        self.fields["new_password2"].label, self.fields["new_password2"].help_text = _("Ny adgangskode (igen)"), ""


class PasswordAgainForm(NamedErrors, account.ReauthenticateForm):
    pass


class SecondStepForm(NamedErrors, mfa.AuthenticateForm):
    pass


class SecondStepAgainForm(NamedErrors, mfa.ReauthenticateForm):
    pass


class AppForm(NamedErrors, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Koden fra appen")
