"""`manage.py simulate`: the vendors' simulators alone, on loopback."""

import sys

import uvloop
from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from callpilot.simulation.server import PortTaken, make_app, serve
from voice.agent_design import design
from voice.simulator import provisioned


class Command(PlainCommand):
    help = "Run the simulated phone network and voice vendor, until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=settings.SIMULATOR_PORT)
        parser.add_argument("--seed", type=int, default=settings.SIMULATION_SEED)
        parser.add_argument("--speed", type=float, default=settings.SIMULATION_SPEED)
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started this ends"
        )

    def carry_out(self, options: JsonObject) -> None:
        if not 0 < options["speed"] <= 50:
            raise CommandError("--speed is a number above 0, at most 50.", returncode=2)
        secret = settings.ELEVENLABS_WEBHOOK_SECRET
        post_call = f"{settings.PUBLIC_URL}/elevenlabs/post-call"
        app = make_app(
            seed=options["seed"],
            speed=options["speed"],
            account_sid=settings.TWILIO_ACCOUNT_SID,
            auth_token=settings.TWILIO_AUTH_TOKEN,
            api_key=settings.ELEVENLABS_API_KEY,
            recogniser_key=settings.DEEPGRAM_API_KEY,
            owned=frozenset(filter(None, [settings.TWILIO_CALLER_ID])),
            workspace=provisioned.workspace(
                design(),
                seed=options["seed"],
                post_call=(post_call, secret) if secret else None,
            ),
        )

        def ready() -> None:
            self.stdout.write(f"Simulated vendors on http://127.0.0.1:{options['port']}")
            self.stdout.flush()

        serving = serve(app, options["port"], ready=ready, with_parent=options["with_parent"])
        try:
            uvloop.run(serving)
        except PortTaken as error:
            self.stderr.write(str(error))
            sys.exit(2)
