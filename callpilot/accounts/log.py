"""Who signs in, fails to, and signs out stands in the log, by number alone."""

import logging

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from callpilot.models import User

logger = logging.getLogger(__name__)


@receiver(user_logged_in)
def signed_in(request: HttpRequest | None, user: User, **_: object) -> None:
    logger.info("Signed in: person %s", user.pk)


@receiver(user_login_failed)
def failed(request: HttpRequest | None = None, **_: object) -> None:
    logger.warning("A sign-in failed.")


@receiver(user_logged_out)
def signed_out(request: HttpRequest | None, user: User | None, **_: object) -> None:
    if user is not None:
        logger.info("Signed out: person %s", user.pk)


@receiver([password_changed, password_reset])
def password(request: HttpRequest, user: User, **_: object) -> None:
    logger.info("Password changed: person %s", user.pk)


@receiver([authenticator_added, authenticator_removed])
def factor(request: HttpRequest, user: User, **_: object) -> None:
    logger.info("Second factors changed: person %s", user.pk)
