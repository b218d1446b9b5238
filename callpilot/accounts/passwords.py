"""Words that everybody would try here make no password."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from callpilot.models import User

# docs/security.md lists them; written with figures for letters they are the same words.
OWN_WORDS = (
    "callpilot",
    "appointment",
    "assistant",
    "booking",
    "campaign",
    "operator",
    "calendar",
    "administrator",
    "admin",
    "staff",
    "calls",
)
FIGURES = str.maketrans("013457@$", "oieastas")
LEAST = 8  # letters, figures and signs beside such words


class OwnWordsValidator:
    """Our own words do not count for the length of a password."""

    def validate(self, password: str, user: User | None = None) -> None:
        left = password.lower().translate(FIGURES)
        for word in OWN_WORDS:
            left = left.replace(word, "")
        if len(left) < min(LEAST, len(password)):
            raise ValidationError(self.get_help_text(), code="password_of_our_words")

    def get_help_text(self) -> str:
        return _("Words like the name of this application do not count for a password's length.")
