"""What leads to a place, and what only looks like one."""

from campaigns.intake.words.alternatives import any_of
from scheduling.language.en.words import MONTH_NAMES, WEEKDAY_STEMS, WISH_FEASTS

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
PLACE = rf"\b({any_of(PLACE_AFTER)}) (?:the )?(?=((?:[\w'’.-]+,? ?){{1,8}}))"
NO_PLACES = r"\b(?:la|sf)\b"  # as small letters; "la" is a word
# What follows these may be any town on earth, also in small letters.
TOWN_AFTER = (
    "near",
    "in",
    "around",
    "close to",
    "next to",
)
NAMED_PLACE = rf"\b{any_of(TOWN_AFTER)} ((?:[^\W\da-z_][\w'’.-]+,? ?){{1,4}})"
POINT = (
    rf"\b{any_of(TOWN_AFTER)} "
    r"([+-]?\d{1,2}\.\d+°? ?[NS]?[,; ] ?[+-]?\d{1,3}\.\d+°? ?[EW]?)(?![\w.])"
)
POSTCODE = r"(?<![\w$.,-])\d{5}(?:-\d{4})?(?![\w.]*\d)"
# Small letters that are a big town's name, too.
SMALL_WORDS = (
    "bend", "big", "colon", "date", "delta", "hub", "man", "most", "nice", "normal", "orange",
    "reading", "reservoir", "roman", "split", "union",
)  # fmt: skip
NO_TOWN_ENDS = (
    "for", "with", "on", "at", "and", "in", "or", "by", "to", "of", "my", "the", "a", "please",
    "but", "from", "not", "who", "that", "is", "i",
)  # fmt: skip
NOT_PLACES = (
    f"{any_of(WEEKDAY_STEMS)}day",
    *(rf"{month}\b" for month in MONTH_NAMES),
    *(rf"{feast}\b" for feast in WISH_FEASTS),
    r"english\b",
    r"the\b",
)
