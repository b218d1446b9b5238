"""How long it takes, and when, as far as no date is read for it."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.numbers import NUMBER
from scheduling.language.en.words import MONTH_NAMES, WEEKDAYS

NO_LENGTH_AFTER = (  # "within 30 minutes" is a way or a notice and no length
    "within ",
    "in ",
    "next ",
    "every ",
    "than ",
    "least ",
)
NO_LENGTH_BEFORE = (
    "away",
    "drive",
    "walk",
    "from",
    "earlier",
    "later",
    "notice",
    "ahead",
    "before",
    "after",
)
_LENGTH = "".join(f"(?<!{word})" for word in NO_LENGTH_AFTER)
_NO_WAY = rf"(?! {any_of(NO_LENGTH_BEFORE)})"
HALF_AN_HOUR = rf"\b{_LENGTH}half an hour\b{_NO_WAY}"
HOURS = rf"\b{_LENGTH}({NUMBER}|\d\.\d)(?: |-)?(?:hours?|hrs?)\b( and a half)?{_NO_WAY}"
MINUTES = rf"\b{_LENGTH}({NUMBER})(?: |-)?min(?:ute)?s?\b{_NO_WAY}"
IN_HOURS = (  # counted from now, which no request holds
    rf"\bin (?:about |around |less than )?(?:half an hour|(?:{NUMBER}|couple of|a couple of|a few)"
    r" (?:hours?|hrs?|min(?:ute)?s?))\b(?! or)(?:'? time)?"
    rf"|\bwithin (?:the |an? |the next |next )?(?:{NUMBER} |couple of |few )?(?:hours?|hrs?)\b"
    r"(?! of| drive| away)"
    r"|\b(?:in |over |during )?the next (?:few |couple of )?hours?\b"
)
MORNING = (
    r"\d ?a\.?m\b",
    "morning",
    "breakfast",
    "brunch",
)
ANY_TIME = (
    "any ?(?:time|day|thing)",
    "whenever",
    "flexible",
    "no preference",
    "does(?:n't| not) matter",
)
WEEKDAY = rf"\b{any_of(WEEKDAYS)}\b"
OTHER_DATES = (
    "this",
    "next",
    "last",
    "week",
    "today",
    "tomorrow",
    *MONTH_NAMES,
)
