"""English words that times are made of, and how a text is cut into them."""

import re
from dataclasses import dataclass

from scheduling.language.pieces import Part

_TOKEN = re.compile(
    r"""(?P<lost>…|\.{3,}|\[(?:inaudible|unclear|lost)\])
    |(?P<meridiem>(?<![a-z])[ap]\s?\.\s?m\b\.?|(?<=\d)[ap]m?\b|\b[ap]m\b)
    |(?P<number>\d{4}-\d{2}-\d{2}|\d+(?:st|nd|rd|th)\b|\d+(?:[:./,]\d+)*)
    |(?P<word>[a-z]+(?:['’][a-z]+)*)
    |(?P<mark>[^\s\w])""",
    re.VERBOSE,
)


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def word_list(text: str) -> list[str]:
    return text.split()


_UNITS = word_list("one two three four five six seven eight nine")
_TEENS = word_list(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
SMALL = {word: n for n, word in enumerate([*_UNITS, *_TEENS], 1)}
TENS = {word: 10 * n for n, word in enumerate(word_list("twenty thirty forty fifty"), 2)}
BIG_TENS = {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NOUGHT = {"oh", "o", "zero", "nought"}
_ORDINAL_UNITS = word_list("first second third fourth fifth sixth seventh eighth ninth")
_ORDINAL_TEENS = word_list(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
)
ORDINALS = {word: n for n, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], 1)} | {
    "thirtieth": 30
}

WEEKDAY_NAMES = word_list("monday tuesday wednesday thursday friday saturday sunday")
WEEKDAYS = {name: n for n, name in enumerate(WEEKDAY_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTH_NAMES = word_list(
    "january february march april may june july august september october november december"
)
MONTHS = {name: n for n, name in enumerate(MONTH_NAMES, 1)} | {
    name[:3]: n for n, name in enumerate(MONTH_NAMES, 1)
}
MONTHS["sept"] = 9
PARTS: dict[str, Part] = {
    "morning": "morning",
    "mornings": "morning",
    "forenoon": "morning",
    "afternoon": "afternoon",
    "afternoons": "afternoon",
    "evening": "evening",
    "evenings": "evening",
    "tonight": "evening",
    "night": "night",
    "nights": "night",
}

MONEY = word_set(
    "dollar dollars buck bucks pound pounds euro euros quid cent cents pence usd gbp eur"
)
UNITS = MONEY | word_set("""
    minute minutes min mins hour hours hr hrs second seconds sec secs moment moments day
    days week weeks month months year years percent people person persons guest guests
    patient patients doctor doctors dentist dentists opening openings slot slots appointment
    appointments spot spots time times visit visits kid kids child children adult adults
    chair chairs table tables mile miles kilometer kilometers km block blocks star stars
    option options visits hundred thousand grand degrees stairs floor floors others other
    more left ahead place places location locations office offices thing things question
    questions customers clients
""")
STREETS = word_set("""
    street st avenue ave road rd boulevard blvd lane ln highway hwy parkway pkwy plaza
    terrace broadway drive square
""")
NUMBERED = word_set("""
    number room suite extension ext option press floor unit apartment apt flat gate line
    code zip box party version route highway building door dial table
""")
PRICED = word_set("""
    cost costs price priced prices charge charges charged fee fees copay co-pay pay paying
    deposit total rate estimate quote runs
""")
# Nouns after which "the first" counts and does not date.
COUNTED = (
    UNITS
    | STREETS
    | word_set("""
    one ones available thing free visit choice half door grade two three few couple name
    line next opening ever weekend week window round party consultation cleaning part bit
    time
""")
)

# What may stand between the parts of one time: "Tuesday AT ten", "ten thirty ON Thursday".
JOINING = word_set("""
    at on the of in by for from around about approximately roughly say a an that's it's that
    is it which we'd so like to maybe this then for's and's morning's 's sharp please um uh
    er hm hmm coming until till til after before past between not no earlier later than or's
    any anytime time the's exactly only just early late
""")
LISTING = {"or", "and", "nor", "also", "plus", "&", "then", "either", "both"}


@dataclass(frozen=True)
class Token:
    """A word, number or mark in lower case, with its characters in the text."""

    text: str
    start: int
    end: int
    kind: str
    capital: bool

    @property
    def root(self) -> str:
        """The word without a possessive: "tuesday" of "Tuesday's"."""
        return re.sub(r"['’]s$", "", self.text)


_STARTS_SENTENCE = re.compile(r"\s*$|\s+[A-Z][a-z]+ (?:is|was|has|works|and)\b")
_ABBREVIATED = {*(d for d in WEEKDAYS if len(d) < 6), *MONTHS, "dr", "mr", "mrs", "ms", "approx"}


def tokens_of(text: str) -> list[Token]:
    """The text in words, numbers and marks; "a.m." and its like are one, an abbreviation's full
    stop is dropped, and the full stop that also ends a sentence is kept."""
    lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found: list[Token] = []
    for match in _TOKEN.finditer(lower):
        kind, (start, end) = match.lastgroup or "mark", match.span()
        word = match.group().replace("’", "'")
        if kind == "meridiem":
            stopped = lower[start:end].endswith(".")
            found.append(Token(word[0] + "m", start, end, kind, False))
            after = re.match(r"\s+([A-Z][a-z]+)", text[end:])
            if stopped and after and after.group(1).lower() not in {*WEEKDAYS, *MONTHS}:
                found.append(Token(".", end - 1, end, "mark", False))
            continue
        short = found and found[-1].text in _ABBREVIATED and found[-1].end == start
        if word == "." and short and not _STARTS_SENTENCE.match(text[end:]):
            continue
        found.append(Token(word, start, end, kind, text[start].isupper()))
    return found
