"""What a caller wants, as far as somebody at a desk understands it from the words."""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.en.words import WEEKDAY_NAMES
from scheduling.language.mentions import Mention, mentions, resolve
from scheduling.language.pieces import DAY_PARTS

Want = Literal[
    "introduction",  # says what it is, asks nothing yet
    "confirm",
    "release",
    "ask",  # for an appointment
    "read_back",
    "keep",
    "earlier",
    "price",
    "insurance",
    "new_patient",
    "bring",
    "length",
    "practitioner",
    "vehicle",
    "drop_off",
    "party_size",
    "deposit",
    "time_limit",
    "animal",
    "urgency",
    "cancellation",
    "which_time",
    "which_half",
    "which_day",
    "plainly",
    "proposal",
    "does_not_fit",
    "repeat",
    "still_there",
    "message",  # from the person, to be answered
    "goodbye",
    "nothing",
]

_AVOIDING = re.compile(
    rf"(?:not on|not|except|never on)(?: on)? (?:(?:{'|'.join(WEEKDAY_NAMES)})s?"
    r"(?:,? (?:and|or)|,)? ?)+",
    re.IGNORECASE,
)

# The first that is found in the text is what the caller wants.
_SIGNS: list[tuple[Want, str]] = [
    ("release", r"no longer (needed|need)|release (it|that|the)|(kindly|you) kept"),
    ("confirm", r"we spoke about|still free\?|like to (book|confirm) (it|that)"),
    ("plainly", r"yes or no|definite|for certain|for sure|can i rely"),
    ("keep", r"\bkeep (it|that)\b|pencil"),
    ("read_back", r"is (that|this) (right|correct)|could you book (that|it)|have i got that"),
    ("which_half", r"(morning|afternoon|a\.?m\.?) or (in the |the )?(afternoon|evening|p\.?m)"),
    ("which_day", r"which day|do you mean|what day"),
    ("which_time", r"what time exactly|which time|what exact time|what time would|a time\?"),
    ("earlier", r"anything (earlier|sooner|before)|already have an option"),
    ("price", r"price|cost|how much|charge|estimate"),
    ("insurance", r"insurance|insured|insurers?"),
    ("new_patient", r"new patients?"),
    ("bring", r"\bbring\b"),
    ("length", r"how long"),
    ("practitioner", r"who would|with whom|which (stylist|doctor|dentist)|stylist"),
    ("drop_off", r"drop(ped)? (it|the car|her|him)? ?off|drop-off|bring the car"),
    ("deposit", r"deposit"),
    ("time_limit", r"time limit|keep the table|have the table"),
    ("party_size", r"how many (people|guests)|party of \w+ (all right|fine|possible)"),
    ("vehicle", r"kinds? of car|\bmake\b|\bmodel\b|vehicle"),
    ("animal", r"what animals|which animals|treat (cats|dogs|the animal)"),
    ("urgency", r"urgent|emergency"),
    ("cancellation", r"cancel"),
    ("still_there", r"still there"),
    ("repeat", r"repeat|say (that|it) again|line broke|catch that|pardon"),
]
_GOODBYE = r"goodbye|good bye|bye\b|have a (good|nice|great)"
_INTRODUCTION = r"automated assistant|on behalf of"
_ANNOUNCEMENT = re.compile(  # said by the carrier before anybody asks for anything
    r"(hello,? )?i am an automated assistant,? calling on behalf of [^.?!]*[.?!]?"
    r"( ?you can say stop at any time[.!]?)?"
)
_UNFIT = (
    r"does not (fit|work|suit)|doesn't (fit|work|suit)|not possible|cannot (do|make)|can't make"
)
_ASKING = r"arrange|appointment|would like|looking for|do you have|what (times?|would|do)|table for"
_PROPOSING = r"would|could|possible|instead|how about|what about|work"


@dataclass(frozen=True)
class Wish:
    """When the caller wants to come; all of it inclusive."""

    first: date
    last: date
    parts: tuple[str, ...] = DAY_PARTS
    avoid: frozenset[int] = frozenset()
    minutes: int = 30

    def fits(self, start: datetime) -> bool:
        """`start` on the desk's own clock."""
        return (
            self.first <= start.date() <= self.last
            and start.weekday() not in self.avoid
            and part_of(start.time()) in self.parts
        )


@dataclass(frozen=True)
class Heard:
    """One utterance of the caller: what it wants, and the times in it that are certain."""

    want: Want
    text: str
    slots: tuple[datetime, ...] = ()
    caller: str = ""


def part_of(at: time) -> str:
    if at.hour < 12:
        return "morning"
    return "afternoon" if at.hour < 17 else "evening"


def understood(text: str, today: date, zone: ZoneInfo) -> Heard:
    slots = tuple(
        moment
        for mention in mentions(text, today, zone)
        if isinstance(moment := resolve(mention), datetime)
    )
    return Heard(_want(text.lower(), bool(slots)), text, slots, _caller(text))


def _want(low: str, has_slots: bool) -> Want:
    said = _ANNOUNCEMENT.sub(" ", low).strip()
    if not said and low.strip():
        return "introduction"
    for want, sign in _SIGNS:
        if re.search(sign, said):
            return want
    if re.search(_GOODBYE, said):
        return "goodbye"
    if has_slots and re.search(_PROPOSING, said):
        return "proposal"
    if re.search(r"one more thing|has just told me|message from", said):
        return "message"
    if re.search(_UNFIT, said):
        return "does_not_fit"
    if re.search(_ASKING, said) or "?" in said:
        return "ask"
    return "introduction" if re.search(_INTRODUCTION, said) else "nothing"


def _caller(text: str) -> str:
    """The name of whom it is for, as the desk writes it down; "" if none was said."""
    found = re.search(r"on behalf of ((?:[A-Z][\w'.-]*\s?)+)", text) or re.search(
        r"\bfor ((?:[A-Z][\w'-]+\s?)+)", text
    )
    return " ".join(found.group(1).split()).rstrip(".").lower() if found else ""


def wished(text: str, today: date, zone: ZoneInfo, before: Wish | None) -> Wish:
    """The wish in an enquiry; what it leaves out stays as it was `before`."""
    wish = before or Wish(today + timedelta(days=1), today + timedelta(days=21))
    if avoided := _AVOIDING.search(text):
        days = (n for n, day in enumerate(WEEKDAY_NAMES) if day in avoided.group().lower())
        wish = replace(wish, avoid=frozenset(days))
    rest = _AVOIDING.sub("", text)
    low = rest.lower()
    if span := _days(rest, today, zone):
        wish = replace(wish, first=max(span[0], today), last=max(span[1], today))
    parts = tuple(part for part in DAY_PARTS if re.search(rf"(?<!good ){part}s?\b", low))
    if parts:
        wish = replace(wish, parts=parts)
    return replace(wish, minutes=_minutes(low) or wish.minutes)


def _days(text: str, today: date, zone: ZoneInfo) -> tuple[date, date] | None:
    low = text.lower()
    monday = today - timedelta(days=today.weekday())
    if "next week" in low:
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if "this week" in low:
        return today, monday + timedelta(days=6)
    if match := re.search(r"next (\w+) weeks", low):
        weeks = {"three": 3, "3": 3, "four": 4, "4": 4}.get(match.group(1), 2)
        return today, today + timedelta(weeks=weeks)
    named = [day for mention in mentions(text, today, zone) for day in _certain(mention)]
    return (min(named), max(named)) if named else None


def _certain(mention: Mention) -> tuple[date, ...]:
    return (mention.day,) if mention.day and mention.has_day else ()


def _minutes(low: str) -> int | None:
    if match := re.search(r"(\d{2,3}) minutes", low):
        return int(match.group(1))
    if "half an hour" in low:
        return 30
    if "an hour and a half" in low:
        return 90
    if "two hours" in low:
        return 120
    return 60 if re.search(r"\b(an|one) hour\b", low) else None
