"""A person's days as a week's grid or a month: appointments, kept times and busy times."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from uuid import UUID

from django.utils.formats import get_format
from django.utils.timezone import get_current_timezone, now

from callpilot.errors import VendorError
from callpilot.models import User
from scheduling import availability
from scheduling.language.wall_clock import skipped
from scheduling.models import Appointment, Hold
from scheduling.slots import Slot, subtract

PER_HOUR = 2
FIRST_HOUR, LAST_HOUR = 8, 18  # shown in any case
MAX_YEARS = 5  # from today; further nobody leafs


@dataclass
class Item:
    """Something that takes up time; kind: appointment, hold or busy."""

    kind: str
    slot: Slot
    appointment: Appointment | None = None
    wish: UUID | None = None
    title: str = ""  # of a hold; whoever knows the wish fills it in


@dataclass
class Day:
    """A date with what lies in it, in order."""

    date: date
    items: list[Item] = field(default_factory=list)
    outside: bool = False  # of the month that is shown

    @property
    def is_today(self) -> bool:
        return self.date == today()

    @property
    def shown(self) -> list[Item]:
        """What has a name; busy times only say how much is taken."""
        return [item for item in self.items if item.kind != "busy"]

    @property
    def busy_hours(self) -> float:
        return sum(item.slot.minutes for item in self.items if item.kind == "busy") / 60


@dataclass
class Cell:
    """A field of the week's grid, `span` steps high."""

    day: Day
    start: datetime
    span: int
    items: list[Item] = field(default_factory=list)

    @property
    def kind(self) -> str:
        kinds = {item.kind for item in self.items}
        return next((kind for kind in ("appointment", "hold", "busy") if kind in kinds), "free")

    @property
    def ahead(self) -> bool:
        """Whether something could still be wished for at this time, which must exist."""
        return self.start > now() and not skipped(self.start)


@dataclass
class Row:
    """Half an hour of the week's grid; the full hours have a head of two rows."""

    at: time
    cells: list[Cell]

    @property
    def heads(self) -> bool:
        return self.at.minute == 0


@dataclass
class Week:
    days: list[Day]
    rows: list[Row]
    complete: bool  # the calendars could be read


@dataclass
class Month:
    first: date
    weeks: list[list[Day]]
    complete: bool


def today() -> date:
    return now().astimezone(get_current_timezone()).date()


def day_asked_for(text: str) -> date:
    """The date of an address; today for what is none, or is years away."""
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        return today()
    return asked if abs(asked.year - today().year) <= MAX_YEARS else today()


def first_of_week(day: date) -> date:
    """The Monday or Sunday it begins with, as the reader's language has it."""
    begins = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7  # Django counts from Sunday
    return day - timedelta(days=(day.weekday() - begins) % 7)


def week(person: User, day: date) -> Week:
    first = first_of_week(day)
    days, complete = _days(person, first, 7)
    return Week(days, _rows(days), complete)


def month(person: User, day: date) -> Month:
    first = day.replace(day=1)
    start = first_of_week(first)
    next_month = (first + timedelta(days=32)).replace(day=1)
    count = -(-(next_month - start).days // 7) * 7
    days, complete = _days(person, start, count)
    for each in days:
        each.outside = each.date.month != first.month
    return Month(first, [days[n : n + 7] for n in range(0, count, 7)], complete)


def _days(person: User, first: date, count: int) -> tuple[list[Day], bool]:
    """The days with their items; whether the calendars could be read."""
    zone = get_current_timezone()
    edges = [_midnight(first + timedelta(days=n), zone) for n in range(count + 1)]
    window = Slot(edges[0], edges[-1])
    items = _appointments_and_holds(person, window)
    complete = True
    try:
        taken = availability.busy(person, window)
    except VendorError:
        taken, complete = [], False
    ours = [item.slot for item in items if item.kind == "appointment"]
    items += [Item("busy", slot) for slot in subtract(taken, ours)]
    days = [Day(first + timedelta(days=n)) for n in range(count)]
    for item in sorted(items, key=lambda item: item.slot):
        for n, day in enumerate(days):
            if item.slot.overlaps(Slot(edges[n], edges[n + 1])):
                day.items.append(_within(item, Slot(edges[n], edges[n + 1])))
    return days, complete


def _within(item: Item, day: Slot) -> Item:
    if day.contains(item.slot):
        return item
    part = Slot(max(item.slot.start, day.start), min(item.slot.end, day.end))
    return Item(item.kind, part, item.appointment, item.wish)


def _appointments_and_holds(person: User, window: Slot) -> list[Item]:
    rows = Appointment.objects.filter(
        person_id=person.pk, start__lt=window.end, end__gt=window.start
    ).exclude(status=Appointment.Status.CANCELLED)
    found = [Item("appointment", row.slot, appointment=row) for row in rows]
    kept = Hold.objects.standing().filter(person_id=person.pk, appointment=None)
    seen = set()
    for hold in kept.overlapping(window.start, window.end).order_by("start"):
        if (hold.wish, hold.slot) not in seen:  # several desks may keep the same time for a wish
            seen.add((hold.wish, hold.slot))
            found.append(Item("hold", hold.slot, wish=hold.wish))
    return found


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


# --- the week's grid, by the clock on the wall -------------------------------------------------


def _rows(days: list[Day]) -> list[Row]:
    zone = get_current_timezone()
    first, last = _hours([item for day in days for item in day.shown], zone)
    count = (last - first) * PER_HOUR
    columns = [_column(day, first, count, zone) for day in days]
    rows = []
    for n in range(count):
        at = time(first + n // PER_HOUR, n % PER_HOUR * 30)
        rows.append(Row(at, [cells[n] for cells in columns if n in cells]))
    return rows


def _hours(items: Iterable[Item], zone: tzinfo) -> tuple[int, int]:
    first, last = FIRST_HOUR, LAST_HOUR
    for item in items:
        begin, end = _on_the_wall(item, zone)
        first = min(first, int(begin // 60))
        last = max(last, min(24, -int(-end // 60)))
    return first, last


def _on_the_wall(item: Item, zone: tzinfo) -> tuple[float, float]:
    """The minutes since midnight at which it begins and ends; the next midnight is 24 hours."""
    start, end = item.slot.start.astimezone(zone), item.slot.end.astimezone(zone)
    begin = start.hour * 60 + start.minute
    finish = end.hour * 60 + end.minute if end.date() == start.date() else 24 * 60
    return begin, max(finish, begin + 1)


def _column(day: Day, first: int, count: int, zone: tzinfo) -> dict[int, Cell]:
    """The cells of one day by the row they begin in; what overlaps shares a cell."""

    def cell(n: int, span: int, items: list[Item]) -> Cell:
        at = time(first + n // PER_HOUR, n % PER_HOUR * 30)
        return Cell(day, datetime.combine(day.date, at, zone), span, items)

    cells: dict[int, Cell] = {}
    free_from = 0
    for begin, end, items in _blocks(day, first, count, zone):
        for n, span in _free(free_from, begin):
            cells[n] = cell(n, span, [])
        cells[begin] = cell(begin, end - begin, items)
        free_from = end
    for n, span in _free(free_from, count):
        cells[n] = cell(n, span, [])
    return cells


def _blocks(
    day: Day, first: int, count: int, zone: tzinfo
) -> Iterable[tuple[int, int, list[Item]]]:
    """Runs of rows that are taken, with what takes them."""
    blocks: list[tuple[int, int, list[Item]]] = []
    for item in day.items:
        minutes = _on_the_wall(item, zone)
        begin = max(0, int((minutes[0] - first * 60) // 30))
        end = min(count, -int(-(minutes[1] - first * 60) // 30))
        if end <= begin:
            continue
        if blocks and begin < blocks[-1][1]:
            start, before, items = blocks[-1]
            blocks[-1] = (start, max(before, end), [*items, item])
        else:
            blocks.append((begin, end, [item]))
    return blocks


def _free(begin: int, end: int) -> Iterable[tuple[int, int]]:
    """A free run as cells of an hour, where the hours are whole."""
    n = begin
    while n < end:
        span = PER_HOUR if n % PER_HOUR == 0 and n + PER_HOUR <= end else 1
        yield n, span
        n += span
