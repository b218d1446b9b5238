"""What sign-in, tokens and the appearance of the pages are asked with."""

from datetime import datetime, timedelta

from allauth.account.forms import LoginForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """The same in our words."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail or user name")
        self.fields["remember"].label = _("Stay signed in")


class AddKeyForm(AddWebAuthnForm):
    """A key is a passkey unless the person wants it only as a second factor."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        passwordless = self.fields["passwordless"]
        passwordless.initial, passwordless.label = True, _("Sign in with it alone")
        passwordless.help_text = _("Not ticked, it is asked for after the password.")


class TokenForm(forms.Form):
    """A name to know the token by, and how long it lives."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("For example: calendar script on my laptop."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        coerce=int,
        initial=90,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("1 year")), (0, _("ever"))],
    )

    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return now() + timedelta(days=days) if days else None


class ThemeForm(forms.Form):
    """Three ways; the empty one leaves it to the reader's system."""

    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("", _("System")), ("light", _("Light")), ("dark", _("Dark"))],
    )
