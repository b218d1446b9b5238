"""A new password that stands in a published theft is refused, where somebody can be asked."""

import hashlib
import logging

import httpx
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callpilot.models import User

logger = logging.getLogger(__name__)
LETTERS_TOLD = 5  # of forty: some thousand passwords share them (k-anonymity)


class BreachedPasswordValidator:
    """Asks BREACHED_PASSWORDS_URL; who cannot be reached refuses nobody.

    The protocol is that of Pwned Passwords: GET /range/ABCDE answers with lines SUFFIX:COUNT of
    upper-case SHA-1, and with Add-Padding with lines of count 0 among them.
    """

    def __init__(self, timeout_seconds: float = 3.0) -> None:
        self.timeout_seconds = timeout_seconds

    def validate(self, password: str, user: User | None = None) -> None:
        if self._stolen(password):
            raise ValidationError(
                _("This password stands in a list of stolen ones. Choose another."),
                code="password_stolen",
            )

    def get_help_text(self) -> str:
        return _("It must not stand in a list of stolen passwords.")

    def _stolen(self, password: str) -> bool:
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        told, kept = digest[:LETTERS_TOLD], digest[LETTERS_TOLD:]
        try:
            answer = httpx.get(
                settings.BREACHED_PASSWORDS_URL.rstrip("/") + f"/{told}",
                headers={"Add-Padding": "true"},
                timeout=self.timeout_seconds,
            )
            answer.raise_for_status()
        except httpx.HTTPError as error:
            logger.warning("Stolen passwords could not be asked for: %s", type(error).__name__)
            return False
        lines = (line.strip().partition(":") for line in answer.text.splitlines())
        return any(suffix == kept and count != "0" for suffix, _colon, count in lines)
