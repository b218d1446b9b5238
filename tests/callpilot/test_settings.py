"""Every setting is documented, and half-configured is said by number."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from pytest_django.fixtures import Settings

from callpilot import checks
from callpilot.models import ApiToken, User

ROOT = Path(__file__).resolve().parent.parent.parent


def read_by_settings() -> set[str]:
    text = (ROOT / "callpilot/settings.py").read_text()
    return set(re.findall(r"""env(?:\.\w+)?\(\s*"([A-Z_]+)\"""", text))


def test_env_example_names_every_setting_that_is_read() -> None:
    documented = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))

    assert read_by_settings() == documented


def test_env_example_copied_as_it_is_changes_nothing(tmp_path: Path) -> None:
    names = ["MODE", "PORT", "CALLING_HOURS", "TWILIO_API_URL", "RETRY_MINUTES", "PUBLIC_URL"]
    names += ["EMAIL_BACKEND", "CALLS_PER_SECOND", "DATABASES", "CELERY_BROKER_URL", "DEBUG"]
    copied = "import environ; environ.Env.read_env('.env.example'); "
    show = f"from django.conf import settings; print([getattr(settings, n) for n in {names}])"
    env = {
        "PATH": os.environ["PATH"],
        "CALLPILOT_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
    }

    without, with_it = (
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, check=True
        ).stdout
        for code in (show, copied + show)
    )

    assert without == with_it


def ids(messages: Iterable[CheckMessage]) -> set[str | None]:
    return {message.id for message in messages}


def test_a_fresh_clone_has_nothing_to_complain_about() -> None:
    assert ids(checks.settings_check()) == set()


def test_a_missing_key_is_named(settings: Settings) -> None:
    settings.MODE = "live"
    settings.PUBLIC_URL = "https://calls.example.com"
    settings.TWILIO_AUTH_TOKEN = ""

    [message] = [m for m in checks.settings_check() if m.id == "callpilot.E003"]

    assert "TWILIO_AUTH_TOKEN" in message.msg


@pytest.mark.parametrize("name", checks.CAPS)
def test_a_cap_is_a_number_of_calls(settings: Settings, name: str) -> None:
    setattr(settings, name, -1)

    [message] = checks.settings_check()

    assert message.id == "callpilot.E034" and f"{name}=-1" in message.msg
    setattr(settings, name, 0)
    assert checks.settings_check() == []


@pytest.mark.usefixtures("live")
def test_live_mode_warns_where_one_desk_may_be_called_without_end(settings: Settings) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = settings.MAX_CALLS_PER_NUMBER_PER_WEEK = 0

    assert "callpilot.W005" in ids(checks.settings_check())
    settings.MAX_CALLS_PER_NUMBER_PER_WEEK = 20
    assert "callpilot.W005" not in ids(checks.settings_check())


@pytest.mark.parametrize(
    ("usual", "most"),
    [("15.00", "14.99"), ("much", "15"), ("15", "plenty"), ("0", "5"), ("5", "1e7"), ("NaN", "5")],
)
def test_budgets_are_amounts_of_which_the_usual_one_is_allowed(
    settings: Settings, usual: str, most: str
) -> None:
    settings.CAMPAIGN_BUDGET, settings.MAX_CAMPAIGN_BUDGET = usual, most

    assert ids(checks.settings_check()) == {"callpilot.E035"}
    settings.CAMPAIGN_BUDGET = settings.MAX_CAMPAIGN_BUDGET = "20"
    assert checks.settings_check() == []


@pytest.mark.parametrize("name", ["CAMPAIGN_RATE", "DRAFT_RATE", "API_RATE"])
def test_what_is_no_rate_is_named(settings: Settings, name: str) -> None:
    setattr(settings, name, "60/fortnight")
    [message] = checks.settings_check()

    assert message.id == "callpilot.E040" and f"{name}=60/fortnight" in message.msg
    setattr(settings, name, "60/h")
    assert ids(checks.settings_check()) == set()


def test_an_unknown_adapter_is_named_with_the_known_ones(settings: Settings) -> None:
    settings.CARRIER = "pigeon"

    [message] = [m for m in checks.settings_check() if m.id == "callpilot.E002"]

    assert "twilio" in (message.hint or "")


def shown(setting: str, tmp_path: Path, **more: str) -> str:
    """The setting as a process of this environment has it."""
    return run(f"from django.conf import settings; print(settings.{setting})", tmp_path, **more)


def run(code: str, tmp_path: Path, **more: str) -> str:
    """What a program says in a process of this environment."""
    env = {
        "PATH": os.environ["PATH"],
        "CALLPILOT_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
    }
    program = [sys.executable, "-c", code]
    return subprocess.check_output(program, cwd=ROOT, env=env | more, text=True).strip()


def test_our_own_hosts_are_allowed_by_default(tmp_path: Path) -> None:
    hosts = shown(
        "ALLOWED_HOSTS",
        tmp_path,
        PUBLIC_URL="https://calls.example.com",
        STREAM_URL="wss://media.example.com:8443",
    )

    assert "'calls.example.com'" in hosts and "'media.example.com'" in hosts


def test_a_set_list_of_hosts_that_lacks_ours_is_named(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["calls.example.com"]
    settings.PUBLIC_URL, settings.STREAM_URL = "https://calls.example.com", "wss://m.example.com"

    [message] = checks.settings_check()

    assert message.id == "callpilot.E014"
    assert message.msg == "ALLOWED_HOSTS lacks m.example.com, the host of STREAM_URL."


def test_live_mode_refuses_an_address_that_cannot_be_trusted_but_on_this_machine(
    settings: Settings,
) -> None:
    settings.MODE = "live"
    settings.FICTIONAL_NUMBERS = True

    assert "callpilot.E005" not in ids(checks.settings_check())
    settings.FICTIONAL_NUMBERS = False
    assert "callpilot.E005" in ids(checks.settings_check())


@pytest.fixture
def live(settings: Settings) -> None:
    settings.MODE = "live"
    settings.SECRET_KEY_GIVEN = True
    settings.DIRECTORY = "address_book"
    settings.PUBLIC_URL = settings.STREAM_URL = "https://calls.example.com"
    settings.ALLOWED_HOSTS = ["calls.example.com"]
    settings.TWILIO_AUTH_TOKEN = "0123456789abcdef"
    settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_0123456789abcdef"
    settings.FICTIONAL_NUMBERS = False
    settings.CALLING_HOURS = "09:00-17:30"
    settings.RECORD_CALLS = "off"


@pytest.mark.django_db(transaction=True)  # it looks from a thread of its own
def test_live_mode_refuses_to_start_while_the_demo_person_exists(live: None) -> None:
    checks.refuse_unsafe_start()
    person = User.objects.create_user("demo")
    ApiToken.issue(person, "demo", "callpilot-demo")

    with pytest.raises(ImproperlyConfigured, match="seed_demo --remove"):
        checks.refuse_unsafe_start()


@pytest.mark.django_db(transaction=True)
async def test_it_may_be_asked_within_a_running_loop(live: None) -> None:
    """ASGI servers import the application there."""
    checks.refuse_unsafe_start()


def test_live_mode_has_no_demo_town(live: None, settings: Settings) -> None:
    assert "callpilot.E015" not in ids(checks.settings_check())
    settings.DIRECTORY = "demo"

    [message] = checks.settings_check()

    assert message.id == "callpilot.E015"
    assert "DIRECTORY=address_book" in str(message.hint)


def deployed(tmp_path: Path, **more: str) -> str:
    """What `check --deploy` says of a live mode that lacks nothing."""
    env = {
        "PATH": os.environ["PATH"], "CALLPILOT_DATA": str(tmp_path), "CALLPILOT_MODE": "live",
        "PUBLIC_URL": "https://callpilot.example.com", "SECRET_KEY": "n0t-gu3ssed-by-4nyb0dy" * 3,
        "DIRECTORY": "address_book", "TWILIO_ACCOUNT_SID": "AC" + "1" * 32,
        "TWILIO_AUTH_TOKEN": "token", "TWILIO_CALLER_ID": "+14155552671",
        "ELEVENLABS_AGENT_ID": "agent_1", "ELEVENLABS_API_KEY": "key",
        "ELEVENLABS_WEBHOOK_SECRET": "wsec_1",
        "EMAIL_URL": "smtp://user:password@127.0.0.1:25",
        "DEFAULT_FROM_EMAIL": "calls@callpilot.example.com",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env=env | more,
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_a_complete_live_mode_leaves_nothing_to_say_before_it_is_deployed(tmp_path: Path) -> None:
    assert "no issues" in deployed(tmp_path)


def test_browsers_insist_on_https_for_as_long_as_is_set(tmp_path: Path) -> None:
    assert "security.W004" in deployed(tmp_path, HSTS_SECONDS="0")

    https = {"PUBLIC_URL": "https://callpilot.example.com"}
    assert int(shown("SECURE_HSTS_SECONDS", tmp_path, **https)) >= 365 * 24 * 3600
    below = shown("SECURE_HSTS_INCLUDE_SUBDOMAINS", tmp_path, **https, HSTS_SUBDOMAINS="true")
    assert below == "True"


def test_a_password_is_hashed_slowly(tmp_path: Path) -> None:
    code = "import django; django.setup(); from django.contrib.auth.hashers import make_password; "
    made = run(code + "print(make_password('secret-pass'))", tmp_path)

    way, rounds, *_ = made.split("$")
    assert way == "pbkdf2_sha256" and int(rounds) >= 600_000


def test_a_secret_that_we_choose_is_ours_alone(tmp_path: Path) -> None:
    made = shown("SECRET_KEY", tmp_path)

    assert len(made) >= 64 and shown("SECRET_KEY", tmp_path) == made
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_cookies_over_https_can_be_planted_by_no_other_host(tmp_path: Path) -> None:
    secure = shown("SESSION_COOKIE_NAME", tmp_path, PUBLIC_URL="https://callpilot.example.com")

    assert secure == "__Host-sessionid"


def test_what_passes_the_broker_is_encrypted(tmp_path: Path) -> None:
    broker = {"REDIS_URL": "rediss://cache.example.com:6380/0", "SECRET_KEY": "n0t-gu3ssed"}

    layer = shown("CHANNEL_LAYERS['default']['CONFIG']", tmp_path, **broker)
    tls = shown("CELERY_BROKER_USE_SSL", tmp_path, **broker)

    assert "'symmetric_encryption_keys': ['n0t-gu3ssed']" in layer
    assert "CERT_REQUIRED" in tls


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("DATABASE_URL", "postgres://u:p@db.example.com/x", "callpilot.W007"),
        ("DATABASE_URL", "postgres://u:p@db.example.com/x?sslmode=prefer", "callpilot.W007"),
        ("DATABASE_URL", "postgres://u:p@db.example.com/x?sslmode=verify-full", ""),
        ("DATABASE_URL", "postgres://u:p@127.0.0.1/x", ""),
        ("REDIS_URL", "redis://cache.example.com/0", "callpilot.W008"),
        ("REDIS_URL", "rediss://cache.example.com/0", ""),
        ("REDIS_URL", "redis://127.0.0.1/0", ""),
    ],
)
def test_a_way_to_rows_and_broker_without_tls_is_named(
    tmp_path: Path, setting: str, value: str, said: str
) -> None:
    told = deployed(tmp_path, **{setting: value})

    assert said in told if said else "callpilot.W00" not in told


def test_a_list_of_stolen_passwords_is_asked_where_one_is_set(tmp_path: Path) -> None:
    url = "https://api.pwnedpasswords.com/range/"

    assert "Breached" not in shown("AUTH_PASSWORD_VALIDATORS", tmp_path)
    assert "Breached" in shown("AUTH_PASSWORD_VALIDATORS", tmp_path, BREACHED_PASSWORDS_URL=url)


def test_several_processes_must_share_a_secret(live: None, settings: Settings) -> None:
    settings.SECRET_KEY_GIVEN = False
    settings.EMBEDDED = True
    assert "callpilot.E016" not in ids(checks.settings_check())

    settings.EMBEDDED = False

    assert "callpilot.E016" in ids(checks.settings_check())


@pytest.mark.parametrize("setting", ["PORT=abc", "DB_WAIT_SECONDS=soon"])
def test_a_setting_that_cannot_be_read_is_told_by_its_name(tmp_path: Path, setting: str) -> None:
    name, _, value = setting.partition("=")
    ran = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "CALLPILOT_DATA": str(tmp_path), name: value},
    )  # fmt: skip

    assert ran.returncode == 1 and "Traceback" not in ran.stderr
    assert f"{setting} cannot be read" in ran.stderr
