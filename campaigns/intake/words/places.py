"""What leads to a place, and what only looks like one."""

from campaigns.intake.words.alternatives import any_of
from scheduling.language.en.words import MONTH_NAMES, WEEKDAY_STEMS

PLACE_AFTER = (
    "near",
    "in",
    "around",
    "close to",
    "by",
    "at",
    "on",
    "from",
    "next to",
)
PLACE = rf"\b{any_of(PLACE_AFTER)} (?:the )?(?=((?:[\w'.-]+,? ?){{1,6}}))"
NO_PLACES = r"\b(?:la|sf)\b"  # as small letters; "la" is a word
UNKNOWN_PLACE_AFTER = (
    "near",
    "in",
    "around",
    "close to",
    "next to",
)
NAMED_PLACE = rf"\b{any_of(UNKNOWN_PLACE_AFTER)} ((?:[A-Z][\w'’.-]+,? ?){{1,4}})"
NOT_PLACES = (
    f"{any_of(WEEKDAY_STEMS)}day",
    *(rf"{month}\b" for month in MONTH_NAMES),
    r"english\b",
    r"the\b",
)
