"""Reads a wish in a sentence, by rules: what, where, when, for whom, and under which terms."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from campaigns.intake.wish import Wish
from campaigns.providers import gazetteer, phone_numbers, service_kinds
from scheduling.language import date_windows
from scheduling.language.date_windows import DateProblem, Wanted

DEFAULT_DAYS = 14  # how far we look when nobody says
_ONES = "zero one two three four five six seven eight nine ten eleven twelve"
_TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
NUMBERS = {word: n for n, word in enumerate(_ONES.split())} | _TENS
NUMBERS |= {"forty-five": 45, "a": 1, "an": 1}
NUMBER = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
NAME = r"[A-Z][\w'’-]+(?: (?!(?:On|In|At|Near|Next|This|And|For|With)\b)[A-Z][\w'’-]+)?"
NO_NAMES = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "easter", "christmas", "thanksgiving", "today", "tomorrow", "me", "i",
}  # fmt: skip
RELATIVES = (
    r"daughter|son|wife|husband|partner|mother|mom|mum|father|dad|grandmother|grandfather|grandma"
    r"|grandpa|sister|brother|kid|child|niece|nephew|friend|boss|girlfriend|boyfriend|aunt|uncle"
)
INSURERS = (
    r"Delta Dental|Aetna|Cigna|Blue Shield|Blue Cross|Anthem|Kaiser(?: Permanente)?|MetLife"
    r"|United ?Healthcare|Humana|Guardian|Medicare|Medicaid|Medi-Cal|Oscar|Health Net"
)
DETAILS: dict[str, str] = {
    "dentist": r"check-?ups?|cleaning|root canal|filling|crown|whitening|braces|wisdom tooth"
    r"|toothache|chipped tooth|x-?rays?",
    "doctor": r"check-?ups?|physical|flu shot|vaccination|blood test|prescription|follow-?up"
    r"|sore throat|back pain|knee pain|rash",
    "hair_salon": r"(?:men's |women's |kids' )?haircut|highlights|colou?ring|perm|blow ?dry"
    r"|beard trim|balayage|trim",
    "car_repair": r"brakes?|oil change|tires?|tyres?|inspection|smog check|tune-?up|transmission"
    r"|windshield|battery|service",
    "restaurant": r"dinner|lunch|brunch|breakfast|birthday|anniversary|outdoor table|window seat",
    "vet": r"check-?ups?|vaccination|rabies shot|neutering|spaying|nail trim|dental cleaning"
    r"|(?:dog|cat|puppy|kitten|rabbit|hamster|parrot|bird|ferret)(?: [A-Z]\w+)?",
}
MAKES = (
    r"Acura|Audi|BMW|Buick|Cadillac|Chevrolet|Chevy|Chrysler|Dodge|Fiat|Ford|GMC|Honda|Hyundai"
    r"|Jeep|Kia|Lexus|Mazda|Mercedes|Mini|Nissan|Porsche|Ram|Subaru|Tesla|Toyota|Volkswagen|VW"
    r"|Volvo|Golf|Prius|Civic|Corolla"
)
VEHICLE = (
    rf"\b((?:(?:19|20)\d\d )?(?:{MAKES})(?: (?!brakes|oil|service|next|this|on)[A-Z0-9][\w-]*)?)\b"
)


def read(text: str, person: Any, today: date) -> Wish:
    """What a sentence says about a wish; what it does not say stays None.

    today: the person's date. Times that cannot be are in `problems`, never guessed at.
    """
    return _Reader(text, getattr(person, "profile", None), today).wish()


def when(text: str, today: date, *, service: str | None, minutes: int | None) -> Wish:
    """What a phrase says about when alone; the service decides what "at eight" means."""
    reader = _Reader(text, None, today)
    reader._set(service=service, duration_minutes=minutes)
    reader._window()
    return reader.found


WEIGHTS = {  # what matters most → earliest, rating, distance, preference
    "rating": (0.25, 0.55, 0.15, 0.05),
    "near": (0.25, 0.15, 0.55, 0.05),
    "soon": (0.75, 0.10, 0.10, 0.05),
}


def weights(priority: str) -> dict[str, float]:
    """The weights that give way to one of them; none for what is no priority."""
    names = ("earliest_weight", "rating_weight", "distance_weight", "preference_weight")
    return dict(zip(names, WEIGHTS.get(priority, ()), strict=False))


class _Reader:
    """One pass over one text; what has been understood is blanked for the readers of times."""

    def __init__(self, text: str, profile: Any, today: date) -> None:
        self.text = " ".join(text.replace("’", "'").split())
        self.rest = self.text
        self.profile, self.today = profile, today
        self.found = Wish(request=text.strip())

    def wish(self) -> Wish:
        self._set(service=service_kinds.recognise(self.text))
        steps: list[Callable[[], None]] = [
            self._phone, self._money, self._detail, self._party, self._people, self._insurance,
            self._patient, self._policy, self._sharing, self._counts, self._priorities,
            self._duration, self._place, self._window,
        ]  # fmt: skip
        for step in steps:
            step()
        return self.found

    def _set(self, **changes: Any) -> None:
        self.found = replace(self.found, **changes)

    def _take(self, pattern: str, flags: int = re.IGNORECASE) -> re.Match[str] | None:
        """The first match in what is left, which is blanked."""
        match = re.search(pattern, self.rest, flags)
        if match:
            start, end = match.span()
            self.rest = self.rest[:start] + " " * (end - start) + self.rest[end:]
        return match

    # --- who and what

    def _phone(self) -> None:
        match = self._take(r"\+?\(?\d[\d ().-]{8,}\d")
        if match:
            try:
                self._set(contact_phone=phone_numbers.normalise(match.group()))
            except phone_numbers.BadNumber as error:
                self._problem("contact_phone", str(error))

    def _money(self) -> None:
        amount = r"\$ ?(\d{1,4}(?:\.\d\d)?)|(\d{1,4}) ?(?:dollars|bucks|usd)"
        calls = self._take(
            rf"(?:call(?:ing)? )?budget(?: for calls)?(?: of| is|:)? (?:{amount})"
            rf"|(?:spend )?(?:at most|up to|no more than|max(?:imum)?) (?:{amount})"
            r" (?:on|for) (?:the )?(?:calls|calling|phone)"
        )
        if calls:
            self._set(budget=Decimal(next(group for group in calls.groups() if group)))
        price = self._take(
            r"\b(?:under|below|at most|up to|no more than|less than|max(?:imum)?|not over)"
            rf" (?:{amount})"
        )
        if price:
            self._note(f"Price {price.group().strip()}")

    def _note(self, words: str) -> None:
        self._set(notes="\n".join(filter(None, [self.found.notes, words])))

    def _detail(self) -> None:
        if self.found.service is None:
            return
        details: list[str] = []
        if self.found.service == "car_repair":
            vehicle = self._take(VEHICLE, 0)
            if vehicle:
                details.append(vehicle.group(1))
        words = self.rest[:1].lower() + self.rest[1:]  # "Haircut tomorrow" begins a sentence
        for match in re.finditer(rf"\b(?:{DETAILS.get(self.found.service, '$^')})\b", words):
            if match.group() not in details:
                details.append(match.group())
        if details:
            self._set(detail=", ".join(details)[:200])

    def _party(self) -> None:
        match = self._take(
            rf"\b(?:table|dinner|lunch|brunch|reservation|seats?|party|group) (?:for|of)"
            rf" ({NUMBER})\b"
            r"(?! ?(?::|am\b|pm\b|o'clock))(?: people| persons| guests| adults)?"
            rf"|\bfor ({NUMBER}) (?:people|persons|guests|adults)\b"
            rf"|\b({NUMBER}) (?:people|persons|guests)\b|\bwe are ({NUMBER})\b"
        )
        if match:
            self._set(party_size=_number(next(group for group in match.groups() if group)))
            if self.found.service is None:
                self._set(service="restaurant")

    def _people(self) -> None:
        match = self._take(rf"\b[Ff]or (?:my|our) (?:{RELATIVES}),? ({NAME})", 0)
        if match:
            self._set(contact_name=match.group(1))
            return
        relative = re.search(rf"\bfor (?:my|our) ({RELATIVES})\b", self.rest, re.IGNORECASE)
        if relative:
            self._note(f"It is for my {relative.group(1).lower()}.")
            return
        for named in re.finditer(rf"\b[Ff]or ({NAME})", self.rest):
            words = named.group(1)
            first = words.split()[0].casefold()
            if first in NO_NAMES or service_kinds.recognise(words):
                continue
            self._take(re.escape(named.group()), 0)
            self._set(contact_name=words)
            return

    def _insurance(self) -> None:
        if self._take(
            r"\b(?:no|without|don't have|do not have)(?: any)? insurance\b|\bself-?pay\b"
        ):
            self._set(insurance="none, self-pay")
            return
        known = self._take(rf"\b({INSURERS})(?: (?:PPO|HMO))?\b")
        if known:
            self._set(insurance=known.group())
            return
        named = self._take(rf"\b(?:insurance(?: is| with|:)?|insured (?:with|by|at)) ({NAME})", 0)
        if named:
            self._set(insurance=named.group(1))

    def _patient(self) -> None:
        if re.search(
            r"\b(?:existing|returning|regular|not a new) (?:patient|customer|client)"
            r"|been there before",
            self.text,
            re.IGNORECASE,
        ):
            self._set(new_patient=False)
        elif re.search(
            r"\bnew (?:patient|client|customer)|\bfirst (?:visit|time)\b|never been",
            self.text,
            re.IGNORECASE,
        ):
            self._set(new_patient=True)

    # --- terms

    def _policy(self) -> None:
        if self._take(
            r"\b(?:ask me(?: first| before)?|check with me|don't book|do not book"
            r"|let me (?:choose|decide|pick)|i(?:'ll| will| want to) (?:choose|decide|pick))"
        ):
            self._set(booking_policy="ask_me")
        elif self._take(
            r"\b(?:just )?book (?:it(?: right away| directly| if it fits| when it fits)?"
            r"|the first (?:one|slot|time|that fits)|whatever fits|anything that fits|when it fits"
            r"|if it fits|directly|automatically|without asking|straight away|right away)"
        ):
            self._set(booking_policy="book_when_it_fits")

    def _sharing(self) -> None:
        said = re.search(
            r"\b(?:don't|do not|never|without) (?:share|give|tell|mention|sharing|giving)[^.,;]*",
            self.text,
            re.IGNORECASE,
        )
        allowed = re.search(
            r"\b(?:you (?:may|can)|may|feel free to|please) (?:share|give|tell|mention)[^.,;]*",
            self.text,
            re.IGNORECASE,
        )
        shared = {"name", "phone"} | {
            name
            for name in ("insurance", "new_patient", "party_size")
            if getattr(self.found, name) is not None
        }
        if self.found.service == "car_repair" and self.found.detail:
            shared.add("vehicle")
        for match, change in ((allowed, shared.add), (said, shared.discard)):
            for name, word in (
                ("phone", "phone|number"), ("insurance", "insur"), ("notes", "note"),
                ("name", r"\bname"),
            ):  # fmt: skip
                if match and re.search(word, match.group(), re.IGNORECASE):
                    change(name)
        if said or allowed:
            self._set(may_share=tuple(sorted(shared)))

    def _counts(self) -> None:
        together = self._take(
            rf"\b({NUMBER})(?: calls?)? (?:at a time|at once|in parallel|simultaneously)"
        )
        if together:
            self._set(max_parallel=_number(together.group(1)))
        most = self._take(
            rf"\b(?:call|try|ask|phone|ring)(?: at most| up to| no more than| only)? ({NUMBER})"
            r" (?:\w+ )?(?:places|providers|desks|dentists|doctors|salons|shops|restaurants|vets"
            r"|garages|offices|clinics|mechanics|barbers)"
        )
        if most:
            self._set(max_providers=_number(most.group(1)))

    def _priorities(self) -> None:
        lower = self.text.casefold()
        if re.search(r"\b(?:best|top|highest)[- ](?:rated|reviewed|reviews)|\bgood reviews", lower):
            priority = "rating"
        elif re.search(r"\b(?:closest|nearest)\b|\bas (?:close|near) as possible", lower):
            priority = "near"
        elif re.search(r"\basap\b|\bas soon as possible|\b(?:earliest|soonest)\b|\burgent", lower):
            priority = "soon"
        else:
            return
        self._set(**weights(priority))

    # --- how long, where, when

    def _duration(self) -> None:
        lead = r"(?<!within )(?<!in )(?<!next )(?<!every )(?<!than )(?<!least )"
        tail = r"(?! (?:away|drive|walk|from|earlier|later|notice|ahead|before|after))"
        half = self._take(rf"\b{lead}half an hour\b{tail}")
        hours = minutes = None
        if not half:
            hours = self._take(
                rf"\b{lead}({NUMBER}|\d\.\d)(?: |-)?(?:hours?|hrs?)\b( and a half)?{tail}"
            )
        if not half and not hours:
            minutes = self._take(rf"\b{lead}({NUMBER})(?: |-)?min(?:ute)?s?\b{tail}")
        if half:
            self._set(duration_minutes=30)
        elif hours:
            value = hours.group(1)
            count = float(value) if "." in value else float(_number(value))
            self._set(duration_minutes=int(60 * (count + 0.5 * bool(hours.group(2)))))
        elif minutes:
            self._set(duration_minutes=_number(minutes.group(1)))

    def _place(self) -> None:
        lead = r"(?:near|in|around|close to|by|at|on|from|next to) (?:the )?"
        for match in re.finditer(
            rf"\b{lead}(?=((?:[\w'.-]+,? ?){{1,6}}))", self.rest, re.IGNORECASE
        ):
            place = _leading(match.group(1), self.profile)
            if place is not None:
                end = match.end() + len(place[0])
                self.rest = f"{self.rest[: match.start()]} , {self.rest[end:]}"
                self._at(place[1])
                return
        # "Oakland dentist"; two letters must be capital ones, "la" is a word
        words = re.sub(r"\b(?:la|sf)\b", "", self.rest)
        anywhere = gazetteer.locate(words, self.profile)
        if anywhere is not None:
            self._at(anywhere)

    def _at(self, place: gazetteer.Place) -> None:
        self._set(
            place=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            timezone=place.timezone,
        )

    def _window(self) -> None:
        try:
            wanted = date_windows.window(self.rest, self.today, country="US")
        except DateProblem as problem:
            self._problem("date_range_start", str(problem))
            return
        if wanted.first is not None:
            last = wanted.last or wanted.first + timedelta(days=DEFAULT_DAYS - 1)
            self._set(date_range_start=max(wanted.first, self.today), date_range_end=last)
        if wanted.day_parts:
            self._set(day_parts=tuple(dict.fromkeys(wanted.day_parts)))
        avoided = set(wanted.avoid)
        if wanted.only:
            avoided |= set(range(7)) - wanted.only
        if avoided:
            self._set(avoid_weekdays=tuple(sorted(avoided)))
        if wanted.avoid_dates:
            self._set(avoid_dates=tuple(sorted(day.isoformat() for day in wanted.avoid_dates)))
        self._hours(wanted)

    def _hours(self, wanted: Wanted) -> None:
        """Limits for the start become limits for the appointment: it must end by `latest_time`."""
        service = service_kinds.SERVICES.get(self.found.service or "general")
        minutes = self.found.duration_minutes or (service.duration_minutes if service else 30)
        earliest, latest = wanted.earliest, wanted.latest
        if wanted.times:
            half_hour = timedelta(minutes=30)
            earliest = _later(min(wanted.times), -half_hour)
            latest = _later(max(wanted.times), half_hour + timedelta(minutes=minutes))
        elif earliest and latest and _span(earliest, latest) < timedelta(minutes=minutes + 60):
            latest = _later(latest, timedelta(minutes=minutes))
        if self.found.service == "restaurant" and not _MORNING.search(self.text):
            earliest, latest = _evening(earliest), _evening(latest)
        self._set(earliest_time=earliest, latest_time=latest)

    def _problem(self, name: str, words: str) -> None:
        problems = {**self.found.problems, name: [*self.found.problems.get(name, []), words]}
        self._set(problems=problems)


def _number(words: str) -> int:
    return int(words) if words.isdecimal() else NUMBERS[words.casefold()]


def _leading(words: str, profile: Any) -> tuple[str, gazetteer.Place] | None:
    """The most leading words that are a place: "Market St next week" is "Market St"."""
    ends = [match.end() for match in re.finditer(r"[\w'.-]+", words)]
    for end in reversed(ends):
        found = gazetteer.exactly(words[:end], profile)
        if found is not None:
            return words[:end], found
    return None


_MORNING = re.compile(r"\d ?a\.?m\b|morning|breakfast|brunch", re.IGNORECASE)


def _evening(at: time | None) -> time | None:
    """Nobody dines at eight in the morning."""
    return at.replace(hour=at.hour + 12) if at is not None and at.hour < 11 else at


def _later(at: time, by: timedelta) -> time:
    """Within the day: before midnight stays before midnight."""
    moment = datetime.combine(date(2000, 1, 2), at) + by
    if moment.date() > date(2000, 1, 2):
        return time(23, 59)
    return time(0) if moment.date() < date(2000, 1, 2) else moment.time()


def _span(low: time, high: time) -> timedelta:
    day = date(2000, 1, 2)
    return datetime.combine(day, high) - datetime.combine(day, low)
