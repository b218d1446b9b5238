"""What sign-up and sign-in do when mail cannot be sent: say so, and go on."""

import logging

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

logger = logging.getLogger(__name__)
SESSION_KEY = "mail_failed"  # what the page after it reads


class AccountAdapter(DefaultAccountAdapter):
    """Mail that cannot be sent is no reason to break the page that wanted to send it."""

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
