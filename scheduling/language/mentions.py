"""Finds the times in what somebody says, and turns each into an instant or a question."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from scheduling.language.base import Speech
from scheduling.language.binding import Item, bind, days_joined, with_parts
from scheduling.language.dating import Dated, dated, in_local_order
from scheduling.language.languages import ENGLISH, language_of
from scheduling.language.pieces import Between, Bound, Clock, Day, Part, PartOfDay, Piece
from scheduling.language.wall_clock import comes_twice, skipped
from scheduling.language.zone_countries import country_of

Precision = Literal[
    "exact",  # one instant
    "vague",  # a day, a part of it, or a limit
    "ambiguous_day",
    "ambiguous_meridiem",
    "ambiguous_fold",  # comes twice as the clocks go back
    "contradiction",  # "Tuesday the 4th", which is a Wednesday
    "impossible",  # no such date, or skipped as the clocks go forward, or gone by
    "unclear",  # words were lost, or it may be no time at all
]

TimeOfDay = time  # a field of that name hides the class

USUAL_HOURS = (time(8), time(18))
HALF_PAST = ("GB", "IE", "AU", "NZ", "ZA")  # where "half ten" is 10:30


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A day and time, or as much of one as was said.

    start, end: its characters in the text. day and time are None unless certain. days and times:
    all that it may mean. earliest, latest, before_day, after_day: limits, when only those were
    said; weekday: for "Tuesdays", 0 is Monday; weekday_said: also for one. loose: the day was
    not said right beside the time but earlier, or is the day in context. bare: only its place
    makes the number an hour. ask: what to ask to make it exact, None when it is.
    """

    text: str
    start: int
    end: int
    zone: ZoneInfo
    precision: Precision = "exact"
    ask: str | None = None
    day: date | None = None
    time: TimeOfDay | None = None
    day_part: Part | None = None
    days: tuple[date, ...] = ()
    times: tuple[TimeOfDay, ...] = ()
    earliest: TimeOfDay | None = None
    latest: TimeOfDay | None = None
    bound: Bound | None = None
    weekday: int | None = None
    weekday_said: int | None = None
    before_day: date | None = None
    after_day: date | None = None
    loose: bool = False
    bare: bool = False
    has_day: bool = False
    has_clock: bool = False
    has_date: bool = False

    @property
    def has_weekday(self) -> bool:
        return self.weekday_said is not None

    @property
    def lacks_only_day(self) -> bool:
        """An hour without a day: `from_now.completed` gives it one where the talk gives none."""
        open_day = self.precision == "vague" and not self.days and not self.has_day
        return open_day and self.time is not None and self.bound is None and not self.bare

    def covers(self, moment: datetime) -> bool:
        """Whether `moment` is among what this may mean: any time of a day, any day of a time."""
        local = moment.astimezone(self.zone)
        return self._covers_day(local.date()) and self._covers_time(
            local.time().replace(second=0, microsecond=0)
        )

    def _covers_day(self, day: date) -> bool:
        if self.days and day not in self.days:
            return False
        if self.weekday is not None and day.weekday() != self.weekday:
            return False
        if self.before_day and day >= self.before_day:
            return False
        return not (self.after_day and day <= self.after_day)

    def _covers_time(self, at: TimeOfDay) -> bool:
        if self.times:
            return at in self.times
        if self.earliest and at < self.earliest or self.latest and at >= self.latest:
            return False
        return self.day_part is None or in_part(at, self.day_part)


@dataclass(frozen=True)
class Question:
    """Why a mention is no instant yet, and the plain words to ask."""

    ask: str
    precision: Precision


def resolve(mention: Mention) -> datetime | Question:
    """The instant, in the zone of the mention, or what to ask."""
    if mention.precision == "exact" and mention.day and mention.time:
        return datetime.combine(mention.day, mention.time, mention.zone)
    return Question(mention.ask or language_of().speech.SAY_AGAIN, mention.precision)


def in_part(at: time, part: Part) -> bool:
    """Whether people would call `at` that part of the day."""
    low, high = {"morning": (5, 12), "afternoon": (12, 18), "evening": (17, 24), "night": (20, 24)}[
        part
    ]
    return low <= at.hour < high


def mentions(
    text: str,
    today: date,
    zone: ZoneInfo,
    hours: tuple[time, time] | None = None,
    context_day: date | None = None,
    *,
    language: str = ENGLISH,
    country: str | None = None,
) -> list[Mention]:
    """Every day and time in `text`, in the order of their words.

    today: the speaker's date, in `zone`. hours: when the speaker's house is open; they decide
    between morning and evening where only one fits. context_day: the day spoken of before, to
    which a time alone belongs. country: ISO code, for "half ten" and for 3/4; unless given, that
    of the zone.
    """
    spoken = language_of(language)
    country = country or country_of(zone.key)
    items = with_parts(days_joined(spoken.read(text)))
    bind(items, context_day is not None)
    reading = _Reading(text, today, zone, hours or USUAL_HOURS, context_day, country, spoken.speech)
    return reading.all(items)


@dataclass(frozen=True)
class _Reading:
    text: str
    today: date
    zone: ZoneInfo
    hours: tuple[time, time]
    context_day: date | None
    country: str | None
    say: Speech

    def all(self, items: list[Item]) -> list[Mention]:
        found: list[Mention] = []
        days: dict[int, Dated] = {}
        context = self.context_day
        for item in items:
            if isinstance(item.piece, Day):
                days[id(item)] = self._date_of(item.piece, context)
                context = days[id(item)].day or context
        for item in items:
            if item.is_clock:
                of_day = days[id(item.day)] if item.day else None
                found.append(self._timed(item, of_day))
            elif item.is_day and not item.clocks:
                found.append(self._day_only(item, days[id(item)]))
            elif isinstance(item.piece, PartOfDay):
                found.append(self._part_only(item, item.piece))
        return found

    def _date_of(self, day: Day, context: date | None) -> Dated:
        """Where 3/4 may be two dates and no weekday decides, the country's order does."""
        found = dated(day, self.today, self.say, context)
        if not day.swapped or found.day:
            return found
        return dated(in_local_order(day, self.country), self.today, self.say, context)

    def _mention(self, pieces: Iterable[Piece]) -> Mention:
        spans = [(piece.start, piece.end) for piece in pieces]
        start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        return Mention(text=self.text[start:end], start=start, end=end, zone=self.zone)

    def _dated(self, mention: Mention, item: Item | None, of_day: Dated | None) -> Mention:
        if item is None or of_day is None:
            if self.context_day is None:
                return replace(mention, precision="vague", ask=self.say.WHICH_DAY)
            return replace(mention, day=self.context_day, days=(self.context_day,), loose=True)
        piece = item.piece
        assert isinstance(piece, Day)
        return replace(
            mention,
            day=of_day.day,
            days=of_day.days,
            precision=of_day.problem or "exact",
            ask=of_day.ask,
            has_day=True,
            has_date=piece.day is not None,
            weekday=piece.weekday if piece.recurring else None,
            weekday_said=piece.weekday,
        )

    def _day_only(self, item: Item, of_day: Dated) -> Mention:
        piece = item.piece
        assert isinstance(piece, Day)
        mention = self._mention([piece, *([item.part] if item.part else [])])
        mention = self._dated(mention, item, of_day)
        mention = replace(mention, day_part=item.part.part if item.part else None)
        if item.broken or piece.left_over:
            ask = self.say.SAY_AGAIN if item.broken else self.say.WHICH_EXACTLY
            return replace(mention, precision="unclear", ask=ask)
        if piece.bound:
            return self._limited_to_day(mention, piece.bound)
        if mention.precision == "exact":
            return replace(mention, precision="vague", ask=self.say.WHICH_TIME)
        return mention

    def _limited_to_day(self, mention: Mention, bound: Bound) -> Mention:
        """ "Before Friday" is no day, but every one before that."""
        limited = replace(mention, day=None, days=(), bound=bound, ask=self.say.WHICH_DAY)
        if bound == "before":
            return replace(limited, precision="vague", before_day=mention.day)
        return replace(limited, precision="vague", after_day=mention.day)

    def _part_only(self, item: Item, part: PartOfDay) -> Mention:
        mention = replace(self._dated(self._mention([part]), None, None), day_part=part.part)
        ask = mention.ask or self.say.WHICH_TIME
        return replace(mention, precision="unclear" if part.broken else "vague", ask=ask)

    def _timed(self, item: Item, of_day: Dated | None) -> Mention:
        pieces: list[Piece] = [item.piece, *([item.part] if item.part else [])]
        if item.day and not item.loose:
            pieces += [item.day.piece, *([item.day.part] if item.day.part else [])]
        mention = replace(self._mention(pieces), has_clock=True, loose=item.loose)
        mention = self._dated(mention, item.day, of_day)
        part, only_hint = self._part_of(item)
        mention = replace(mention, day_part=part if not only_hint else None)
        broken = item.broken or bool(item.day and not item.loose and item.day.broken)
        timed = self._with_clock(mention, item, part, only_hint)
        if broken:
            return replace(timed, precision="unclear", ask=self.say.SAY_AGAIN)
        if item.piece.left_over:
            return replace(timed, precision="unclear", ask=self.say.WHICH_EXACTLY)
        if self._elsewhere(item.piece, timed.day):
            return replace(timed, precision="unclear", ask=self.say.IN_LOCAL_TIME)
        day_piece = item.day.piece if item.day and not item.loose else None
        if isinstance(day_piece, Day) and day_piece.bound and timed.precision == "exact":
            limited = replace(timed, bound=day_piece.bound)
            return replace(limited, precision="vague", ask=self.say.WHICH_TIME)
        return self._on_the_wall(timed)

    def _elsewhere(self, piece: Piece, day: date | None) -> bool:
        """Whether the clock was said by a zone whose clocks show something else than here."""
        if not isinstance(piece, Clock) or piece.zone is None:
            return False
        if piece.zone == "?":
            return True
        noon = datetime.combine(day or self.today, time(12))
        there = noon.replace(tzinfo=ZoneInfo(piece.zone)).utcoffset()
        return there != noon.replace(tzinfo=self.zone).utcoffset()

    def _part_of(self, item: Item) -> tuple[Part | None, bool]:
        """The part of the day that goes with a clock, and whether it is only a hint."""
        if item.part:
            return item.part.part, False
        if item.day and item.day.part:
            return item.day.part.part, item.loose
        return None, False

    def _with_clock(
        self, mention: Mention, item: Item, part: Part | None, only_hint: bool
    ) -> Mention:
        piece = item.piece
        if isinstance(piece, Between):
            high = self._readings(piece.high, part, only_hint)
            low = self._readings(_like(piece.low, piece.high), part, only_hint)
            if low and high:
                ends = [at for at in high if at > low[0]] or high[-1:]
                mention = replace(mention, earliest=low[0], latest=ends[0])
            return self._at_least(mention, "vague", self.say.WHICH_TIME)
        assert isinstance(piece, Clock)
        readings = self._readings(piece, part, only_hint)
        if piece.bound:
            limit = readings[0] if readings else None
            mention = replace(
                mention,
                bound=piece.bound,
                earliest=limit if piece.bound == "after" else None,
                latest=limit if piece.bound == "before" else None,
                times=tuple(readings) if piece.bound == "around" else (),
            )
            return self._at_least(mention, "vague", self.say.WHICH_TIME)
        if not readings:
            at = time(piece.hour, piece.minute)
            both = _both_halves(at)
            mention = replace(mention, times=both)
            return self._at_least(
                mention, "contradiction", self.say.no_such_part(at, part or "morning")
            )
        mention = replace(mention, times=tuple(readings), bare=piece.bare)
        if piece.doubt:
            ask = {
                "half": self.say.which_of_times(readings),
                "range": self.say.which_of_times([readings[0], *_range_start(piece)]),
                "minutes": self.say.one_time_or_two(readings[0]),
                "number": self.say.is_it_a_time(readings[0]),
                "lost": self.say.SAY_AGAIN,
                "midnight": self.say.WHICH_MIDNIGHT,
            }[piece.doubt]
            if not (piece.doubt == "half" and len(readings) == 1):
                return self._at_least(mention, "unclear", ask)
        if len(readings) > 1:
            ask = self.say.which_half_of_the_day(readings[-1])
            return self._at_least(mention, "ambiguous_meridiem", ask)
        return replace(mention, time=readings[0])

    def _at_least(self, mention: Mention, precision: Precision, ask: str) -> Mention:
        """With this doubt about the clock, unless the day is doubtful already."""
        if mention.precision == "exact" or mention.ask == self.say.WHICH_DAY:
            return replace(mention, precision=precision, ask=ask)
        return mention

    def _readings(self, clock: Clock, part: Part | None, only_hint: bool) -> list[time]:
        """All times that the clock face may show; none when the words disagree."""
        said = [time(clock.hour, clock.minute)]
        if clock.doubt == "half" and self.country not in HALF_PAST:
            said.append(time((clock.hour - 2) % 12 + 1, 30))
        found: list[time] = []
        for at in said:
            found += self._halves(at, clock.meridiem, part, only_hint, clock.bound)
        return found

    def _halves(
        self,
        at: time,
        meridiem: str | None,
        part: Part | None,
        only_hint: bool,
        clock_bound: Bound | None,
    ) -> list[time]:
        both = _both_halves(at)
        if meridiem == "24":
            return [at] if not part or only_hint or _fits(at, part) else []
        if meridiem:
            at = both[meridiem == "pm"]
            return [at] if not part or only_hint or _fits(at, part) else []
        if part and not only_hint:
            if part == "morning" and at.hour == 12:
                return self._open(both) or list(both)
            return [each for each in both if _fits(each, part)]
        opened = self._open(both, clock_bound == "before")
        if len(opened) == 1:
            return opened
        if part:
            return [each for each in both if _fits(each, part)] or list(both)
        return opened or list(both)

    def _open(self, both: Iterable[time], to_close: bool = False) -> list[time]:
        """Those at which the house is open; a night shift closes on the next day.

        to_close: closing time itself counts too, as in "by six".
        """
        opens, closes = self.hours
        if opens < closes:
            return [at for at in both if opens <= at < closes or to_close and at == closes]
        return [at for at in both if at >= opens or at < closes]

    def _on_the_wall(self, mention: Mention) -> Mention:
        """Ask where the wall clock skips the time or shows it twice."""
        if mention.precision != "exact" or mention.day is None or mention.time is None:
            return mention
        moment = datetime.combine(mention.day, mention.time, self.zone)
        if skipped(moment):
            return replace(mention, precision="impossible", ask=self.say.clocks_skip(moment))
        if comes_twice(moment):
            return replace(mention, precision="ambiguous_fold", ask=self.say.clocks_repeat(moment))
        return mention


def _both_halves(at: time) -> tuple[time, time]:
    return at.replace(hour=at.hour % 12), at.replace(hour=at.hour % 12 + 12)


def _fits(at: time, part: Part) -> bool:
    """Whether a clock time may be said with that part: "two in the morning", "nine at night"."""
    low, high = {"morning": (0, 12), "afternoon": (12, 19), "evening": (16, 24), "night": (0, 24)}[
        part
    ]
    if part == "night":
        return at.hour >= 17 or at.hour < 5
    return low <= at.hour < high


def _like(low: Clock, high: Clock) -> Clock:
    """ "two to four p.m.": the end lends its half of the day to the beginning."""
    if low.meridiem or high.meridiem in (None, "24") or low.hour % 12 > high.hour % 12:
        return low
    return replace(low, meridiem=high.meridiem)


def _range_start(clock: Clock) -> list[time]:
    """ "ten to nine" may also begin at ten."""
    return [time((60 - clock.minute) % 24)] if clock.minute else []
