"""English phrases of wishes: "asap", "weekends only", "not", "early next week", "after Easter"."""

import re
from datetime import time

from scheduling.language.en.words import MONTHS, SMALL


def alternatives(text: str) -> str:
    """A pattern for any of them; one a line, spaces in a line count."""
    return "(?:" + "|".join(line.strip() for line in text.strip().splitlines()) + ")"


def pattern(text: str) -> re.Pattern[str]:
    return re.compile(alternatives(text))


ASAP = pattern(r"""
    \basap\b
    \ba\.s\.a\.p\.?\b
    \bas (?:soon|early|quickly) as (?:possible|you can)\b
    \bsoonest\b
    \b(?<!at )the (?:soonest|earliest)(?: possible| available)?\b
    \bearliest (?:possible|available)\b
    \bfirst available\b
    \bnext available\b
    \burgent(?:ly)?\b
    \bright away\b
    \bimmediately\b
""")
WEEKEND = pattern(r"""
    \b(?:only )?(?:on |at )?(?:the )?weekends\b(?: only)?
    \bweekends? only\b
""")
WORKDAYS = pattern(r"""
    \b(?:only )?(?:on |during )?(?:weekdays|working days|workdays|business days)\b(?: only)?
    \bduring the week\b
    \bweekdays? only\b
    \b(?:on )?(?:any|a) (?:weekday|working day)\b
""")
WEEKDAY_GROUPS = [
    (WEEKEND, frozenset({5, 6})),
    (WORKDAYS, frozenset(range(5))),
]
NOT = re.compile(
    alternatives(r"""
    \bnot?
    \bexcept(?: for)?
    \bavoid(?:ing)?
    \bnever
    \bcan'?t(?: do| make)?
    \bcannot(?: do)?
    \bwithout
    \bexcluding
    \banything but
    \bany day but
    \bother than
    \bunavailable
    \bapart from
""")
    + r"(?: at| on| in)?(?: the| any)?\s+$"
)
HABITS: list[tuple[re.Pattern[str], time | None, time | None]] = [
    (re.compile(r"\bafter (?:work|office hours)\b"), time(17), None),
    (re.compile(r"\bafter school\b"), time(15), None),
    (re.compile(r"\bafter lunch\b"), time(13), None),
    (re.compile(r"\bbefore lunch\b"), None, time(12)),
    (re.compile(r"\bbefore work\b"), None, time(9)),
    (re.compile(r"\b(?:at|over|during|around)? ?lunch ?(?:time|break|hour)\b"), time(12), time(14)),
]
DENIED = re.compile(  # "not before", "nothing that starts after"
    r"\b(?:not|no|never|nothing|don't|can't|cannot|nor|avoid)\b[^,.;]{0,25}"
    r"\b(?:before|after|past|until|till|by|than)\s*$"
)
REFUSED_BEHIND = re.compile(
    r"\s*(?:is|are|isn't|aren't|don't|doesn't|won't|does not|do not|will not)?\s*"
    + alternatives(r"""
    not (?:good|possible|work|an option)
    (?<=n't )(?:work|suit|good|possible|an option)
    (?<=not )(?:work|suit)
    bad
    out\b
    impossible
    no good
""")
)

# How a first and a last day are named

UNTIL_DAY = {"to", "until", "till", "through", "thru", "-", "–", "—", "bis"}
LISTED = {",", "or", "and", "nor", "on", "/", "&"}
FIRST_DAY = {"from", "starting"}
LAST_DAY = {"by", "until", "till", "til"}
DAYS_BEHIND = {"after", "since"}
FIRST_DAY_PAIRS = {"not before", "no earlier", "earlier than"}
LAST_DAY_PAIRS = {"not after", "later than"}

# Periods

COUNTS = {**SMALL, "a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3}
EDGES = {  # of a week: its first and last day, 0 is Monday
    "early": (0, 2),
    "beginning": (0, 2),
    "start": (0, 2),
    "first half": (0, 2),
    "mid": (1, 3),
    "middle": (1, 3),
    "late": (3, 6),
    "end": (3, 6),
    "second half": (3, 6),
    "": (0, 6),
}
WEEKS_AHEAD = {
    "this": 0,
    "the coming": 1,
    "coming": 1,
    "next": 1,
    "after next": 2,
}
_COUNT = r"(?:\d{1,2}|" + "|".join(sorted(COUNTS, key=len, reverse=True)) + r")"
_UNIT = r"(?P<unit>days?|weeks?|months?|fortnights?)"
_EDGE = r"(?P<edge>" + "|".join(sorted(filter(None, EDGES), key=len, reverse=True)) + r")"
_MONTH = r"(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")"
FEASTS = alternatives("""
    christmas(?: day| eve)?
    xmas
    new year'?s?(?: day| eve)?
    thanksgiving
    easter
    halloween
    the holidays
""")
_FEAST = rf"(?P<feast>{FEASTS})"
_OF = r"(?:\s+(?:in|of|part of))?(?:\s+the)?\s+"
_IN = r"\b(?:in |at the |the )?"

BETWEEN_FEASTS = [r"\bbetween (?:christmas|xmas) and new year'?s?\b"]
AROUND_FEAST = [
    r"\b(?P<bound>before|by|until|till|after|on|over|at)\s+(?:the )?" + _FEAST + r"\b",
]
WEEK = [
    rf"\b(?:the |at the |in the )?(?:{_EDGE}{_OF})?(?:the )?week (?P<which>after next)\b",
    rf"\b(?:at the |in the |the )?(?:{_EDGE}{_OF})?(?P<which>this|next|the coming|coming) "
    r"week\b(?!end)",
]
ONE_WEEKEND = [r"\b(?:on )?(?:(?P<which>this|next)(?: coming)?|the|at the) weekend\b"]
COMING = [
    rf"\b(?:in|within|over|during)? ?(?:the )?(?:next|coming|following) (?P<count>{_COUNT}) "
    rf"{_UNIT}\b",
    rf"\bwithin (?P<count>{_COUNT}) {_UNIT}\b",
    r"\b(?:in|within|over) the (?:next|coming) (?P<count>)(?P<unit>fortnight)\b",
]
AHEAD = [
    rf"\bin (?P<count>{_COUNT}) {_UNIT}(?:'s? time)?\b",
    rf"\b(?P<count>{_COUNT}) (?P<unit>weeks?|months?|fortnights?) from (?:now|today)\b",
]
NTH_WEEK_OF_MONTH = [
    rf"\b(?:in |during )?the (?P<nth>first|second|third|fourth) (?:full )?week (?:of|in) "
    rf"(?:{_MONTH}|(?P<which>this|next) month)\b",
]
MONTH = [
    rf"{_IN}{_EDGE}{_OF}{_MONTH}\b(?: (?P<year>20\d\d))?",
    rf"{_IN}{_EDGE}-{_MONTH}\b",
    rf"{_IN}(?:{_EDGE}{_OF})?(?P<which>this|next) month\b",
    rf"\b(?:in|during|sometime in) {_MONTH}\b(?! \d)(?: (?P<year>20\d\d))?",
]
