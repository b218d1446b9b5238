"""Reads a wish in a sentence, by rules: what, where, when, for whom, and under which terms."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from callpilot.json_types import JsonObject
from callpilot.models import Profile, User
from campaigns.intake import asides, several, when
from campaigns.intake.beside import landmarks
from campaigns.intake.wish import Wish
from campaigns.intake.words import insurance, named, numbers, people, places, subjects, terms, times
from campaigns.intake.words.alternatives import any_of
from campaigns.providers import gazetteer, phone_numbers, service_kinds
from campaigns.providers.geocoders.address_words import is_street_word
from campaigns.providers.geocoders.base import Located
from campaigns.providers.geocoders.spelling import folded

BIG_TOWN = 50_000  # people; so big a town is one without its capital letter, too
WEIGHTS = {  # what matters most → earliest, rating, distance, preference
    "rating": (0.25, 0.55, 0.15, 0.05),
    "near": (0.25, 0.15, 0.55, 0.05),
    "soon": (0.75, 0.10, 0.10, 0.05),
}


def read(text: str, person: User | None, today: date) -> Wish:
    """What a sentence says about a wish; what it does not say stays None.

    today: the person's date. Times that cannot be are in `problems`, never guessed at.
    """
    return _Reader(text, getattr(person, "profile", None), today).wish()


def weights(priority: str) -> dict[str, float]:
    """The weights that give way to one of them; none for what is no priority."""
    names = ("earliest_weight", "rating_weight", "distance_weight", "preference_weight")
    return dict(zip(names, WEIGHTS.get(priority, ()), strict=False))


class _Reader:
    """One pass over one text; what has been understood is blanked for the readers of times."""

    def __init__(self, text: str, profile: Profile | None, today: date) -> None:
        self.text, self.rest = when.plain(text), asides.read(text).rest
        self.profile, self.today = profile, today
        self.found = Wish(request=text.strip())

    def wish(self) -> Wish:
        wished = several.subject(self.text)
        said = service_kinds.recognise(wished) or service_kinds.suspected(wished)
        other = service_kinds.other(wished)
        self._set(service="general" if other else said, detail=other or None)
        steps: list[Callable[[], None]] = [
            self._point, self._phone, self._money, self._detail, self._party, self._people,
            self._insurance, self._patient, self._policy, self._sharing, self._counts,
            self._priorities, self._duration, self._place,
        ]  # fmt: skip
        for step in steps:
            step()
        return when.read(self.found, self.rest, self.today, self.text)

    def _set(self, **changes: object) -> None:
        said: JsonObject = changes
        self.found = replace(self.found, **said)

    def _take(self, *patterns: str, exactly: bool = False) -> re.Match[str] | None:
        """The first match in what is left, which is blanked; `exactly`: capitals count."""
        match = re.search("|".join(patterns), self.rest, 0 if exactly else re.IGNORECASE)
        if match:
            start, end = match.span()
            self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]
        return match

    def _said(self, *patterns: str) -> re.Match[str] | None:
        """The first match in the whole text."""
        return re.search("|".join(patterns), self.text, re.IGNORECASE)

    # --- who and what

    def _point(self) -> None:
        """Before its figures look like a telephone number."""
        match = self._take(places.POINT)
        found = gazetteer.local(_one(match), self.profile) if match else None
        if found is not None:
            self.found = self.found.located("", found)

    def _phone(self) -> None:
        match = self._take(named.PHONE)
        if match:
            try:
                self._set(contact_phone=phone_numbers.normalise(match.group()))
            except phone_numbers.BadNumber as error:
                self.found = self.found.with_problem("contact_phone", str(error))

    def _money(self) -> None:
        calls = self._take(*terms.BUDGET)
        if calls:
            self._set(budget=Decimal(_one(calls)))

    def _note(self, sentence: str) -> None:
        self._set(notes="\n".join(filter(None, [self.found.notes, sentence])))

    def _detail(self) -> None:
        if self.found.service is None:
            return
        details: list[str] = []
        if self.found.service == "car_repair":
            vehicle = self._take(subjects.VEHICLE, exactly=True)
            if vehicle:
                details.append(vehicle.group(1))
        known = subjects.DETAILS.get(self.found.service, ())
        text = self.rest[:1].lower() + self.rest[1:]  # "Haircut tomorrow" begins a sentence
        for match in re.finditer(rf"\b{any_of(known)}\b", text) if known else ():
            if match.group() not in details:
                details.append(match.group())
        if details:
            self._set(detail=", ".join(details)[:200])

    def _party(self) -> None:
        match = self._take(*people.PARTY)
        if match is None and self.found.service == "restaurant":
            match = self._take(people.FOR_A_NUMBER)
        if match and self.found.service in (None, "restaurant"):
            self._set(party_size=_number(_one(match)))
            if self.found.service is None:
                self._set(service="restaurant")

    def _people(self) -> None:
        match = self._take(people.FOR_A_RELATIVE_BY_NAME, exactly=True)
        if match:
            self._set(contact_name=match.group(1))
            return
        relative = re.search(people.FOR_A_RELATIVE, self.rest, re.IGNORECASE)
        if relative:
            self._note(f"It is for {relative.group(1).lower()}.")
            return
        for led in re.finditer(people.FOR_A_NAME, self.rest):
            name = led.group(1)
            if name.split()[0].casefold() in people.NO_NAMES or service_kinds.recognise(name):
                continue
            self._take(re.escape(led.group()), exactly=True)
            self._set(contact_name=name)
            return

    def _insurance(self) -> None:
        if self._take(*insurance.UNINSURED):
            self._set(insurance="none, self-pay")
            return
        known = self._take(insurance.INSURER)
        if known:
            self._set(insurance=known.group())
            return
        by_name = self._take(insurance.INSURED_BY_NAME, exactly=True)
        if by_name:
            self._set(insurance=by_name.group(1))

    def _patient(self) -> None:
        if self._said(*insurance.KNOWN_THERE):
            self._set(new_patient=False)
        elif self._said(*insurance.NEW_THERE):
            self._set(new_patient=True)

    # --- terms

    def _policy(self) -> None:
        if self._take(rf"\b{any_of(terms.ASK_ME)}"):
            self._set(booking_policy="ask_me")
        elif self._take(rf"\b(?:just )?book {any_of(terms.BOOK_IT)}"):
            self._set(booking_policy="book_when_it_fits")

    def _sharing(self) -> None:
        barred = self._said(rf"\b{any_of(terms.DO_NOT_SHARE)} {terms.NOT_SHARING_IT}")
        allowed = self._said(rf"\b{any_of(terms.DO_SHARE)} {terms.SHARING_IT}")
        if not barred and not allowed:
            return
        shared = {"name", "phone"} | {
            name
            for name in ("insurance", "new_patient", "party_size")
            if getattr(self.found, name) is not None
        }
        if self.found.service == "car_repair" and self.found.detail:
            shared.add("vehicle")
        for match, change in ((allowed, shared.add), (barred, shared.discard)):
            for name, word in terms.SHARED.items():
                if match and re.search(word, match.group(), re.IGNORECASE):
                    change(name)
        self._set(may_share=tuple(sorted(shared)))

    def _counts(self) -> None:
        together = self._take(terms.PARALLEL)
        if together:
            self._set(max_parallel=_number(together.group(1)))
        most = self._take(terms.MOST_DESKS)
        if most:
            self._set(max_providers=_number(most.group(1)))

    def _priorities(self) -> None:
        for priority, patterns in terms.PRIORITIES.items():
            if self._said(*patterns):
                self._set(**weights(priority))
                return

    # --- how long and where

    def _duration(self) -> None:
        if self._take(times.HALF_AN_HOUR):
            self._set(duration_minutes=30)
        elif hours := self._take(times.HOURS):
            value = hours.group(1)
            count = float(value) if "." in value else float(_number(value))
            self._set(duration_minutes=int(60 * (count + 0.5 * bool(hours.group(2)))))
        elif minutes := self._take(times.MINUTES):
            self._set(duration_minutes=_number(minutes.group(1)))

    def _place(self) -> None:
        if self.found.place is not None:
            return
        landmark = landmarks.first(self.rest, self.profile)
        if landmark is None:
            self._town()
            return
        self.rest = f"{self.rest[: landmark.start]} , {self.rest[landmark.end :]}"
        if landmark.found.place is None:
            self._town()  # "in Oakland, near the station"
        if self.found.place is None:
            self.found = self.found.located(landmark.name, landmark.found)
        elif not self.found.place_left_out:
            self._set(place_left_out=landmark.name)

    def _town(self) -> None:
        for match in re.finditer(places.PLACE, self.rest, re.IGNORECASE):
            place = _leading(match.group(2), match.group(1), self.profile)
            if place is not None:
                end = match.end() + len(place[0])
                self.rest = f"{self.rest[: match.start()]} , {self.rest[end:]}"
                self.found = self.found.located(*place)
                return
        # "Oakland dentist", which no word leads
        rest = re.sub(places.NO_PLACES, "", self.rest)
        anywhere = gazetteer.mentioned(rest, self.profile) or self._postcode()
        if anywhere is not None:
            self.found = self.found.located(*anywhere)

    def _postcode(self) -> tuple[str, Located] | None:
        match = re.search(places.POSTCODE, self.rest)
        found = gazetteer.find(match.group(), self.profile) if match else Located()
        if match is None or not (found.place or found.suggestions):
            return None
        self._take(places.POSTCODE)
        return match.group(), found


def _one(match: re.Match[str]) -> str:
    """The group that was found, of patterns side by side."""
    return str(next(group for group in match.groups() if group))


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else numbers.NUMBERS[word.casefold()]


def _leading(text: str, after: str, profile: Profile | None) -> tuple[str, Located] | None:
    """The most leading words that are a place: "Market St next week" is "Market St"."""
    ends = [match.end() for match in re.finditer(r"[\w'’.-]+", text)]
    for end in reversed(ends):
        words = text[:end]
        if words.rpartition(" ")[2] in places.NO_TOWN_ENDS:
            continue  # "Union Square for" is nowhere in Brazil
        found = gazetteer.local(words, profile) or _town(words, after, profile)
        if found.named:
            return words, found
    return None


def _town(words: str, after: str, profile: Profile | None) -> Located:
    """A town that these words name beyond doubt; times, people and things stand there, too."""
    figures = words[0].isdigit()
    if figures and not (re.match(places.POSTCODE, words) or _has_street(words)):
        return Located()
    if re.match(any_of(places.NOT_PLACES), words, re.IGNORECASE) or words in places.SMALL_WORDS:
        return Located()
    found = gazetteer.find(words, profile)
    if found.left_out and not _has_street(found.left_out):
        return Located()  # "10 on Monday, Chicago" is no address
    if figures or (words[0].isupper() and after.casefold() in places.TOWN_AFTER):
        return found
    meant = (found.place, *found.suggestions)
    label = next((place.name for place in meant if place), "")
    name, said = folded(label.partition(",")[0]), folded(words)
    by_name = said == name and found.people >= BIG_TOWN
    return found if by_name or said.startswith(f"{name} ") else Located()


def _has_street(words: str) -> bool:
    return any(is_street_word(word) for word in folded(words).split())
