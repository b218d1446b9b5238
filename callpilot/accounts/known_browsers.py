"""A browser that somebody has signed in with: strangers' guesses elsewhere do not shut it out."""

import secrets

from allauth.account.signals import user_logged_in
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

from callpilot.models import User

# The prefix has browsers take it from nobody else of the domain, and over https alone.
COOKIE = f"{'__Host-' if settings.SESSION_COOKIE_SECURE else ''}known_browser"
SALT = "callpilot.accounts.known_browsers"
YEAR = 365 * 24 * 3600


@receiver(user_logged_in)
def remember(response: HttpResponse, request: HttpRequest, user: User, **_: object) -> None:
    """The cookie opens nothing; it only says that this person has been here."""
    value = name_of(request, user) or f"{user.pk}:{secrets.token_urlsafe(12)}"
    response.set_signed_cookie(
        COOKIE,
        value,
        salt=SALT,
        max_age=YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def name_of(request: HttpRequest, person: User | None) -> str:
    """What to call this browser in counts of this person's; "" when it is not known as theirs."""
    if person is None:
        return ""
    value = str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=YEAR))
    return value if value.partition(":")[0] == str(person.pk) else ""
