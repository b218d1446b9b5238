"""English phrases of wishes: "asap", "weekends only", "not", "early next week", "after Easter"."""

import re
from datetime import time

from scheduling.language.en.words import (
    MONTHS,
    SMALL,
    WEEKDAY_NAMES,
    WISH_FEASTS,
    word_set,
)


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
    \bother than
    \bunavailable
    \bapart from
""")
    + r"(?: at| on| in)?(?: the| any)?\s+$"
)
# "Any weekday but Friday" leaves Friday out; "any day, but Friday is best" does not.
ALL_BUT = re.compile(
    r"\b(?:(?:any|every|each|all)(?: the)? (?:(?:week|work|working |business )?days?|time|week"
    r"|mornings?|afternoons?|evenings?)|anytime|weekdays|workdays|whenever|the whole week)\b"
    r"[^.,;:!?]{0,30}\bbut(?: on| in| at| for)?(?: the)?\s+$"
)
BUT_ENDS = re.compile(
    r"\s*(?:$|[.,;:!?/)]|(?:or|and|nor|please|next|this|in|at|on|after|before|between|from|works?"
    r"|suits?|will do|(?:is|are|would be) (?:fine|ok|okay|good|possible|great))\b)"
)
TOLD = re.compile(  # how long something lasts, or when it befell: no wish for that time
    r"(?:\bsince(?: (?:about|around|roughly|early|late|at|on|the|last|before|sometime))*"
    r"|\b(?:started|began|begun|happened|fell|broke|chipped|noticed|came)"
    r"(?: (?:it|down|off|out|up|hurting|aching|bleeding))?(?: (?:about|around|early|late|at|on))?)"
    r"\s+$"
)
TOLD_LEAD = re.compile(r"(?:\s|\b(?:in|on|of|at|the|about|around|early|late)\b)*")
WEEK_OF = re.compile(
    r"\b(?:(?:in|during|for) )?(?:the )?week (?P<lead>of|beginning|starting|commencing)"
    r"(?: on)?(?: the)?\s+$"
)
_LAST = r"(?:latest|max(?:imum)?|tops)"
LATEST_BEFORE = re.compile(rf"\b{_LAST}(?: is| by| at)?[\s:]+$")
LATEST_BEHIND = re.compile(rf"\s*,?\s*(?:at (?:the )?(?:very )?)?{_LAST}\b")
EARLIEST_BEFORE = re.compile(r"\bearliest(?: is| from| at)?[\s:]+$")
EARLIEST_BEHIND = re.compile(
    r"\s*,?\s*(?:at (?:the )?(?:very )?)?earliest\b(?! (?:possible|available))"
)
_DAY = rf"(?:{'|'.join(WEEKDAY_NAMES)}|today|tomorrow)"
HABITS: list[tuple[re.Pattern[str], time | None, time | None]] = [
    (re.compile(r"\bafter (?:work|office hours)\b"), time(17), None),
    (re.compile(r"\bafter school\b"), time(15), None),
    (re.compile(r"\bafter lunch\b"), time(13), None),
    (re.compile(r"\bbefore lunch\b"), None, time(12)),
    (re.compile(r"\bbefore work\b"), None, time(9)),
    (re.compile(r"\b(?:during|within) (?:business|office|working) hours\b"), time(9), time(17)),
    (
        re.compile(r"(?<!the )(?<!one )\bfirst thing\b(?! (?:is|to|you|they|i|we)\b)"),
        None,
        time(10),
    ),
    (re.compile(r"\bbright and early\b"), None, time(10)),
    (re.compile(r"(?<!the )\blast thing\b(?! (?:is|to|you|they|i|we)\b)"), time(16), None),
    (
        re.compile(r"\b(?:at |towards? )(?:the )?end of (?:the |my )?(?:work(?:ing)? ?)?day\b"),
        time(16),
        None,
    ),
    (re.compile(rf"(?<!as )\bearly (?:on )?(?={_DAY}\b)"), None, time(10)),
    (re.compile(rf"(?<!as )\blate (?:on )?(?={_DAY}\b)"), time(16), None),
    (re.compile(r"\b(?:at|over|during|around)? ?lunch ?(?:time|break|hour)\b"), time(12), time(14)),
    (re.compile(r"\b(?:over|during) (?:my |the )?lunch\b"), time(12), time(14)),
]
PART_EDGE = re.compile(
    r"\b(?P<edge>early|late|mid)[ -]?(?:in the |on (?:the )?)?"
    r"(?=(?P<part>morning|afternoon|evening)s?\b)"
)
PART_EDGES: dict[tuple[str, str], tuple[time | None, time | None]] = {
    ("early", "morning"): (None, time(10)),
    ("mid", "morning"): (time(9), time(11)),
    ("late", "morning"): (time(10), time(12)),
    ("early", "afternoon"): (time(12), time(15)),
    ("mid", "afternoon"): (time(14), time(16)),
    ("late", "afternoon"): (time(16), time(18)),
    ("early", "evening"): (time(17), time(19)),
    ("mid", "evening"): (time(18), time(20)),
    ("late", "evening"): (time(19), None),
}
EDGES_SHUT_OUT: dict[tuple[str, str], tuple[time | None, time | None]] = {  # "no early mornings"
    ("early", "morning"): (time(10), None),
    ("late", "evening"): (None, time(19)),
}
# What a part of the day does not reach over to an hour, and what may stand between the two.
BREAK = re.compile(r"\b(?:or|and|but|nor|not|no|then|also|except|otherwise|plus)\b|[;.!?&/]")
# What stands between a day that is shut out and the part of it that is meant.
LEADS_TO_PART = word_set("in at the on from after before around about early late")
LEAD = re.compile(r"\s*(?:on|of|in|the)?\s*(?:the)?\s*")
LISTED_TIME = re.compile(
    r"\s*(?:,|/|&|,?\s*\b(?:or|and))\s*(?:at|around|about|from|after|before|by)?\s*"
)
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
DAYS_BEHIND = {"after"}
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
_FEAST = rf"(?P<feast>{'|'.join(sorted(WISH_FEASTS, key=len, reverse=True))})"
_OF = r"(?:\s+(?:in|of|part of))?(?:\s+the)?\s+"
_IN = r"\b(?:in |at the |the )?"

THE_HOLIDAYS = [  # from Christmas Eve until the new year has begun
    r"\b(?P<bound>before|by|until|till|after|over|during|in|around)\s+the holidays\b",
]
FEAST_WEEK = [
    rf"\b(?:(?P<bound>before|by|after|in|during|over|on) )?(?:the )?{_FEAST} "
    r"(?P<unit>weekend|week)\b",
    rf"\b(?:(?P<bound>before|by|after|in|during) )?the (?P<unit>week) of {_FEAST}\b",
]
BY_ITS_END = [
    r"\b(?:by|before|until|till|not later than|no later than) (?:the )?end of (?:the |this )?"
    r"(?P<unit>week|month|year)\b",
    r"\b(?:later|some ?time|any ?time|within|during) (?:in |this |the )+(?P<unit>week|month|year)"
    r"\b(?! (?:after|of|before))",
]
END_OF = [
    rf"\b(?:at the |in the |the |towards the |around the )?{_EDGE}{_OF}(?P<unit>week|month|year)\b",
]
BETWEEN_FEASTS = [r"\bbetween (?:christmas|xmas) and new year'?s?\b"]
AROUND_FEAST = [
    r"\b(?P<bound>before|by|until|till|after|on|over|at)\s+(?:the )?" + _FEAST + r"\b",
]
WEEK = [
    rf"\b(?:the |at the |in the )?(?:{_EDGE}{_OF})?(?:the )?week (?P<which>after next)\b",
    rf"\b(?:at the |in the |the )?(?:{_EDGE}{_OF})?(?P<which>this|next|the coming|coming) "
    r"week\b(?!end)",
]
THIS_OR_NEXT = [r"\b(?P<which>this) week or (?:the )?next(?: week| one)?\b"]
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
