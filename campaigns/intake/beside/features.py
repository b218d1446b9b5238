"""Finds what somebody or some place must be like; each desk is told it with the wish."""

import re
from collections.abc import Iterator

from campaigns.intake.words import features, insurance

_FEATURES = [(re.compile(each, re.IGNORECASE), told) for each, told in features.FEATURES]
_CLAUSE = re.compile(features.CLAUSE, re.IGNORECASE)
_WITH = re.compile(features.WITH, re.IGNORECASE)
_IS_PLACE = re.compile(features.IS_PLACE, re.IGNORECASE)
_NOTHING = re.compile(features.NOTHING, re.IGNORECASE)
_OF_TIMES = re.compile(features.OF_TIMES, re.IGNORECASE)
_INSURANCE = re.compile(rf"{insurance.INSURER}|\binsur", re.IGNORECASE)
_INSURED = re.compile(insurance.INSURED_BY_NAME)
STARS = re.compile(features.STARS, re.IGNORECASE)
SERIES = re.compile(features.SERIES, re.IGNORECASE)
ALLERGY = re.compile(features.ALLERGY, re.IGNORECASE)


def found(text: str) -> tuple[tuple[str, ...], str]:
    """What desks are told, "with wheelchair access", in its order; and the text without it."""
    told: list[tuple[int, str]] = []
    for start, end, words in _all(text):
        if words not in [each for _start, each in told]:
            told.append((start, words))
        text = text[:start] + " " * (end - start) + text[end:]
    return tuple(each for _start, each in sorted(told)), text


def _all(text: str) -> Iterator[tuple[int, int, str]]:
    taken: list[tuple[int, int]] = []
    for pattern, told in _FEATURES:
        for match in pattern.finditer(text):
            if not _overlaps(match.span(), taken):
                taken.append(match.span())
                yield *match.span(), told.format(**_groups(match))
    for match in _CLAUSE.finditer(text):
        what = match["what"].strip()
        if _overlaps(match.span("what"), taken) or _idle(what):
            continue
        taken.append(match.span("what"))
        lead = "a place that" if _IS_PLACE.match(match["who"]) else "somebody who"
        yield match.end("who"), match.end(), f"with {lead} {what}"
    for match in _WITH.finditer(text):
        what = match["what"].strip()
        if not (_overlaps(match.span("what"), taken) or _idle(what)):
            yield *match.span("what"), f"with {what}"


def _groups(match: re.Match[str]) -> dict[str, str]:
    said = {name: value.strip() for name, value in match.groupdict().items() if value}
    if "price" in said:  # no sign of money reaches an agent
        said["price"] = f"{re.sub(r'[^0-9.]', '', said['price'])} dollars"
    return said


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(low < span[1] and span[0] < high for low, high in taken)


def _idle(what: str) -> bool:
    """Whether a clause is of times or insurers, which are read elsewhere, or says nothing."""
    read_elsewhere = _OF_TIMES.search(what) or _INSURANCE.search(what) or _INSURED.search(what)
    return bool(_NOTHING.match(what) or read_elsewhere)
