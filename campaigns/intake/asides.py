"""What a message says beside the fields: a named business, who works there, how far, how many."""

import re
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from campaigns.intake import when
from campaigns.intake.beside import features, headcount
from campaigns.intake.wish import Wish
from campaigns.intake.words import insurance, named, numbers
from campaigns.intake.words.alternatives import any_of
from campaigns.providers import gazetteer, phone_numbers, service_kinds

KM_PER_MILE = 1.609344
_BUSINESS = re.compile(rf"\b{any_of(named.BUSINESS_WORDS)}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Asides:
    """All that the words hold of these; rest: the message without them.

    told: words that go to the desk with the wish: "with Dr. Patel", "for two kids"; features
    likewise, of what it must be like. for_the_desk: what else they are to hear. asked_for: the
    name of who works there. people: how many, if somebody said so. stars: a limit of ratings was
    named; series: more than one appointment of a kind was.
    """

    rest: str
    provider: str = ""
    anybody: bool = False
    told: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    asked_for: str = ""
    allergy: str = ""
    for_the_desk: str = ""
    stars: bool = False
    series: bool = False
    people: int | None = None
    radius_km: float | None = None
    distance: str = ""
    by_minutes: str = ""
    their_numbers: tuple[str, ...] = ()


def read(text: str) -> Asides:
    """By rules, whoever reads the rest."""
    found = Asides(when.plain(text))
    for step in (
        _numbers, _for_the_desk, _distance, _practitioner, _features, _people, _business
    ):  # fmt: skip
        found = step(found)
    return found


def _without(found: Asides, match: re.Match[str], instead: str = "") -> str:
    start, end = match.span()
    return found.rest[:start] + instead.ljust(end - start) + found.rest[end:]


def _numbers(found: Asides) -> Asides:
    """A number to call is not the person's own."""
    theirs: list[str] = []
    for match in re.finditer(named.PHONE, found.rest):
        if is_theirs(found.rest, match.start()):
            theirs.append(match.group())
            found = replace(found, rest=_without(found, match))
    return replace(found, their_numbers=tuple(theirs))


def is_theirs(text: str, start: int) -> bool:
    """Whether the number that begins at `start` is that of somebody who is to be rung."""
    before = text[:start]
    others = [re.search(each, before, re.IGNORECASE) for each in named.OTHERS_NUMBER]
    last = max((match.start() for match in others if match), default=-1)
    own = re.search(named.OWN_NUMBER, before[max(last, 0) :], re.IGNORECASE)
    return last >= 0 and own is None


def _distance(found: Asides) -> Asides:
    slow = re.search(named.BY_MINUTES, found.rest, re.IGNORECASE)
    if slow:
        found = replace(found, by_minutes=slow.group())
    for pattern in named.WITHIN:
        match = re.search(pattern, found.rest, re.IGNORECASE)
        if match is None:
            continue
        count = match["count"].casefold()
        number = 0.5 if count == "half a" else _number(count)
        miles = match["unit"].casefold().startswith("mi")
        km = round(number * (KM_PER_MILE if miles else 1), 1)
        near = "near" if match["of"] and match["of"] != "away" else ""
        unit = _("miles") if miles else _("km")
        said = f"{number:g} {unit}" if number != 1 or not miles else _("1 mile")
        if km > 0:
            rest = _without(found, match, near)
            return replace(found, radius_km=km, distance=said, rest=rest)
    return found


def _for_the_desk(found: Asides) -> Asides:
    """What they are to be told; where the wish itself stands in it, it is read as that too."""
    for pattern in named.FOR_THE_DESK:
        match = re.search(pattern, found.rest, re.IGNORECASE)
        if match is None or features.ALLERGY.search(match["words"]):
            continue
        rest = _without(found, match)
        whole = service_kinds.recognise(rest) is None and service_kinds.recognise(found.rest)
        found = replace(found, for_the_desk=match["words"].strip(" ,;"))
        return found if whole else replace(found, rest=rest)
    return found


def _features(found: Asides) -> Asides:
    if stars := features.STARS.search(found.rest):
        found = replace(found, stars=True, rest=_without(found, stars))
    found = replace(found, series=features.SERIES.search(found.rest) is not None)
    told, rest = features.found(found.rest)
    ill = features.ALLERGY.search(rest)
    return replace(found, features=told, rest=rest, allergy=ill.group().strip() if ill else "")


def _people(found: Asides) -> Asides:
    some = headcount.several(found.rest)
    if some is None:
        return found
    if some.of_age:
        blank = " " * (some.end - some.start)
        found = replace(found, rest=found.rest[: some.start] + blank + found.rest[some.end :])
    return replace(found, people=some.count, told=(*found.told, f"for {some.words}"))


def _practitioner(found: Asides) -> Asides:
    if match := re.search(named.NOT_WITH, found.rest):
        told = f"with anybody but {match.group(1)}"
        found = replace(found, told=(*found.told, told), rest=_without(found, match))
    for pattern in named.ASKED_FOR:
        match = re.search(pattern, found.rest)
        if match and not re.search(insurance.INSURER, match.group(1), re.IGNORECASE):
            told, rest = f"with {match.group(1)}", _without(found, match)
            return replace(found, told=(*found.told, told), rest=rest, asked_for=match.group(1))
    match = re.search(rf"(?:\b[Ww]ith |\b[Ss]ee |\b[Ff]or )?({named.TITLE})", found.rest)
    if match is None:
        return found
    name = match.group(1).removesuffix("'s").removesuffix("’s")
    return replace(found, told=(*found.told, f"with {name}"), rest=_without(found, match))


def _business(found: Asides) -> Asides:
    for match in re.finditer(f"{named.AT_A_BUSINESS}|{named.WITH_SOMEBODY}", found.rest):
        at, somebody = match.groups()
        name = at or somebody
        insured = re.search(insurance.INSURER, name, re.IGNORECASE) or any(
            name in taken.group() for taken in re.finditer(insurance.INSURED_BY_NAME, found.rest)
        )
        if insured or (at and (_known(name) or gazetteer.find(name, None).named)):
            continue
        rest = _without(found, match)
        if somebody and not _BUSINESS.search(name):
            return replace(found, told=(*found.told, f"with {name}"), rest=rest)
        return replace(found, provider=name, rest=rest)
    anybody = re.search(named.ANYBODY, found.rest, re.IGNORECASE) is not None
    return replace(found, anybody=anybody)


def _known(name: str) -> bool:
    """Whether it is one word for a kind of place, or a known place, and no name."""
    kind = " " not in name and service_kinds.recognise(name) is not None
    return kind or gazetteer.local(name, None) is not None


def _number(word: str) -> float:
    known = numbers.NUMBERS.get(word.casefold())
    return float(word if known is None else known)


# --- what follows for the wish -------------------------------------------------------------------


def added(wish: Wish, said: Asides) -> Wish:
    """The wish with what was said beside it."""
    told = [each for each in said.told if each not in (wish.detail or "")]
    if wish.service == "restaurant":
        told = [each for each in told if not each.startswith("with ")]
        told = [each for each in told if not each.endswith(" people")]  # the size of the party
    told += [each for each in said.features if each not in (wish.detail or "")]
    if told:
        wish = replace(wish, detail=", ".join(filter(None, [wish.detail, *told]))[:200])
    if said.allergy and said.allergy.casefold() not in (wish.notes or "").casefold():
        notes = filter(None, [wish.notes, said.allergy[:1].upper() + said.allergy[1:]])
        wish = replace(wish, notes="\n".join(notes))
    if said.for_the_desk and said.for_the_desk.casefold() not in (wish.notes or "").casefold():
        words = said.for_the_desk[:1].upper() + said.for_the_desk[1:]
        wish = replace(wish, notes="\n".join(filter(None, [wish.notes, words])))
    if said.people is not None and wish.service == "restaurant":
        wish = replace(wish, party_size=said.people)
    if said.provider or said.anybody:
        wish = replace(wish, provider=said.provider)
    return replace(wish, radius_km=said.radius_km) if said.radius_km else wish


def notes(wish: Wish, said: Asides) -> list[str]:
    """What must be said about it: how it is honoured, or that it is not yet."""
    found = []
    if said.provider:
        words = _(
            "Only “%(name)s” is called, if it is in the list of who will be called. If not, add it"
            " there with its number, or say “any place”."
        )
        found.append(words % {"name": said.provider})
        if said.their_numbers:
            found.append(_("The number that you named is not taken for your own."))
    elif said.their_numbers:
        number = said.their_numbers[0]
        words = _(
            "%(number)s is not taken for your own number. To have it called, add it to the list of"
            " who will be called."
        )
        found.append(words % {"number": _shown(number)})
    if said.asked_for and wish.service == "restaurant":
        words = _("A restaurant is not asked for one of its people yet: %(name)s is left out.")
        found.append(words % {"name": said.asked_for})
    for each in (*said.told, *said.features):
        company = wish.service == "restaurant" and each not in said.features
        if each.startswith("with ") and not company:
            found.append(_("Each desk is asked for %(name)s.") % {"name": each[5:]})
        elif each.startswith("for ") and not company:
            words = _("One appointment is asked for, and each desk is told that it is %(who)s.")
            found.append(words % {"who": each})
    if said.radius_km:
        words = _("Nobody farther away than %(distance)s is called.")
        found.append(words % {"distance": said.distance})
    if said.series:
        found.append(_("One appointment is asked for: no series of them can be yet."))
    if said.stars:
        words = _("No place is left out by its rating yet: say “best rated” to have those first.")
        found.append(words)
    if said.allergy:
        found.append(_("The allergy is in the notes; a desk hears them only if you share them."))
    if said.for_the_desk:
        found.append(
            _("What they are to be told is in the notes; a desk hears them only if you share them.")
        )
    if said.by_minutes:
        words = _("Ways are not limited by their time yet: say a distance, like “within 2 miles”.")
        found.append(words)
    return found


def _shown(number: str) -> str:
    try:
        return phone_numbers.normalise(number)
    except phone_numbers.BadNumber:
        return number
