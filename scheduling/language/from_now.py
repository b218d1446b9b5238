"""What only the moment of speaking completes: an hour without a day, a stretch counted from now."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduling.language.languages import ENGLISH, language_of
from scheduling.language.mentions import Mention
from scheduling.language.wall_clock import comes_twice, skipped


def next_at(at: time, now: datetime) -> datetime | None:
    """The first `at` after `now`, in its zone; None where the wall clock has it not or twice."""
    moment = datetime.combine(now.date(), at, now.tzinfo)
    if moment <= now:
        moment = datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo)
    return None if skipped(moment) or comes_twice(moment) else moment


def completed(mention: Mention, now: datetime) -> Mention:
    """`mention`, if it is an hour without a day, on the day when that hour comes next.

    Right for what is said out of a talk about days, such as when to ring again; an offer's hour
    belongs to the day spoken of, and is asked back where there is none.
    """
    if not mention.lacks_only_day or mention.time is None:
        return mention
    moment = next_at(mention.time, now.astimezone(mention.zone))
    if moment is None:
        return mention
    day = moment.date()
    return replace(mention, precision="exact", ask=None, day=day, days=(day,), loose=True)


@dataclass(frozen=True)
class Counted:
    """A stretch counted from now, where it stands in the text, and the instant it comes to.

    rough: the instant is only about right, as of "in an hour or two".
    """

    text: str
    start: int
    moment: datetime
    rough: bool


def counted(text: str, now: datetime, zone: ZoneInfo, *, language: str = ENGLISH) -> list[Counted]:
    """What `text` counts from `now`, in the order of its words."""
    return [
        Counted(
            text=text[each.start : each.end],
            start=each.start,
            moment=(now.astimezone(UTC) + timedelta(minutes=each.minutes)).astimezone(zone),
            rough=each.rough,
        )
        for each in language_of(language).read_from_now(text)
    ]
