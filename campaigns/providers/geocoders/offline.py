"""Finds towns and US postcodes in the table that is shipped: asks nobody, and never guesses."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from campaigns.providers.geocoders.address_words import (
    AROUND,
    BEFORE,
    STREETS,
    STREETS_BEGIN,
    is_street_word,
)
from campaigns.providers.geocoders.base import Located, Place
from campaigns.providers.geocoders.spelling import folded
from campaigns.providers.geocoders.town_table import TABLE, Town, TownTable, open_table
from campaigns.providers.geocoders.zones import zone_at
from scheduling.distances.base import Point
from scheduling.distances.haversine import Haversine

MAX_WORDS = 14
MAX_NAME_WORDS = 7
MAX_SUGGESTIONS = 5
MAX_LENGTH = 200  # of a text, and of what is suggested instead
MAX_LIKE = 50  # towns that are looked at when a name is misspelled
NEAR_KM = 150.0  # what somebody means who lives there
SAME_KM = 20.0  # two of one name so close are one town to whoever drives there
CLEARLY = 10.0  # so many times more likely, and nobody is asked
FEW = 500  # people of a town that is not counted
CODE_KM = 50.0  # how far a postcode lies from the middle of its town
NAMED_KM = 60.0  # how far away a town still gives a point its name
_TOKEN = re.compile(r"[^\s,;()]+|[,;()]")
_US_CODE = re.compile(r"(\d{5})(?:-\d{4})?")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Token:
    """A piece of the text between blanks, as words to compare, and where it stands."""

    words: tuple[str, ...]
    start: int
    end: int
    begins: bool  # behind a comma

    @property
    def numbered(self) -> bool:
        return any(word[0].isdigit() or word[-1].isdigit() for word in self.words)


@dataclass(frozen=True)
class Reading:
    """One way to read the end of a text: the towns that it may be.

    code, point: a US postcode that was given and fits, and where it is. spare: figures that say
    nothing to us, as other countries' postcodes.
    """

    towns: tuple[Town, ...]
    name: str
    code: str = ""
    point: Point | None = None
    spare: tuple[Token, ...] = ()


class OfflineGeocoder:
    """Whoever knows where places are, by the table of towns that is shipped."""

    def __init__(self, path: Path = TABLE) -> None:
        self._path = path

    def locate(self, text: str, near: Point | None = None) -> Located:
        tokens = _tokens(text)
        if not tokens or len(tokens) > MAX_WORDS:
            return Located()
        with open_table(self._path) as table:
            country = _country(self._path, near) if near else ""
            return _Search(table, text, tokens, near, country).located()

    def describe(self, point: Point) -> Place:
        with open_table(self._path) as table:
            town = table.nearest(point, NAMED_KM)
        name = f"{_figure(point.latitude)}, {_figure(point.longitude)}"
        if town is not None:
            name = f"{name} (near {town.label})"
        zone = zone_at(point) or (town.timezone if town else "UTC")
        return Place(name, point.latitude, point.longitude, zone)


@lru_cache(maxsize=256)
def _country(path: Path, point: Point) -> str:
    """Where a point lies; it is asked again and again while one sentence is read."""
    with open_table(path) as table:
        town = table.nearest(point, NEAR_KM)
    return town.country if town else ""


def _figure(degrees: float) -> str:
    text = f"{degrees:.5f}".rstrip("0")
    return f"{text}0" if text.endswith(".") else text


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    begins = True
    for match in _TOKEN.finditer(text[: 2 * MAX_LENGTH]):
        words = tuple(folded(match.group()).split())
        if not words:
            begins = begins or match.group() in ",;()"
            continue
        found.append(Token(words, match.start(), match.end(), begins))
        begins = False
    return found


def _words(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(word for token in tokens for word in token.words)


class _Search:
    """One text being located."""

    def __init__(
        self, table: TownTable, text: str, tokens: list[Token], near: Point | None, country: str
    ) -> None:
        self.table, self.text, self.tokens, self.near = table, text, tokens, near
        self.first = _first(tokens)
        self.namesakes: list[Town] = []  # of a name that is known, but not with what follows it
        self.country = country  # of who asks

    def located(self) -> Located:
        doubtful: tuple[Place, ...] = ()
        for at in self._beginnings():
            reading = self._read(self.tokens[at:])
            if reading is None:
                continue
            before = self.tokens[self.first : at]
            if not self._may_be_a_region(reading, before):
                return self._decided(reading, before)
            towns = self._ranked(reading.towns, reading.name)[:1]
            doubtful = doubtful or self._suggested(towns, self._original(before))
        beginnings = [self.first] if doubtful else [*self._beginnings()]
        found = self.namesakes or self._in_region() or self._spelled_like(beginnings)
        return Located(None, self._likeliest(dict.fromkeys(found)) or doubtful)

    def _may_be_a_region(self, reading: Reading, before: Sequence[Token]) -> bool:
        """ "Nowhereville, New York" may mean the state; "5 Nowhere Street, New York" cannot."""
        return bool(before) and not _is_street(before) and bool(self.table.codes(reading.name))

    def _beginnings(self) -> Iterator[int]:
        """Where the town may begin: at first, then behind a comma, a number, a street's end."""
        yield from sorted({0, self.first})
        for at in range(self.first + 1, len(self.tokens)):
            last = self.tokens[at - 1]
            if self.tokens[at].begins or last.numbered or last.words[-1] in {*STREETS, "in"}:
                yield at

    # --- reading

    def _read(self, tokens: Sequence[Token]) -> Reading | None:
        """The towns that these words, all of them, may be."""
        codes: list[Token] = []
        while tokens and tokens[0].numbered:
            codes, tokens = [*codes, tokens[0]], tokens[1:]
        while tokens and tokens[-1].numbered:
            codes, tokens = [*codes, tokens[-1]], tokens[:-1]
        if not tokens:
            return self._read_code(codes)
        words = _words(tokens)
        for length in range(min(len(words), MAX_NAME_WORDS), 0, -1):
            name = " ".join(words[:length])
            towns = self.table.called(name)
            fitting = [town for town in towns if self._fits(town, words[length:])]
            if fitting:
                return self._with_codes(Reading(tuple(fitting), name), codes)
            self.namesakes += towns[:MAX_SUGGESTIONS]
        return None

    def _read_code(self, codes: Sequence[Token]) -> Reading | None:
        """A US postcode alone."""
        found = self._us_code(codes) if len(codes) == 1 else None
        if found is None:
            return None
        code, town, point = found
        return Reading((town,), folded(town.name), code, point)

    def _us_code(self, codes: Sequence[Token]) -> tuple[str, Town, Point] | None:
        for token in codes:
            match = _US_CODE.fullmatch(self.text[token.start : token.end])
            found = self.table.postcode(match.group(1)) if match else None
            if match and found:
                return match.group(1), *found
        return None

    def _with_codes(self, reading: Reading, codes: list[Token]) -> Reading | None:
        """A postcode that belongs to one of the towns says which; any other one says nothing."""
        found = self._us_code(codes)
        if found is not None:
            code, town, point = found
            there = tuple(each for each in reading.towns if _km(each.point, point) <= CODE_KM)
            if there:
                return replace(reading, towns=there[:1], code=code, point=point)
            if all(each.country == "US" for each in reading.towns):
                self.namesakes = [town, *reading.towns, *self.namesakes]
                return None
        return replace(reading, spare=tuple(codes))

    def _fits(self, town: Town, behind: tuple[str, ...]) -> bool:
        """Whether what stands behind the name is the town's region, its country, or both."""
        if not behind or " ".join(behind) in AROUND:
            return True
        return any(
            behind[: len(words)] == words and self._fits(town, behind[len(words) :])
            for words in self.table.qualifiers(town)
        )

    # --- deciding

    def _decided(self, reading: Reading, before: Sequence[Token]) -> Located:
        named = not before or _is_street(before)
        street = self._original([*before, *reading.spare]) if before else ""
        ranked = self._ranked(reading.towns, reading.name)
        ending = self.text.strip()
        chosen = [town for town in ranked if ending.endswith(town.label)]  # as we suggested it
        ranked = chosen or ranked
        others = _elsewhere(ranked)
        if not named and self.namesakes and not chosen:
            return Located(None, self._likeliest(dict.fromkeys([*self.namesakes, ranked[0]])))
        if others and not self._clearly(ranked[0], others[0], reading.name):
            towns = [ranked[0], *others][:MAX_SUGGESTIONS]
            suggested = self._suggested(towns, street)
            return Located(None, suggested, named=named, people=ranked[0].population)
        point, label = ranked[0].point, ranked[0].label
        if reading.code:
            label, point = f"{label} {reading.code}", reading.point or point
        place = Place(label, point.latitude, point.longitude, ranked[0].timezone)
        if reading.code:
            abroad = self.country not in ("", ranked[0].country)
            if abroad and len(self.tokens) == 1:  # five figures are a postcode there, too
                return Located(None, (place,))
        left_out = self._original([*before, *reading.spare])
        return Located(place, (), left_out, named, ranked[0].population)

    def _clearly(self, best: Town, other: Town, name: str) -> bool:
        return self._weight(best, name) >= CLEARLY * self._weight(other, name)

    def _ranked(self, towns: Iterable[Town], name: str = "") -> list[Town]:
        """The likeliest first; the given order decides between equals."""
        return sorted(towns, key=lambda town: -self._weight(town, name or folded(town.name)))

    def _weight(self, town: Town, name: str) -> float:
        weight = float(town.population or FEW)
        if folded(town.name) != name:
            weight *= 0.1  # by another name of its own
        elif town.name.casefold() in self.text.casefold():
            weight *= 10  # to the letter, accents and all
        if self.country == town.country:
            weight *= 10
        if self.near is not None and _km(self.near, town.point) <= NEAR_KM:
            weight *= 100
        return weight

    # --- asking back

    def _in_region(self) -> list[Town]:
        codes = self.table.codes(" ".join(_words(self.tokens)))
        return [town for code in codes for town in self.table.biggest_in(code, MAX_SUGGESTIONS)]

    def _spelled_like(self, beginnings: Iterable[int]) -> list[Town]:
        for at in beginnings:
            words = _words(self.tokens[at:])
            for length in range(min(len(words), 3), 0, -1):
                name = " ".join(words[:length])
                if len(name) < 4:
                    continue
                like = self.table.spelled_like(name, _one_slip(name), MAX_LIKE)
                fitting = [town for town in like if self._fits(town, words[length:])]
                if fitting:
                    return fitting
        return []

    def _likeliest(self, towns: Iterable[Town]) -> tuple[Place, ...]:
        return self._suggested(self._ranked(towns)[:MAX_SUGGESTIONS], "")

    def _suggested(self, towns: Iterable[Town], street: str) -> tuple[Place, ...]:
        lead = f"{street}, " if street else ""
        places = (
            Place(f"{lead}{town.label}", town.point.latitude, town.point.longitude, town.timezone)
            for town in towns
        )
        return tuple(place for place in places if len(place.name) <= MAX_LENGTH)

    def _original(self, tokens: Iterable[Token]) -> str:
        """The tokens as they were written; neighbours with what stood between them."""
        pieces: list[tuple[int, int]] = []
        for token in sorted(tokens, key=lambda token: token.start):
            if pieces and not self.text[pieces[-1][1] : token.start].strip(" ,"):
                pieces[-1] = pieces[-1][0], token.end
            else:
                pieces.append((token.start, token.end))
        return ", ".join(self.text[start:end] for start, end in pieces).removesuffix(" in")


def _first(tokens: Sequence[Token]) -> int:
    """Where the words end that only lead to a place: "near the city of"."""
    first = 0
    while first < len(tokens) - 1 and tokens[first].words[0] in BEFORE:
        first += 1
    return first


def _elsewhere(ranked: Sequence[Town]) -> list[Town]:
    """All but the first and what lies beside it."""
    return [town for town in ranked[1:] if _km(ranked[0].point, town.point) > SAME_KM]


def _is_street(tokens: Sequence[Token]) -> bool:
    words = _words(tokens)
    return (
        any(token.numbered for token in tokens)
        or words[0] in STREETS_BEGIN
        or any(map(is_street_word, words))
    )


def _km(one: Point, other: Point) -> float:
    return float(Haversine().ways([one], [other]).km[0, 0])


def _one_slip(name: str) -> set[str]:
    """Everything one slip of the keyboard away: a letter lost, doubled, swapped or another."""
    cuts = [(name[:at], name[at:]) for at in range(len(name) + 1)]
    lost = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    other = {a + letter + b[1:] for a, b in cuts if b for letter in _LETTERS}
    more = {a + letter + b for a, b in cuts for letter in _LETTERS}
    return (lost | swapped | other | more) - {name}
