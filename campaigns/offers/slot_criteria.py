"""Does a time fit the wish? Dates, days to avoid, parts of the day, limits by the clock; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from campaigns.models import Campaign
from scheduling.language.mentions import in_part
from scheduling.language.speak import weekday_name
from scheduling.language.wall_clock import comes_twice, skipped
from scheduling.slots import Slot

MAX_LENGTH = timedelta(hours=12)  # an offer that is longer is a misunderstanding


@dataclass(frozen=True)
class Wall:
    """What a wall clock in the zone means: one instant, none, or two."""

    moment: datetime | None
    reason: str = ""


def on_the_wall(moment: datetime, zone: ZoneInfo) -> Wall:
    """The instant of a time that was said in `zone` (without an offset), or why there is none.

    A time with an offset is an instant already.
    """
    if moment.tzinfo is not None and not isinstance(moment.tzinfo, ZoneInfo):
        return Wall(moment.astimezone(zone))
    place = zone if moment.tzinfo is None else moment.tzinfo
    there = moment.replace(tzinfo=place)
    if skipped(there):
        return Wall(None, _("That time does not exist: the clocks go forward that night."))
    if moment.tzinfo is None and comes_twice(there):
        return Wall(None, _("That time comes twice that night, because the clocks go back."))
    return Wall(there.astimezone(zone))


def misfit(campaign: Campaign, slot: Slot, zone: ZoneInfo) -> str | None:
    """Why the slot lies outside what was asked for, in words for the desk, or None."""
    start, end = slot.start.astimezone(zone), slot.end.astimezone(zone)
    day = start.date()
    last = (end - datetime.resolution).date()  # midnight still belongs to the day before
    if not campaign.date_range_start <= day <= last <= campaign.date_range_end:
        return _("That day is outside the dates asked for.")
    if campaign.not_before and slot.start < campaign.not_before:
        return _("That is earlier than asked for.")
    if campaign.not_after and slot.end > campaign.not_after:
        return _("That is later than asked for.")
    if day.weekday() in campaign.avoid_weekdays:
        return _("%(weekday)s does not work.") % {"weekday": weekday_name(day)}
    if day.isoformat() in campaign.avoid_dates:
        return _("That day does not work.")
    parts = campaign.day_parts
    if parts and not any(in_part(start.time(), part) for part in parts):
        wanted = _(" or ").join(_(part) for part in parts)
        return _("It should be in the %(parts)s.") % {"parts": wanted}
    if campaign.earliest_time and start.time() < campaign.earliest_time:
        return _("That is too early in the day.")
    if campaign.latest_time and end > datetime.combine(day, campaign.latest_time, zone):
        return _("That would end too late in the day.")
    return None


def days(campaign: Campaign) -> Iterator[date]:
    """The days that the wish allows."""
    for number in range((campaign.date_range_end - campaign.date_range_start).days + 1):
        day = campaign.date_range_start + timedelta(days=number)
        allowed = day.weekday() not in campaign.avoid_weekdays
        if allowed and day.isoformat() not in campaign.avoid_dates:
            yield day


def whole_range(campaign: Campaign, zone: ZoneInfo) -> Slot:
    """From the first midnight of the wish to the last."""
    after = campaign.date_range_end + timedelta(days=1)
    return Slot(
        datetime.combine(campaign.date_range_start, time(), zone),
        datetime.combine(after, time(), zone),
    )
