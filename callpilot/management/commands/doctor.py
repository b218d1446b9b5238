"""`manage.py doctor`: checks keys, addresses and vendors, and says what to fix."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain

import httpx
import redis
from django.conf import settings
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.mail import get_connection, send_mail
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.db import connection

from callpilot.accounts import proxies
from callpilot.adapters import Finding, in_use
from callpilot.checks import missing_tables
from callpilot.embedded.engine import answers
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand
from campaigns.models import CallingStop
from telephony.dialling import stream_check
from telephony.models import StreamCheck
from telephony.recording import storage
from voice import vendor_sessions
from voice.agent_design import design
from voice.agents.base import Provisioned, engines

READY_SECONDS = 15.0
BROKER_SECONDS = 3.0
PRICE_MARGIN = Decimal("1.05")


def database() -> Iterator[Finding]:
    words = missing_tables()
    yield "database", not words, words or connection.vendor


def broker() -> Iterator[Finding]:
    """What the processes speak through, when they are several."""
    if settings.EMBEDDED:
        return
    try:
        redis.Redis.from_url(settings.REDIS_URL, socket_timeout=BROKER_SECONDS).ping()
    except (redis.RedisError, ValueError) as error:
        yield "Redis", False, f"It does not answer ({type(error).__name__}); {MENDED_BY['broker']}"
    else:
        yield "Redis", True, "answers"


def our_address() -> Iterator[Finding]:
    address = settings.PUBLIC_URL
    fine = answers(address)
    mended = f"{address} does not answer: start {_started_by()}, and the tunnel if calls are real."
    yield "our address", fine, address if fine else mended


def _started_by() -> str:
    return "`make run`" if settings.EMBEDDED else "the lines of the Procfile"


def media_sockets() -> Iterator[Finding]:
    """Whether the carrier could open the socket over which the voice is heard."""
    if not (address := stream_check.address()):
        words = "not tried, as STREAM_PROBE_URL=off; calls that find no voice are all that tells."
        yield "media", True, words
        return
    seen = stream_check.look(address)
    mended: dict[str, str] = {
        StreamCheck.Fault.SILENT: (
            f"{address} does not answer ({seen.detail}): {_media_started_by()}. If this machine "
            "alone cannot reach it, set STREAM_PROBE_URL to where it can, or to off."
        ),
        StreamCheck.Fault.NO_SOCKET: (
            f"{address} opens no WebSocket ({seen.detail}): let the proxy or tunnel pass them "
            "(the headers Upgrade and Connection), or point STREAM_URL at the media process."
        ),
        StreamCheck.Fault.FOREIGN: (
            f"{address} leads to something else, or to a CallPilot with another SECRET_KEY "
            f"({seen.detail}); look at STREAM_URL."
        ),
    }
    yield "media", not seen.fault, mended.get(seen.fault, f"{address} opens our socket")


def _media_started_by() -> str:
    return "start `make run`" if settings.EMBEDDED else "start the media line of the Procfile"


def proxies_in_front() -> Iterator[Finding]:
    """Whether the limits on guessing passwords know people apart."""
    if not answers(settings.PUBLIC_URL):
        return  # told already
    said = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    try:
        found = proxies.passed_to_us()
    except httpx.HTTPError as error:
        yield "proxies", False, f"{settings.PUBLIC_URL} broke off ({type(error).__name__})."
        return
    if found is None:
        words = f"{settings.PUBLIC_URL} leads to a CallPilot that has another SECRET_KEY."
    elif found > said:
        words = (
            f"TRUSTED_PROXIES={said}, but requests pass {found} on their way here: all people look "
            "like one, and who guesses passwords locks out everybody. "
            f"Set TRUSTED_PROXIES={found}."
        )
    elif found < said:
        words = (
            f"TRUSTED_PROXIES={said}, but requests pass {found} on their way here: who guesses "
            f"passwords may invent addresses. Set TRUSTED_PROXIES={found}."
        )
    else:
        words = f"{found} in front of us, as TRUSTED_PROXIES says"
    yield "proxies", found == said, words


MENDED_BY = {
    "broker": "look at REDIS_URL, and whether Redis runs.",
    "channel_layer": "look at REDIS_URL, and whether Redis runs.",
    "beat": "start the beat line of the Procfile.",
    "media": "what mends it stands above.",
    "workers": "start the worker line of the Procfile, and beat's.",
}


def parts() -> Iterator[Finding]:
    """What the CallPilot that runs says of its own parts."""
    if not answers(settings.PUBLIC_URL):
        return  # told already
    try:
        told = httpx.get(f"{settings.PUBLIC_URL}/ready", timeout=READY_SECONDS).json()
    except (httpx.HTTPError, ValueError) as error:
        yield "parts", False, f"{settings.PUBLIC_URL}/ready broke off ({type(error).__name__})."
        return
    told = {name: said for name, said in told.items() if name not in ("ready", "calling")}
    down = {name: said for name, said in told.items() if said != "ok"}
    for name, said in down.items():
        yield name, False, f"{said}; {MENDED_BY.get(name, 'look at the log of the web process.')}"
    if not down:
        yield "parts", True, f"{', '.join(told)} are ready"


def calling() -> Iterator[Finding]:
    """Whether somebody in charge has stopped all calls."""
    stop = None if missing_tables() else CallingStop.standing()
    if stop is None:
        return
    why = f" ({stop.reason})" if stop.reason else ""
    yield (
        "calling",
        False,
        f"stopped for everybody since {stop.stopped_at:%Y-%m-%d %H:%M} UTC{why}; "
        "`manage.py stop_calling --resume` dials again.",
    )


def vendors() -> Iterator[Finding]:
    """Whatever the chosen adapters ask of their vendors."""
    for registry in in_use():
        if registry.chosen in registry.names:
            yield from registry.diagnosed().doctor()


def voice_agent() -> Iterator[Finding]:
    """What at the agent's vendor would break a call."""
    adapter = engines.diagnosed() if engines.chosen in engines.names else None
    if adapter is not None and issubclass(adapter, Provisioned):
        yield from adapter.inspect(design())


def voice_price() -> Iterator[Finding]:
    """Whether budgets are kept with the price that the voice's vendor really takes."""
    price = None if missing_tables() else vendor_sessions.price_per_minute(engines.chosen)
    if price is None:
        return
    said = Decimal(settings.VOICE_PRICE_PER_MINUTE)
    words = f"{price:.4f} {settings.CURRENCY} a minute by the bills of the latest sessions"
    if fine := price <= said * PRICE_MARGIN:
        words = f"{words}; VOICE_PRICE_PER_MINUTE={said} covers it"
    else:
        words = f"{words}, so budgets are overdrawn: set VOICE_PRICE_PER_MINUTE={price:.4f}."
    yield "voice price", fine, words


def mail(to: str) -> Iterator[Finding]:
    """Whether the mail server takes mail of ours; with an address, by sending one there."""
    if not settings.MAIL_IS_SET_UP:
        if to:
            yield "mail", False, f"EMAIL_URL is not set, so nothing was sent to {to}."
        return  # what then does not work is among the checks
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    if not settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        server = settings.EMAIL_BACKEND
    try:
        if to:
            send_mail("CallPilot can send mail", f"Sent by {settings.PUBLIC_URL}.", None, [to])
        elif server != settings.EMAIL_BACKEND:
            with get_connection():
                pass
    except OSError as error:  # what smtplib and sockets raise
        yield "mail", False, f"{server} takes no mail of ours ({error}); look at EMAIL_URL."
        return
    sent = f"{server} took one for {to}; if it is not there, look into the unwanted mail."
    yield "mail", True, sent if to else server


def recordings() -> Iterator[Finding]:
    """Whether the storage takes, gives and deletes, and whether anything waits for it."""
    yield from storage.examine()
    if not missing_tables() and (waiting := storage.waiting()):
        yield (
            "recordings",
            False,
            f"{waiting} wait on the host that recorded them; start its media process there.",
        )


PARTS: list[Callable[[], Iterator[Finding]]] = [
    database,
    broker,
    our_address,
    media_sockets,
    parts,
    proxies_in_front,
    calling,
    vendors,
    voice_agent,
    voice_price,
    recordings,
]


class Command(PlainCommand):
    help = "Check keys, addresses and vendors, and say what to fix."
    requires_system_checks: list[str] = []  # reported below, beside the rest

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", default="", help="send a mail there")

    def carry_out(self, options: JsonObject) -> None:
        to = str(options["mail"])
        if to:
            try:
                validate_email(to)
            except ValidationError:
                raise CommandError(f"{to} is no e-mail address.", returncode=2) from None
        fine = True
        self.stdout.write(f"mode: {settings.MODE}")
        for message in run_checks():
            fine = fine and not message.is_serious()
            sign = self.style.ERROR("fix") if message.is_serious() else self.style.WARNING("see")
            self.stdout.write(f"{sign}  {message.id!s:12} {message.msg} {message.hint or ''}")
        for name, good, words in chain(*(part() for part in PARTS), mail(to)):
            fine = fine and good
            self.tell(name, good, words)
        if not fine:
            raise SystemExit(1)

    def tell(self, name: str, good: bool, words: str) -> None:
        sign = self.style.SUCCESS("ok ") if good else self.style.ERROR("fix")
        self.stdout.write(f"{sign}  {name:12} {words}")
