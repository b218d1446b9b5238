"""The application is killed while desks are being called, and comes back."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from callpilot.embedded.engine import Engine
from callpilot.embedded.isolated_server import Child
from callpilot.management.demo_person import TOKEN
from tests.browser import steps
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.journey, pytest.mark.browser]
# What the page says of calls and offers; timers and the connection tell the time and may differ.
SHOWN = """() => {
  const text = (e) => e?.textContent.replace(/\\s+/g, " ").trim() ?? "";
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  return {
    announced: text(document.querySelector("[data-announce]")),
    cards: [...document.querySelectorAll("#calls > li")].map(
      (e) => `${e.id} ${text(e.querySelector(".chip"))} ${text(e.querySelector(".outcome"))}`),
    offers: [...document.querySelectorAll("#shortlist h3")].map((e) => text(e.firstChild)),
    turns: [...document.querySelectorAll("[id^=turn-]")].map((e) => `${e.id} ${text(e)}`),
    doubled: ids.filter((id, at) => ids.indexOf(id) !== at),
  };
}"""


@pytest.fixture
def child(tmp_path: Path, application: Engine) -> Iterator[Child]:
    child = Child(tmp_path / "data", speed=6)
    child.start()
    yield child
    child.stop()


def test_a_killed_server_comes_back_and_the_page_with_it(
    child: Child, browser: Browser, complaints: list[str]
) -> None:
    context = browser.new_context(base_url=child.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    steps.start(page, "Dentist next week, mornings, not Thursday")
    steps.talking(page)

    child.kill()
    page.get_by_text("Reconnecting…").first.wait_for(timeout=30_000)
    child.start()
    page.get_by_text("Live", exact=True).first.wait_for(timeout=60_000)
    complaints.clear()  # that nobody listened meanwhile was to be expected
    steps.choice(page)

    fresh = context.new_page()
    fresh.goto(page.url)
    fresh.get_by_text("Live", exact=True).first.wait_for()
    seen = page.evaluate(SHOWN)
    assert seen == fresh.evaluate(SHOWN)
    assert seen["doubled"] == [] and seen["cards"] and seen["offers"]
    assert nothing_is_doubled(child, page.url)


def nothing_is_doubled(child: Child, url: str) -> bool:
    headers = {"Authorization": f"Token {TOKEN}"}
    path = url.removeprefix(child.url).split("?")[0].rstrip("/")
    campaign = httpx.get(f"{child.url}/api{path}", headers=headers, timeout=30).json()
    offers = [(offer["provider"], offer["start"]) for offer in campaign["ranked"]]
    return bool(offers) and len(set(offers)) == len(offers)
