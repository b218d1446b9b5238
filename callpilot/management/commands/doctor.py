"""`manage.py doctor`: checks keys, addresses and vendors, and says what to fix."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx
from django.conf import settings
from django.core.checks import run_checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from callpilot.embedded.engine import answers
from callpilot.management.command_base import PlainCommand

Finding = tuple[str, bool, str]  # what, fine?, what to do about it


def database() -> Iterator[Finding]:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:  # whatever the driver raises, the database does not answer
        yield "database", False, f"does not answer ({type(error).__name__}); check DATABASE_URL."
        return
    yield "database", not missing, "run `manage.py migrate`." if missing else connection.vendor


def our_address() -> Iterator[Finding]:
    fine = answers(settings.PUBLIC_URL)
    yield (
        "our address",
        fine,
        settings.PUBLIC_URL
        if fine
        else f"{settings.PUBLIC_URL} does not answer: start `make run`, and the tunnel if live.",
    )


def twilio() -> Iterator[Finding]:
    sid, token = settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN
    base = settings.TWILIO_API_URL or "https://api.twilio.com"
    try:
        answer = httpx.get(
            f"{base}/2010-04-01/Accounts/{sid}/Calls.json?PageSize=1",
            auth=(sid, token),
            timeout=10,
        )
    except httpx.HTTPError as error:
        yield "twilio", False, f"{base} does not answer ({type(error).__name__})."
        return
    yield (
        "twilio",
        answer.status_code == 200,
        base
        if answer.status_code == 200
        else "refuses TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN; copy both from its console.",
    )


def elevenlabs() -> Iterator[Finding]:
    base = settings.ELEVENLABS_API_URL
    try:
        answer = httpx.get(
            f"{base}/v1/convai/conversation/get-signed-url",
            params={"agent_id": settings.ELEVENLABS_AGENT_ID},
            headers={"xi-api-key": settings.ELEVENLABS_API_KEY},
            timeout=10,
        )
    except httpx.HTTPError as error:
        yield "elevenlabs", False, f"{base} does not answer ({type(error).__name__})."
        return
    fine = answer.status_code == 200
    yield (
        "elevenlabs",
        fine,
        base if fine else "refuses ELEVENLABS_API_KEY or does not know ELEVENLABS_AGENT_ID.",
    )


PARTS: list[Callable[[], Iterator[Finding]]] = [database, our_address, twilio, elevenlabs]


class Command(PlainCommand):
    help = "Check keys, addresses and vendors, and say what to fix."
    requires_system_checks: list[str] = []  # reported below, beside the rest

    def handle(self, *args: Any, **options: Any) -> None:
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
