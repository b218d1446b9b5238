"""A real Chromium on the running application; skipped, and said so, where none is installed.

One application and one Chromium serve the whole folder; each test has a demo person of its own:

* `demo`: the running application (`.url`), in which "Try the demo" signs in as somebody who has
  no past. The tables are those of the test, so that rows may be looked at and made directly.
* `browser`: makes contexts; whatever page they open, its console must stay silent.
* `page`: a page of 1280 x 900 in a context of its own, not signed in.
* `complaints`: what consoles have said so far; a test that provokes a message takes it out.
* `person` and `sign_in(context, person)`: somebody new, signed in without the forms.
* `world`: somebody with one of everything, made of rows.
* `a_booked_campaign`: a campaign that was really telephoned through and booked; only to be read.
"""

import os
import re
import shutil
import time
from collections.abc import Callable, Generator, Iterator
from datetime import date, timedelta
from typing import Literal, TypedDict, TypeVar, Unpack

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test.utils import override_settings, setup_databases, teardown_databases
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    ViewportSize,
    WebError,
    sync_playwright,
)
from pytest_django.plugin import DjangoDbBlocker

from callpilot.embedded.engine import Engine
from callpilot.json_types import JsonObject
from callpilot.management import demo_person
from callpilot.models import ApiToken, User
from campaigns.calls import cancel
from campaigns.models import Call, Campaign, Provider, Suppression
from tests.routes import people
from tests.routes.world import World, make_world
from voice.session import db_threads

CHROMIUM = os.environ.get("CALLPILOT_CHROMIUM") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
# The browser's own note that a form or a visitor was refused: an answer of ours, and no fault.
EXPECTED = re.compile(r"Failed to load resource: .* status of 4(01|22) ")
PICTURES = settings.DATA_DIR / "browser-failures"
PATIENCE_SECONDS = 150.0
MAX_MILLISECONDS = 90_000  # for one step on a page, while the machine is busy with calls
SPEED = 8.0
T = TypeVar("T")


def until(
    done: Callable[[], T | Literal[False] | None], most_seconds: float = PATIENCE_SECONDS
) -> T:
    """What `done` gives once it gives something."""
    end = time.monotonic() + most_seconds
    while not (seen := done()):
        assert time.monotonic() < end, "not reached in time"
        time.sleep(0.2)
    return seen


# --- the application -------------------------------------------------------------------------


@pytest.fixture(scope="package")
def tables(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The test's tables for the whole folder; pytest-django makes them for `db` tests alone."""
    made = any(
        {"db", "transactional_db"} & set(item.fixturenames)
        for item in request.session.items
        if isinstance(item, pytest.Function)
    )
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps a loop in this thread
    with django_db_blocker.unblock():
        mine = None if made else setup_databases(0, interactive=False)
        yield
        if mine is None:
            call_command("flush", interactive=False, verbosity=0)
        else:
            teardown_databases(mine, 0)
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="package")
def application(chromium: Chromium, tables: None) -> Iterator[Engine]:
    """Web, worker, beat and simulators on the test's tables, started once for this folder."""
    patience = override_settings(
        VOICE_FAILURES=0,  # a busy moment puts off nobody's calls
        MAX_CALLS_PER_NUMBER_PER_DAY=0,  # all tests ring the desks of one town
        MAX_CALLS_PER_NUMBER_PER_WEEK=0,
    )
    patience.enable()
    running = Engine(speed=SPEED, migrate=False, lock=False, concurrency=12)
    running.start()
    try:
        yield running
        _quiet()
    finally:
        patience.disable()
        running.stop(grace_seconds=5.0)
        running.join()
        db_threads.drain(PATIENCE_SECONDS)


@pytest.fixture
def engine(application: Engine) -> Engine:
    """In this folder the one that runs; what a test leaves behind is ended, not deleted."""
    return application


@pytest.fixture
def demo(application: Engine) -> Iterator[Engine]:
    _new_demo_person()
    yield application
    _quiet()


def _new_demo_person() -> None:
    """The last test's demo person keeps its rows under another name; the town forgets it all."""
    for person in User.objects.filter(username=demo_person.USERNAME):
        ApiToken.objects.filter(user=person).delete()
        EmailAddress.objects.filter(user=person).delete()
        person.username, person.email = f"demo-{person.pk}", f"demo-{person.pk}@example.com"
        person.save()
    Suppression.objects.all().delete()
    Provider.objects.filter(number_wrong=True).update(number_wrong=False)
    cache.clear()
    httpx.post(f"{settings.SIMULATOR_URL}/simulator/reset", timeout=20)
    demo_person.fill_calendar(demo_person.make_person())


def _quiet() -> None:
    """End what still runs, so that the next test has the lines and the desks to itself."""
    for campaign in Campaign.objects.unfinished():
        cancel.cancel_campaign(campaign)
    for call in Call.objects.open():
        call.end("The test is over.")
    until(lambda: not Call.objects.live().exists(), 60)


# --- the browser -----------------------------------------------------------------------------


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.when == "call" and report.failed and isinstance(item, pytest.Function):
        _photograph(item)
    return report


def _photograph(item: pytest.Function) -> None:
    """Keep what the pages looked like when a test failed."""
    browser = item.funcargs.get("browser")
    for number, page in enumerate(browser.pages() if isinstance(browser, Browser) else []):
        PICTURES.mkdir(exist_ok=True)
        name = re.sub(r"[^\w.-]+", "_", item.name)[:80]
        try:
            page.screenshot(path=PICTURES / f"{name}-{number}.png", full_page=True, timeout=5000)
            (PICTURES / f"{name}-{number}.html").write_text(page.content())
        except Exception as error:  # a picture is a help, never a second failure
            item.add_report_section("call", "picture", str(error))
        else:
            item.add_report_section("call", "picture", f"{PICTURES / name}-{number}.png")


class ContextOptions(TypedDict, total=False):
    """Those of Playwright's that the tests here use."""

    base_url: str
    bypass_csp: bool  # for scripts and styles that a test lays over the page
    color_scheme: Literal["light", "dark"]
    java_script_enabled: bool
    reduced_motion: Literal["reduce"]
    storage_state: StorageState
    timezone_id: str
    viewport: ViewportSize


class Browser:
    """Chromium, with an ear at the console of every page."""

    def __init__(self, chromium: Chromium, complaints: list[str]) -> None:
        self.chromium, self.complaints = chromium, complaints

    def new_context(self, **options: Unpack[ContextOptions]) -> BrowserContext:
        context = self.chromium.new_context(**options)
        context.set_default_timeout(MAX_MILLISECONDS)
        context.on("console", self._heard)
        context.on("weberror", self._broken)
        return context

    def pages(self) -> list[Page]:
        return [page for context in self.chromium.contexts for page in context.pages]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED.search(message.text):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def _broken(self, fault: WebError) -> None:
        self.complaints.append(str(fault.error))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Chromium]:
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed; `make browser` installs it on Debian.")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def complaints() -> list[str]:
    """What consoles have said so far."""
    return []


@pytest.fixture
def browser(chromium: Chromium, application: Engine, complaints: list[str]) -> Iterator[Browser]:
    yield Browser(chromium, complaints)
    for context in chromium.contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(demo: Engine, browser: Browser) -> Page:
    """A page whose console must stay silent."""
    context = browser.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    return context.new_page()


# --- people and what they have ---------------------------------------------------------------


def new_person() -> User:
    """Somebody with a known address, as every person has who signed up."""
    person = people.somebody()
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person


@pytest.fixture
def person(demo: Engine) -> User:
    """Somebody new, with a half-full calendar."""
    person = new_person()
    demo_person.fill_calendar(person)
    return person


def session_of(person: User | None) -> dict[str, str]:
    """The cookie of somebody who has signed in a moment ago, or none."""
    cookies = people.client_of(person).cookies
    return {name: morsel.value for name, morsel in cookies.items()}


def sign_in(context: BrowserContext, person: User) -> None:
    """Signed in without the forms, as whoever has a session."""
    url = settings.PUBLIC_URL
    given = session_of(person).items()
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in given])


@pytest.fixture
def world(application: Engine) -> Iterator[World]:
    """Somebody with one of everything; made of rows alone, nobody was called."""
    world = make_world()
    yield world
    world.leave()


@pytest.fixture(scope="package")
def a_booked_campaign(application: Engine) -> Campaign:
    """Telephoned through and booked by the product itself; shared, so only to be read."""
    person = new_person()
    demo_person.fill_calendar(person)
    headers = {"Authorization": f"Token {ApiToken.issue(person, 'test')}"}
    with httpx.Client(base_url=f"{application.url}/api", headers=headers, timeout=20) as api:
        start, end = date.today() + timedelta(days=1), date.today() + timedelta(days=8)
        wish = {
            "service": "dentist",
            "location": "San Francisco",
            "date_range_start": start.isoformat(),
            "date_range_end": end.isoformat(),
            "max_providers": 6,
        }
        path = f"/campaigns/{api.post('/campaigns', json=wish).json()['campaign_id']}"

        def proven() -> list[JsonObject] | Literal[False]:
            shown = api.get(path).json()
            done = shown["status"] != "running"
            return done and [offer for offer in shown["ranked"] if offer["verified"]]

        for offer in until(proven):  # a desk may have given the time away meanwhile
            api.post(f"{path}/confirm", json={"offer_id": offer["offer_id"]})
            if (
                until(lambda: api.get(path).json()["state"] != "confirming")
                and (api.get(path).json()["confirmed"])
            ):
                break
    campaign = Campaign.objects.get(person=person)
    assert campaign.status == Campaign.Status.CONFIRMED, campaign.status
    return campaign
