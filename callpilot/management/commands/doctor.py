"""`manage.py doctor`: checks keys, addresses and vendors, and says what to fix."""

from collections.abc import Callable, Iterator

from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from callpilot.adapters import REGISTRIES, Finding
from callpilot.checks import missing_tables
from callpilot.embedded.engine import answers
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from voice.agent_design import design
from voice.agents.base import Provisioned, agents


def database() -> Iterator[Finding]:
    words = missing_tables()
    yield "database", not words, words or connection.vendor


def our_address() -> Iterator[Finding]:
    fine = answers(settings.PUBLIC_URL)
    yield (
        "our address",
        fine,
        settings.PUBLIC_URL
        if fine
        else f"{settings.PUBLIC_URL} does not answer: start `make run`, and the tunnel if live.",
    )


def vendors() -> Iterator[Finding]:
    """Whatever the chosen adapters ask of their vendors."""
    for registry in REGISTRIES.values():
        if registry.chosen in registry.names:
            yield from registry.diagnosed().doctor()


def voice_agent() -> Iterator[Finding]:
    """What at the agent's vendor would break a call."""
    adapter = agents.diagnosed() if agents.chosen in agents.names else None
    if adapter is not None and issubclass(adapter, Provisioned):
        yield from adapter.inspect(design())


PARTS: list[Callable[[], Iterator[Finding]]] = [database, our_address, vendors, voice_agent]


class Command(PlainCommand):
    help = "Check keys, addresses and vendors, and say what to fix."
    requires_system_checks: list[str] = []  # reported below, beside the rest

    def carry_out(self, options: JsonObject) -> None:
        fine = True
        self.stdout.write(f"mode: {settings.MODE}")
        for message in run_checks():
            fine = fine and not message.is_serious()
            self.tell(
                str(message.id), not message.is_serious(), f"{message.msg} {message.hint or ''}"
            )
        for part in PARTS:
            for name, good, words in part():
                fine = fine and good
                self.tell(name, good, words)
        if not fine:
            raise SystemExit(1)

    def tell(self, name: str, good: bool, words: str) -> None:
        sign = self.style.SUCCESS("ok ") if good else self.style.ERROR("fix")
        self.stdout.write(f"{sign}  {name:12} {words}")
