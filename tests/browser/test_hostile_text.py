"""Whatever people, desks and machines say is text, on every page and in the live socket."""

import json
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from campaigns.models import Event
from tests.browser.conftest import Browser, session_of, sign_in, until
from tests.browser.test_accessibility import PAGES, paths
from tests.routes.world import World, make_world
from voice.models import Turn

pytestmark = pytest.mark.browser
HOSTILE = '<img src=x onerror="window.hacked=1"> \u202eevil\u202c <script>window.hacked=1</script>'


@pytest.fixture
def hostile(application: Engine) -> Iterator[World]:
    world = make_world(words=HOSTILE)
    yield world
    world.leave()


@pytest.fixture
def tab(application: Engine, browser: Browser, hostile: World) -> Page:
    context = browser.new_context(base_url=application.url)
    sign_in(context, hostile.person)
    return context.new_page()


def harmless(page: Page) -> bool:
    made = "document.querySelectorAll('img[src=x], [onerror]').length"
    return bool(page.evaluate(f"window.hacked === undefined && {made} === 0"))


def test_it_is_text_on_every_page(application: Engine, tab: Page, hostile: World) -> None:
    cookies = session_of(hostile.person)
    shown: list[str] = []
    wrong: list[str] = []
    for address in PAGES:
        for path in paths(address, hostile):
            answer = httpx.get(f"{application.url}{path}", cookies=cookies, timeout=30)
            if answer.status_code != 200 or "<html" not in answer.text:
                continue
            tab.goto(path)
            if not harmless(tab):
                wrong.append(path)
            if "<img src=x onerror" in tab.locator("body").inner_text():
                shown.append(address.name)
    assert wrong == []
    for name in ("campaigns", "campaign", "confirm", "appointments", "appointment", "draft"):
        assert name in shown  # it was there to be seen


def test_it_is_text_in_what_the_socket_brings(tab: Page, hostile: World) -> None:
    tab.goto(f"/campaigns/{hostile.calling.pk}/")
    tab.get_by_text("Live", exact=True).first.wait_for()
    for number, speaker in enumerate(("callee", "agent"), 20):
        text = f"{HOSTILE} number {number}"
        Turn.objects.create(call=hostile.live_call, number=number, speaker=speaker, text=text)
        Event.record(
            hostile.calling,
            Event.Kind.TURN,
            call=hostile.live_call,
            number=number,
            speaker=speaker,
            text=text,
            at_ms=1000 * number,
        )
    line = tab.get_by_text("number 21").first
    line.wait_for(timeout=30_000)

    assert harmless(tab)
    assert '<img src=x onerror="window.hacked=1">' in line.inner_text()


def test_it_is_text_in_what_programs_read(application: Engine, hostile: World) -> None:
    url = f"{application.url}/api/campaigns/{hostile.ranking.pk}"
    answer = until(lambda: httpx.get(url, cookies=session_of(hostile.person), timeout=30))
    assert answer.headers["Content-Type"].startswith("application/json")
    assert HOSTILE in json.dumps(answer.json(), ensure_ascii=False).replace('\\"', '"')
