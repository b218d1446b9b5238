"""`manage.py provision_agent`: makes or mends the voice agent at its vendor."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError, CommandParser

from callpilot.adapters import Diagnosed
from callpilot.errors import AgentError
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from voice.agent_design import design
from voice.agents.base import Provisioned, engines


class Command(PlainCommand):
    help = "Make the voice agent at its vendor, or mend it; twice does no harm."
    requires_system_checks = ()  # they want the id that this command prints

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what would be done, and change nothing"
        )
        parser.add_argument(
            "--adopt", action="store_true", help="also change an agent that CallPilot did not make"
        )

    def carry_out(self, options: JsonObject) -> None:
        try:
            adapter: type[Diagnosed] = engines.diagnosed()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        if not issubclass(adapter, Provisioned):
            raise CommandError(f"{engines.setting}={engines.chosen} has no agent at a vendor.")
        dry_run, adopt = bool(options["dry_run"]), bool(options["adopt"])
        try:
            for line in adapter.provision(design(), adopt=adopt, dry_run=dry_run):
                self.stdout.write(line)
        except AgentError as error:
            raise CommandError(str(error)) from None
