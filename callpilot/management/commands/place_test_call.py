"""`manage.py place_test_call +1…`: ring one number all the way, and show what is said."""

import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils.timezone import now

from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from callpilot.management.on_behalf import add_user_argument, engine, person_called
from callpilot.models import Profile, User
from campaigns.calls import cancel
from campaigns.models import Call, Campaign, Candidate, Event, Provider
from campaigns.providers import phone_numbers
from campaigns.providers.service_kinds import SERVICES
from campaigns.queue import queue_call
from voice.agents.base import engines

LOOK_SECONDS = 0.2
DAYS = 7  # of the window that is asked for


class Command(PlainCommand):
    help = "Ring one number, ask it for an appointment, and show the words as they are said."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="E.164; in simulated mode one of +1 NXX 555 01XX")
        parser.add_argument("--service", default="dentist", choices=sorted(SERVICES))
        parser.add_argument("--engine", default="", choices=["", *engines.names])
        add_user_argument(parser)

    def carry_out(self, options: JsonObject) -> None:
        try:
            number = phone_numbers.normalise(options["number"])
        except phone_numbers.BadNumber as error:
            raise CommandError(str(error), returncode=2) from None
        if words := phone_numbers.problem(phone_numbers.dialled(number)):
            raise CommandError(words, returncode=2)
        try:
            with engine():
                call = self.ring(number, options)
        except Refused as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(
            f"\n{call.get_outcome_display() or call.get_status_display()}"
            f"{': ' + call.reason if call.reason else ''}"
        )
        if call.status != Call.Status.COMPLETED:
            raise SystemExit(1)

    def ring(self, number: str, options: JsonObject) -> Call:
        profile = Profile.objects.get(user=person_called(options["user"]))
        call = queued(profile, number, options["service"], options["engine"])
        campaign = call.campaign
        assert campaign is not None
        try:
            self.follow(call)
        finally:
            cancel.cancel_campaign(campaign)
        return call

    def follow(self, call: Call) -> None:
        """Print what happens until the call has ended."""
        seen = 0
        while True:
            call.refresh_from_db()
            for event in Event.objects.filter(call=call, number__gt=seen).order_by("number"):
                seen = event.number
                self.tell(event)
            if call.ended and call.concluded_at:
                return
            time.sleep(LOOK_SECONDS)

    def tell(self, event: Event) -> None:
        data = event.data
        if event.kind == Event.Kind.TURN:
            self.stdout.write(f"{data.get('speaker', ''):8} {data.get('text', '')}")
        elif event.kind == Event.Kind.CALL_MOVED:
            self.stdout.write(self.style.NOTICE(f"-- {data.get('status')}"))
        elif event.kind == Event.Kind.TOOL_RUN:
            self.stdout.write(self.style.NOTICE(f"-- {data.get('name')}"))
        self.stdout.flush()


def queued(profile: Profile, number: str, service: str, engine_name: str) -> Call:
    """A campaign of one call, so that the agent has a wish and a calendar to work with."""
    today = now().astimezone(profile.zone).date()
    person: User = profile.user
    with transaction.atomic():
        campaign = Campaign.objects.create(
            person=person,
            status=Campaign.Status.DIALING,
            request="Test call",
            service=service,
            place=profile.home_address or "here",
            latitude=profile.latitude or 0.0,
            longitude=profile.longitude or 0.0,
            timezone=profile.timezone,
            date_range_start=today + timedelta(days=1),
            date_range_end=today + timedelta(days=DAYS),
            contact_name=profile.name or str(person),
            contact_phone=profile.phone,
            engine=engine_name,
            rehearsal=settings.MODE == "rehearsal",
            started_at=now(),
            deadline_at=now() + timedelta(hours=1),
        )
        provider = business_at(number, service, profile.timezone)
        Candidate.objects.create(campaign=campaign, provider=provider, position=0)
        return queue_call(campaign, provider, Call.Purpose.ENQUIRE)


def business_at(number: str, service: str, timezone: str) -> Provider:
    """Whom the directory knows at this number, or a stranger, who joins nobody's address book."""
    known = Provider.objects.filter(owner=None, phone=number)
    return known.order_by("-source_id").first() or Provider.objects.create(
        phone=number, name=f"Test call {number[-4:]}", service=service, timezone=timezone
    )
