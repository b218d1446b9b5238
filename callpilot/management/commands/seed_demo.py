"""`manage.py seed_demo`: the user "demo", a token and a half-full calendar to try things with."""

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from callpilot.checks import missing_tables
from callpilot.errors import NotPermitted
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from callpilot.management.demo_person import PASSWORD, TOKEN, USERNAME, fill_calendar, make_person
from callpilot.models import ApiToken, User, digest
from campaigns.account import data_export


class Command(PlainCommand):
    help = (
        "Make the demo person, an API token and a calendar (simulated mode only), or remove them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--remove", action="store_true", help="delete the demo person and all its rows"
        )

    def carry_out(self, options: JsonObject) -> None:
        if options["remove"]:
            return self.remove()
        if not settings.SIMULATED:
            raise CommandError(
                "The demo user has a known password; it exists in simulated mode only."
            )
        fill_calendar(make_person())
        self.stdout.write(f"Sign in as {USERNAME} (password {PASSWORD}); API token: {TOKEN}")

    def remove(self) -> None:
        """In every mode: live mode does not start while there is a known password."""
        if words := missing_tables():
            raise CommandError(words)
        tokens = ApiToken.objects.filter(digest=digest(TOKEN))
        person = User.objects.filter(username=USERNAME).first()
        if person is None:
            count, _kinds = tokens.delete()
            self.stdout.write("There is no demo person." if not count else "Token removed.")
            return
        try:
            data_export.erase(person)
        except NotPermitted as error:
            raise CommandError(str(error)) from None
        tokens.delete()
        self.stdout.write("The demo person and all its rows are removed.")
