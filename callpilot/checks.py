"""`manage.py check`: which chosen vendor lacks which key, and what is unsafe in live mode."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal, InvalidOperation
from email.utils import parseaddr
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http.request import validate_host

from callpilot.adapters import REGISTRIES, Diagnosed, in_use
from callpilot.addresses import host_of, is_on_this_machine
from callpilot.edge.rate_limits import RATE
from callpilot.llm import VENDORS

E164 = re.compile(r"\+[1-9]\d{6,14}")
HOW_NUMBERS_ARE_WRITTEN = "Write it like +14155550100: a plus, the country, and digits alone."
CAPS = (
    "MAX_CALLS_PER_NUMBER_PER_DAY",
    "MAX_CALLS_PER_NUMBER_PER_WEEK",
    "MAX_CALLS_PER_PERSON_PER_DAY",
    "MAX_CALLS_PER_DAY",
)
MOST_KEPT = Decimal(1_000_000)  # more than a campaign's row can hold
TLS_MODES = {"require", "verify-ca", "verify-full"}
MAIL_SCHEMES = {"smtp", "smtp+tls", "smtps", "smtp+ssl"}


@register()
def settings_check(app_configs: object = None, **kwargs: object) -> list[CheckMessage]:
    return [
        *_mode(),
        *_adapters(),
        *_hosts(),
        *_stream_probe(),
        *_hours(),
        *_caps(),
        *_budget(),
        *_rates(),
        *_recording(),
        *_recordings_url(),
        *_llm(),
        *_mail(),
        *_live(),
        *_transport(),
    ]


def _mode() -> Iterator[CheckMessage]:
    if settings.MODE not in ("simulated", "rehearsal", "live"):
        yield Error(
            f"CALLPILOT_MODE={settings.MODE} is unknown.",
            hint="Set it to simulated, rehearsal or live.",
            id="callpilot.E001",
        )


def _adapters() -> Iterator[CheckMessage]:
    used = in_use()
    for setting, registry in REGISTRIES.items():
        if registry.chosen in registry.names:
            if registry in used:
                yield from _adapter(setting, registry.chosen, registry.diagnosed())
        else:
            yield Error(
                f"{setting}={registry.chosen} is unknown.",
                hint=f"Set it to one of: {', '.join(registry.names)}.",
                id="callpilot.E002",
            )


def _adapter(setting: str, name: str, adapter: type[Diagnosed]) -> Iterator[CheckMessage]:
    for key in adapter.keys:
        if not getattr(settings, key):
            yield Error(
                f"{setting}={name} needs {key}.",
                hint=f"Put {key}=… into .env, or choose another {setting}.",
                id="callpilot.E003",
            )
    yield from adapter.checks()


def _hosts() -> Iterator[CheckMessage]:
    """Carriers and browsers come by PUBLIC_URL and STREAM_URL; Django turns unknown hosts away."""
    for setting in ("PUBLIC_URL", "STREAM_URL"):
        host = host_of(getattr(settings, setting))
        if not validate_host(host, settings.ALLOWED_HOSTS):
            yield Error(
                f"ALLOWED_HOSTS lacks {host}, the host of {setting}.",
                hint=f"Add {host} to ALLOWED_HOSTS, or unset it: our own hosts are allowed then.",
                id="callpilot.E014",
            )


def _stream_probe() -> Iterator[CheckMessage]:
    said = settings.STREAM_PROBE_URL
    url = urlsplit(said)
    if said and said != "off" and not (url.scheme in ("ws", "wss") and url.hostname):
        yield Error(
            f"STREAM_PROBE_URL={said} is no address of a WebSocket.",
            hint="Write it as wss://host or ws://host:port, or set it to off.",
            id="callpilot.E033",
        )


def _hours() -> Iterator[CheckMessage]:
    if settings.CALLING_HOURS != "any" and not re.fullmatch(
        r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d", settings.CALLING_HOURS
    ):
        yield Error(
            f"CALLING_HOURS={settings.CALLING_HOURS} is not a span of hours.",
            hint='Write it as "09:00-17:30".',
            id="callpilot.E004",
        )


def _caps() -> Iterator[CheckMessage]:
    for name in CAPS:
        if (cap := getattr(settings, name)) < 0:
            yield Error(
                f"{name}={cap} is no number of calls.",
                hint="Set it to how many there may be, or to 0: then nothing limits them.",
                id="callpilot.E034",
            )
    of_a_number = settings.MAX_CALLS_PER_NUMBER_PER_DAY, settings.MAX_CALLS_PER_NUMBER_PER_WEEK
    if settings.MODE == "live" and not any(of_a_number):
        yield Warning(
            "Nothing limits how often one desk is called.",
            hint="Set MAX_CALLS_PER_NUMBER_PER_DAY or MAX_CALLS_PER_NUMBER_PER_WEEK.",
            id="callpilot.W005",
        )


def _budget() -> Iterator[CheckMessage]:
    try:
        usual, most = Decimal(settings.CAMPAIGN_BUDGET), Decimal(settings.MAX_CAMPAIGN_BUDGET)
        fine = 0 < usual <= most < MOST_KEPT
    except InvalidOperation:
        fine = False
    if not fine:
        yield Error(
            f"CAMPAIGN_BUDGET={settings.CAMPAIGN_BUDGET} does not fit into "
            f"MAX_CAMPAIGN_BUDGET={settings.MAX_CAMPAIGN_BUDGET}.",
            hint="Write both as amounts like 15.00, and the second not below the first.",
            id="callpilot.E035",
        )


def _rates() -> Iterator[CheckMessage]:
    for setting in ("CAMPAIGN_RATE", "DRAFT_RATE", "API_RATE"):
        if not RATE.fullmatch(getattr(settings, setting)):
            yield Error(
                f"{setting}={getattr(settings, setting)} is no rate.",
                hint="Write it like 60/hour; the span is second, minute, hour or day.",
                id="callpilot.E040",
            )


def _recording() -> Iterator[CheckMessage]:
    known = ("on", "off") if settings.SIMULATED else ("off", "consent")
    if settings.RECORD_CALLS not in known:
        yield Error(
            f"RECORD_CALLS={settings.RECORD_CALLS} is no choice in {settings.MODE} mode.",
            hint=f"Set it to {' or '.join(known)}.",
            id="callpilot.E012",
        )


def _recordings_url() -> Iterator[CheckMessage]:
    url, asked = (
        urlsplit(settings.RECORDINGS_URL),
        parse_qs(urlsplit(settings.RECORDINGS_URL).query),
    )
    bucket = url.scheme == "s3" and url.netloc and not set(asked) - {"endpoint", "region"}
    endpoint = urlsplit(asked.get("endpoint", ["https://amazon"])[0])
    folder = url.scheme == "file" and not url.netloc and url.path.strip("/")
    if (
        settings.RECORDINGS_URL
        and not folder
        and not (bucket and endpoint.scheme in ("http", "https") and endpoint.hostname)
    ):
        yield Error(
            "RECORDINGS_URL is neither a bucket nor a folder.",
            hint="Write it as s3://bucket/folder?endpoint=https://…&region=… or file:///folder.",
            id="callpilot.E026",
        )
    if bool(settings.AWS_ACCESS_KEY_ID) != bool(settings.AWS_SECRET_ACCESS_KEY):
        yield Error(
            "Of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set.",
            hint="Set both, or neither: then the role of the machine is used.",
            id="callpilot.E027",
        )


def _llm() -> Iterator[CheckMessage]:
    """Half a language model would silently be none."""
    model, key, url = settings.LLM_MODEL, settings.LLM_API_KEY, settings.LLM_BASE_URL
    if (key or url) and not model:
        yield Error(
            "LLM_API_KEY or LLM_BASE_URL is set, but no LLM_MODEL.",
            hint="Set LLM_MODEL, like anthropic:claude-haiku-4-5, or unset the others.",
            id="callpilot.E020",
        )
    if model and not (key or url):
        yield Error(
            f"LLM_MODEL={model} needs LLM_API_KEY.",
            hint="Put LLM_API_KEY=… into .env, or unset LLM_MODEL: rules read then.",
            id="callpilot.E020",
        )
    vendor, _, name = model.partition(":")
    if model and (vendor not in VENDORS or not name):
        yield Error(
            f"LLM_MODEL={model} is not vendor:model of a vendor we know.",
            hint=f"Vendors are: {', '.join(sorted(VENDORS))}.",
            id="callpilot.E021",
        )


def _mail() -> Iterator[CheckMessage]:
    """Everything else works without mail; what does not is said, here and on the pages."""
    url = urlsplit(settings.EMAIL_URL)
    if settings.EMAIL_URL and (url.scheme not in MAIL_SCHEMES or not url.hostname):
        yield Error(
            "EMAIL_URL is not the address of a mail server.",
            hint="Write it as smtp+tls://user:password@host:587, or with smtp:// or smtp+ssl://.",
            id="callpilot.E025",
        )
    if not settings.MAIL_IS_SET_UP:
        yield Warning(
            "Mail is not set up (EMAIL_URL): nobody can sign up or replace a lost password, "
            "and nothing is told by e-mail.",
            hint="Put EMAIL_URL=… into .env, or make people with `manage.py create_person`.",
            id="callpilot.W002",
        )
    elif settings.EMAIL_BACKEND.endswith(".smtp.EmailBackend"):
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        if sender.rpartition("@")[2] in ("", "localhost"):
            yield Warning(
                f"DEFAULT_FROM_EMAIL={settings.DEFAULT_FROM_EMAIL} is a sender that mail servers "
                "refuse.",
                hint="Set it to an address that your mail server may send for.",
                id="callpilot.W003",
            )


def _live() -> Iterator[CheckMessage]:
    if settings.MODE == "simulated":
        return
    if not settings.PUBLIC_URL.startswith("https://") and not settings.FICTIONAL_NUMBERS:
        yield Error(
            f"PUBLIC_URL={settings.PUBLIC_URL} cannot be reached or trusted by the carrier.",
            hint="Set PUBLIC_URL to the https:// address of this server or of your tunnel.",
            id="callpilot.E005",
        )
    if not settings.EMBEDDED and not settings.SECRET_KEY_GIVEN:
        yield Error(
            "SECRET_KEY is not set, and several processes must share one.",
            hint="Put the same long random SECRET_KEY=… into the environment of each of them.",
            id="callpilot.E016",
        )
    if settings.DEBUG:
        yield Error("DEBUG is on.", hint="Remove DEBUG from .env.", id="callpilot.E006")
    if settings.MODE == "rehearsal" and not settings.TARGET_PHONE_NUMBER:
        yield Error(
            "Rehearsal mode needs TARGET_PHONE_NUMBER, the phone that every call goes to.",
            id="callpilot.E008",
        )
    target = settings.TARGET_PHONE_NUMBER
    if target and not E164.fullmatch(target):
        yield Error(
            f"TARGET_PHONE_NUMBER={target} is no telephone number with its country.",
            hint=HOW_NUMBERS_ARE_WRITTEN,
            id="callpilot.E031",
        )
    if settings.MODE == "live" and settings.CALLING_HOURS == "any":
        yield Warning(
            "CALLING_HOURS=any rings people at night.",
            hint='Set it to something like "09:00-17:30".',
            id="callpilot.W001",
        )


def _transport() -> Iterator[CheckMessage]:
    """What leaves this machine on the way to rows and broker: speech, names, numbers."""
    database = settings.DATABASES[DEFAULT_DB_ALIAS]
    host = database.get("HOST", "")
    outside = host and not host.startswith("/") and not is_on_this_machine(f"//{host}")
    if outside and database.get("OPTIONS", {}).get("sslmode") not in TLS_MODES:
        yield Warning(
            f"DATABASE_URL leads to {host} without TLS.",
            hint="Add ?sslmode=verify-full, or require; on a network of your own it may stay.",
            id="callpilot.W007",
        )
    redis = settings.REDIS_URL
    if redis and not redis.startswith("rediss://") and not is_on_this_machine(redis):
        yield Warning(
            f"REDIS_URL leads to {host_of(redis)} without TLS.",
            hint="Write it rediss://…; on a network of your own it may stay.",
            id="callpilot.W008",
        )


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured when this process must not place calls as configured.

    Servers and workers ask as they start, since only `manage.py` runs checks by itself.
    """
    serious = [message for message in run_checks() if message.is_serious()]
    problems = [" ".join(filter(None, (str(m.msg), str(m.hint or "")))) for m in serious]
    if not problems:
        # An ASGI server imports the application inside its loop, where rows cannot be read.
        with ThreadPoolExecutor(1) as thread:
            problems = thread.submit(_problems_in_the_rows).result()
    if problems:
        raise ImproperlyConfigured("CallPilot does not start: " + " ".join(problems))


def end_unsafe_start() -> None:
    """End this process with what `refuse_unsafe_start` says, on a line of its own.

    By SystemExit: Celery logs whatever else is raised by who listens to its start, and goes on.
    """
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None


def missing_tables() -> str:
    """Why the rows cannot be worked with, or "": not reached, or not migrated."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database cannot be reached ({type(error).__name__}); look at DATABASE_URL."
    if missing:
        return "The database is not up to date; run `manage.py migrate` first."
    return ""


def _problems_in_the_rows() -> list[str]:
    """What to mend in the database before calls are placed; in a thread of its own."""
    try:
        if words := missing_tables():
            return [words]
        return _demo_people() if settings.MODE != "simulated" else []
    finally:
        connections.close_all()  # this thread's


def _demo_people() -> list[str]:
    from callpilot.models import ApiToken, User, digest  # models are loaded by now

    known = ApiToken.objects.filter(digest=digest("callpilot-demo")).exists()
    if known or User.objects.filter(username="demo").exists():
        return [
            "The demo person and its known token exist; "
            "remove them with `manage.py seed_demo --remove` before real phones ring."
        ]
    return []
