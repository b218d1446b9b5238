"""`manage.py run_campaign "dentist next week, mornings"`: the whole main job in the terminal."""

import json
import os
import shutil
import sys
import tempfile
import time
from datetime import timedelta

from django.core.management.base import CommandError, CommandParser
from django.utils.timezone import now
from rich.console import Console

from callpilot.errors import BadInput, Refused
from callpilot.json_types import JsonObject
from callpilot.management import terminal, which_place
from callpilot.management.command_base import PlainCommand
from callpilot.management.on_behalf import add_user_argument, engine, person_called
from callpilot.models import User
from campaigns import launch
from campaigns.api.representations import campaign_object, confirmation, public_status
from campaigns.bookings import booking
from campaigns.calls import cancel
from campaigns.models import Call, Campaign
from campaigns.offers.offers import best

LOOK_SECONDS = 0.2
OWN_WORLD = "CALLPILOT_OWN_WORLD"  # the temporary data folder of a run with --seed or --speed
CONFIRM_TRIES = 3
FOLLOW_UP_SECONDS = 90.0
LONG_WAIT_SECONDS = 90.0  # a retry that is due later is not waited for


class Command(PlainCommand):
    help = "Run a campaign and show it live; exits 0 only with an offer (or booking)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("request", help='what to book, e.g. "dentist next week, mornings"')
        parser.add_argument("--confirm", action="store_true", help="book the best offer")
        parser.add_argument("--providers", type=int, help="how many to call at most")
        parser.add_argument("--parallel", type=int, help="how many calls at once")
        parser.add_argument(
            "--seed", type=int, help="who works at the desks; runs in a world of its own"
        )
        parser.add_argument(
            "--speed", type=float, help="of the simulated people; runs in a world of its own"
        )
        parser.add_argument("--json", action="store_true", help="print the campaign object alone")
        add_user_argument(parser)

    def carry_out(self, options: JsonObject) -> None:
        if options["speed"] is not None and not 0 < options["speed"] <= 50:
            raise CommandError("--speed is a number above 0, at most 50.", returncode=2)
        if (options["seed"], options["speed"]) != (None, None) and OWN_WORLD not in os.environ:
            own_world(options)
        self.console = Console(stderr=True) if options["json"] else Console()
        try:
            with engine() as own:
                if own is None:
                    self.console.print("Using the CallPilot that runs already.")
                campaign = self.run(options)
            self.finish(campaign, options)
        except Refused as error:
            raise CommandError(str(error), returncode=2) from None
        finally:
            if world := os.environ.get(OWN_WORLD):
                shutil.rmtree(world, ignore_errors=True)

    def run(self, options: JsonObject) -> Campaign:
        person = person_called(options["user"])
        fields: JsonObject = {"request": options["request"]}
        if options["providers"] is not None:
            fields["max_providers"] = options["providers"]
        if options["parallel"] is not None:
            fields["max_parallel"] = options["parallel"]
        campaign = self.created(person, fields, ask=sys.stdin.isatty() and not options["json"])
        for remark in campaign.remarks:
            self.console.print(remark, style="yellow")
        try:
            with terminal.Board(self.console, campaign) as board:
                self.watch(campaign, board)
                if options["confirm"]:
                    self.confirm(campaign, board)
        except KeyboardInterrupt:
            cancel.cancel_campaign(campaign)
            raise CommandError("Stopped; the campaign is cancelled.", returncode=130) from None
        return campaign

    def created(self, person: User, fields: JsonObject, *, ask: bool) -> Campaign:
        """The campaign; who sits at the terminal may say which place is meant."""
        while True:
            try:
                return launch.create(person, fields)
            except BadInput as error:
                where = None
                if ask and "place" in error.errors and set(error.errors) <= {"place", "request"}:
                    where = which_place.ask(error, "place", self.console.out)
                if not where:
                    raise CommandError(str(error), returncode=2) from None
                fields = fields | {"place": where}

    def watch(self, campaign: Campaign, board: terminal.Board) -> None:
        """Until there is something to choose from, or nothing to hope for."""
        while True:
            campaign.refresh_from_db()
            board.look()
            if public_status(campaign) != "running" or waits_long(campaign):
                return
            time.sleep(LOOK_SECONDS)

    def confirm(self, campaign: Campaign, board: terminal.Board) -> None:
        """Choose the best offer; when the desk has lost it, the next best."""
        for _ in range(CONFIRM_TRIES):
            offer = best(campaign.pk)
            if offer is None or campaign.status in Campaign.FINISHED:
                return
            booking.confirm(campaign, offer)
            self.watch(campaign, board)
            if campaign.status == Campaign.Status.CONFIRMED:
                self.follow_up(campaign, board)
                return

    def follow_up(self, campaign: Campaign, board: terminal.Board) -> None:
        """Let the release calls end, so that no desk keeps a time for nothing."""
        until = time.monotonic() + FOLLOW_UP_SECONDS
        while time.monotonic() < until:
            board.look()
            waiting = campaign.calls.filter(concluded_at=None, due_at__lte=now())
            if not waiting.exists():
                return
            time.sleep(LOOK_SECONDS)

    def finish(self, campaign: Campaign, options: JsonObject) -> None:
        shown = campaign_object(campaign)
        if options["json"]:
            self.stdout.write(json.dumps(shown, indent=2, default=str))
        else:
            self.tell(campaign)
        done = shown["confirmed"] if options["confirm"] else bool(shown["ranked"])
        if not done:
            raise SystemExit(1)

    def tell(self, campaign: Campaign) -> None:
        offers = list(
            campaign.offers.filter(status__in=["standing", "booked"]).select_related("provider")
        )
        if offers:
            self.console.print(terminal.offers_table(offers))
        else:
            self.console.print(campaign.reason or "No offers.")
        self.console.print(terminal.timing(list(campaign.calls.filter(purpose="enquire"))))
        outcome = confirmation(campaign)
        if outcome["confirmed"]:
            self.console.print(f"Booked: reference {outcome['confirmation_ref']}.", style="bold")


def waits_long(campaign: Campaign) -> bool:
    """Whether nothing will happen soon: all that is left are calls that are due much later."""
    waiting = campaign.calls.open()
    soon = now() + timedelta(seconds=LONG_WAIT_SECONDS)
    later = waiting.filter(status=Call.Status.QUEUED, due_at__gt=soon)
    return waiting.exists() and later.count() == waiting.count()


def own_world(options: JsonObject) -> None:
    """Start again on an empty data folder, so that the same seed meets the same circumstances."""
    world = tempfile.mkdtemp(prefix="callpilot-")
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    environment |= {OWN_WORLD: world, "CALLPILOT_DATA": world}
    if options["seed"] is not None:
        environment["SIMULATION_SEED"] = str(options["seed"])
    if options["speed"] is not None:
        environment["SIMULATION_SPEED"] = str(options["speed"])
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, *sys.argv], environment)
