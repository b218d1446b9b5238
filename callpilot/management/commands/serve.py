"""`manage.py serve`: web, worker and beat in one process, with the simulators as its child."""

import os
import signal
import sys
import threading

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError, CommandParser

from callpilot.embedded.engine import Engine
from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand


class Command(PlainCommand):
    help = "Run everything in one process. For several processes see the Procfile."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=settings.HOST)
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--concurrency", type=int, default=16, help="tasks at a time")
        parser.add_argument("--grace", type=float, default=10.0, help="seconds for running tasks")

    def carry_out(self, options: JsonObject) -> None:
        if not settings.EMBEDDED:
            raise CommandError(
                "REDIS_URL is set, so web, worker and beat run as processes of their own: "
                "see the Procfile. Unset REDIS_URL to run everything in one."
            )
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Set even when a shell started us with SIGINT ignored.
            signal.signal(number, lambda *_: stop.set())
        engine = Engine(
            host=options["host"],
            port=options["port"],
            concurrency=options["concurrency"],
            prepare=self.prepare,
        )
        try:
            engine.start()
        except Refused as error:
            raise CommandError(str(error)) from None
        self.greet(engine)
        # In short waits: the kernel may hand the signal to another thread, and then only a
        # main thread that wakes up by itself runs the handler.
        while not stop.wait(0.5):
            pass
        self.stdout.write("Stopping. Unfinished campaigns go on at the next start.")
        engine.stop(options["grace"])
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)  # Celery's own thread join takes 2 to 4 s and does nothing more

    def prepare(self) -> None:
        if settings.SIMULATED:
            call_command("seed_demo", stdout=self.stdout)

    def greet(self, engine: Engine) -> None:
        shown = "127.0.0.1" if is_everywhere(engine.host) else engine.host
        self.stdout.write(self.style.SUCCESS(f"\nCallPilot on http://{shown}:{engine.port}/"))
        self.stdout.write(
            f"  mode      {settings.MODE}"
            + ("  (no real phone rings)" if settings.SIMULATED else "")
        )
        self.stdout.write(f"  data      {settings.DATA_DIR}")
        self.stdout.write(f"  API       http://{shown}:{engine.port}/api/docs")
        self.stdout.write("  stop      Ctrl-C\n")
        self.stdout.flush()


def is_everywhere(host: str) -> bool:
    return host in ("0.0.0.0", "::", "")
