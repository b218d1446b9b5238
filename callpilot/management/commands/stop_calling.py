"""`manage.py stop_calling`: nobody is dialled any more, until `--resume`."""

from django.core.management.base import CommandError, CommandParser

from callpilot.checks import missing_tables
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from telephony.dialling import stop


class Command(PlainCommand):
    help = "Stop all calling of the whole deployment at once, or resume it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hang-up", action="store_true", help="end calls under way, too")
        parser.add_argument("--reason", default="", help="for those who run the service")
        parser.add_argument("--resume", action="store_true", help="dial again what waits")

    def carry_out(self, options: JsonObject) -> None:
        if words := missing_tables():
            raise CommandError(words)
        if options["resume"]:
            if options["hang_up"] or options["reason"]:
                raise CommandError("--resume goes without the others.", returncode=2)
            resumed = stop.resume_calling()
            self.stdout.write("Calling is resumed." if resumed else "Calling was not stopped.")
            return
        made = stop.stop_calling(reason=str(options["reason"]), hang_up=bool(options["hang_up"]))
        self.stdout.write(f"All calling is stopped since {made.stopped_at:%Y-%m-%d %H:%M} UTC.")
        if made.hung_up:
            self.stdout.write(f"Live calls hung up: {made.hung_up}.")
        self.stdout.write("`manage.py stop_calling --resume` dials again.")
