"""Counts for whom a request is when they are several: "both my kids", "me and my wife"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.intake.words import named, numbers

_FOR_SOME = [re.compile(each, re.IGNORECASE) for each in named.FOR_SOME]
_ONE = re.compile(named.ONE_OF_THEM, re.IGNORECASE)
_PLURAL = re.compile(r"(?:s|children)$")
_IN_WORDS = {number: word for word, number in numbers.NUMBERS.items() if 1 < number < 13}


@dataclass(frozen=True)
class Several:
    """Several people, at characters `start` up to `end` of the text.

    count: None when nobody said how many. of_age: they were told by their age, as kids or adults;
    otherwise a party or relatives may be read there as well.
    """

    start: int
    end: int
    words: str
    count: int | None
    of_age: bool


@dataclass(frozen=True)
class _Part:
    """Some of them. count 0: nobody said how many; words: "" for one who is only related."""

    words: str
    count: int
    of_age: bool = False


def several(text: str) -> Several | None:
    """For whom it is; None when it is for one alone, who may have a name."""
    for pattern in _FOR_SOME:
        match = pattern.search(text)
        parts = list(_parts(match["who"])) if match else []
        related = any(not part.words for part in parts)
        if match is None or not parts or (related and len(parts) == 1):
            continue
        count = sum(part.count for part in parts) if all(part.count for part in parts) else None
        words = " and ".join(part.words for part in parts)
        if related:
            words = f"{_IN_WORDS.get(count or 0, count or 'several')} people"
        of_age = any(part.of_age for part in parts)
        return Several(*match.span(), words, count, of_age)
    return None


def _parts(who: str) -> Iterator[_Part]:
    myself = [each for each in _ONE.finditer(who) if each["self"]]
    others = [each for each in _ONE.finditer(who) if not each["self"]]
    if myself and not others:
        return
    if myself:
        yield _Part("one adult", 1)
    for each in others:
        yield _part(each)


def _part(each: re.Match[str]) -> _Part:
    kind = (each["kind"] or "").lower()
    if each["age"]:
        return _Part(f"a {each['age'].lower()}", 1, of_age=True)
    if each["heads"]:
        return _Part(f"{each['heads'].lower()} people", number(each["heads"]))
    if kind.endswith("family"):
        return _Part("a whole family", 0, of_age=True)
    both = "two" if "both" in each["lead"].lower() or kind == "twins" else ""
    said = (each["count"] or both).lower()
    if said or _PLURAL.search(kind):
        return _Part(f"{said or 'several'} {kind}", number(said) if said else 0, of_age=True)
    return _Part("", 1)


def number(word: str) -> int:
    known = numbers.NUMBERS.get(word.casefold())
    return int(word) if known is None else known
