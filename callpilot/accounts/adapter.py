"""Sign-up and sign-in: what they do without mail, and whose guesses at a password are counted."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from callpilot.accounts import known_browsers
from callpilot.models import User

logger = logging.getLogger(__name__)
SESSION_KEY = "mail_failed"  # what the page after it reads


def whose(credentials: dict[str, object]) -> User | None:
    """Whose password is guessed at, by whichever of their names."""
    login = login_of(credentials)
    address = Q(emailaddress__email__iexact=login, emailaddress__verified=True)
    named = Q(username__iexact=login) | Q(email__iexact=login) | address
    return User.objects.filter(named).order_by("pk").first()


def login_of(credentials: dict[str, object]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")


def counted_as(person: User | None, credentials: dict[str, object]) -> str:
    return str(person.pk) if person else f"nobody:{login_of(credentials).lower()}"


def gets_mail(person: User | None) -> bool:
    """Whether a code by mail would reach them; of who does not exist the same is said."""
    known = person is None or EmailAddress.objects.filter(user=person).exists()
    return bool(settings.MAIL_IS_SET_UP) and known


class AccountAdapter(DefaultAccountAdapter):
    """Mail that cannot be sent is no reason to break the page that wanted to send it.

    Guesses at a password cannot be used to shut its owner out: they are counted for a person and
    the address, or the browser known as theirs, that they come from. Only those who are strange
    here share one more count for all addresses, and only where a code by mail leads past it.
    """

    error_messages = DefaultAccountAdapter.error_messages | {
        "guessed_anywhere": _(
            "This password has been guessed at too often. "
            "Have a sign-in code sent to your e-mail instead."
        )
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Without mail an address cannot be confirmed, so the account could never be used."""
        return bool(settings.MAIL_IS_SET_UP)

    def send_mail(self, template_prefix: str, email: str, words: dict[str, object]) -> None:
        failed = not settings.MAIL_IS_SET_UP
        if not failed:
            try:
                super().send_mail(template_prefix, email, words)
            except OSError as error:  # what smtplib and sockets raise
                failed = True
                logger.warning("E-mail not sent (%s): %s", type(error).__name__, template_prefix)
        request = context.request
        if request is not None and hasattr(request, "session"):
            request.session[SESSION_KEY] = failed

    def pre_authenticate(self, request: HttpRequest, **credentials: object) -> None:
        super().pre_authenticate(request, **credentials)
        person = whose(credentials)
        if known_browsers.name_of(request, person) or not gets_mail(person):
            return
        taken = ratelimit.consume(
            request,
            app="allauth.account",
            action="login_failed_anywhere",
            key=counted_as(person, credentials),
        )
        if not taken:
            raise self.validation_error("guessed_anywhere")
        self._login_failed_rl_usage.usage += taken.usage  # given back once the password is right

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: object) -> str:
        person = whose(credentials)
        source = known_browsers.name_of(request, person) or ratelimit.get_ip(request)
        return f"{counted_as(person, credentials)}@{source}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whose guesses are counted. A count of proxies that is too high breaks no sign-in.

        Then it is whoever is connected to us, the next proxy: nobody can invent that address.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            logger.warning(
                "TRUSTED_PROXIES=%d, but a request has passed fewer: all people who come so share "
                "one limit on guessing passwords. `manage.py doctor` says how many there are.",
                settings.ALLAUTH_TRUSTED_PROXY_COUNT,
            )
        connected = str(request.META.get("REMOTE_ADDR") or "")
        if not connected:
            raise PermissionDenied
        return connected


class SocialAdapter(DefaultSocialAccountAdapter):
    """Who comes by another service has their address confirmed there."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return True
