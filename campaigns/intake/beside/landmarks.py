"""Knows a landmark in a request, which no list of towns has: it is asked about, never guessed."""

import re
from dataclasses import dataclass, replace

from callpilot.errors import BadInput
from callpilot.models import Profile
from campaigns.intake.words import landmarks as words
from campaigns.providers import gazetteer
from campaigns.providers.geocoders.base import Located
from campaigns.providers.geocoders.spelling import folded

NEARBY_KM = 80.0  # towns this near may be what is meant by "Oakland Airport"
_LANDMARKS = [re.compile(each, re.IGNORECASE) for each in words.LANDMARKS]
_FURTHER = re.compile(r" [A-Z][\w'’-]*")  # the City of Salt Lake City
_LEADING = re.compile(r"^(?:near|in|around|at|by|close to|next to)\s+", re.IGNORECASE)
_BEHIND = re.compile(words.BEHIND, re.IGNORECASE)


@dataclass(frozen=True)
class Landmark:
    """Characters `start` up to `end` of the text, with the word that leads to it."""

    start: int
    end: int
    name: str
    found: Located


def first(text: str, profile: Profile | None) -> Landmark | None:
    """The first landmark of a text that is not known as a place of its own."""
    matches = [match for each in _LANDMARKS for match in each.finditer(text)]
    for match in sorted(matches, key=lambda one: (one.start(), -one.end())):
        name = match["name"]
        further = _FURTHER.match(text, match.end())
        if _known(name, profile) or (further and _known(name + further.group(), profile)):
            continue
        town, end = _town_behind(text, match.end(), profile)
        if town is not None:
            return Landmark(match.start(), end, name, replace(town, left_out=name))
        return Landmark(match.start(), match.end(), name, located(name, profile))
    return None


def located(name: str, profile: Profile | None) -> Located:
    """What a place means that somebody named; of an unknown landmark only what may be meant."""
    if _known(name, profile) or not any(each.search(f"near {name}") for each in _LANDMARKS):
        return gazetteer.find(name, profile)
    home = gazetteer.home(profile)
    if home is None:
        return Located()
    meant = gazetteer.find(name, profile)
    places = (*filter(None, [meant.place]), *meant.suggestions)
    return Located(None, tuple(each for each in places if gazetteer.km(home, each) <= NEARBY_KM))


def found(field: str, text: str, profile: Profile | None) -> Located:
    """The place that a field's text means. Raises BadInput for one that nobody knows by its name,
    perhaps with places that may be meant."""
    named = _LEADING.sub("", text.strip())
    mark = None if _known(named, profile) else first(f"near {named}", profile)
    meant = mark.found if mark and not mark.start else gazetteer.find(named, profile)
    if meant.place is None:
        asked = {field: [gazetteer.question(named, meant)]}
        raise BadInput(asked, {field: gazetteer.suggested(meant)})
    return meant


def _known(name: str, profile: Profile | None) -> bool:
    """Whether it is a town or a part of one by that very name: Menlo Park, Union Square."""
    if gazetteer.local(name, profile) is not None:
        return True
    found = gazetteer.find(name, profile)
    meant = [*filter(None, [found.place]), *found.suggestions]
    said = folded(name.partition(",")[0])
    exactly = any(folded(place.name.partition(",")[0]) == said for place in meant)
    return found.named and exactly and name[:1].isupper()


def _town_behind(text: str, at: int, profile: Profile | None) -> tuple[Located | None, int]:
    match = _BEHIND.match(text, at)
    if match is None:
        return None, at
    ends = [word.end() for word in re.finditer(r"[\w'’.-]+", match.group(1))]
    for end in reversed(ends):
        found = gazetteer.find(match.group(1)[:end], profile)
        if found.named and found.place is not None and not found.left_out:
            return found, match.start(1) + end
    return None, at
