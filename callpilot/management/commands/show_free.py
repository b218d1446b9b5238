"""`manage.py show_free`: when a person is free, as the agent would be told."""

from datetime import datetime, time, timedelta
from itertools import groupby

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now

from callpilot.checks import missing_tables
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from callpilot.models import Profile
from scheduling import availability
from scheduling.availability import Visit
from scheduling.slots import Slot


class Command(PlainCommand):
    help = "Show a person's free times, day by day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", default="demo")
        parser.add_argument("--days", type=int, default=7)
        parser.add_argument("--minutes", type=int, default=30)

    def carry_out(self, options: JsonObject) -> None:
        if words := missing_tables():
            raise CommandError(words)
        profile = Profile.objects.filter(user__username=options["user"]).first()
        if profile is None:
            raise CommandError(f"There is no user {options['user']}.", returncode=2)
        if not 1 <= options["days"] <= 60 or not 5 <= options["minutes"] <= 480:
            raise CommandError("--days is 1 to 60, --minutes is 5 to 480.", returncode=2)
        zone = profile.zone
        first = now().astimezone(zone).date() + timedelta(days=1)
        window = Slot(
            datetime.combine(first, time(8), zone),
            datetime.combine(first + timedelta(days=options["days"] - 1), time(18), zone),
        )
        free = availability.free_slots(profile.user, Visit(window), options["minutes"])
        local = [slot.start.astimezone(zone) for slot in free]
        daily = [start for start in local if time(8) <= start.time() < time(18)]
        for day, starts in groupby(daily, key=lambda start: start.date()):
            times = "  ".join(f"{start:%H:%M}" for start in starts)
            self.stdout.write(f"{day:%a %d %b}  {times}")
