"""Fifteen calls, thirty updates a second: none is dropped, and the page ends up right."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import CDPSession, Page

from callpilot.models import User
from tests.browser.conftest import sign_in, until
from tests.browser.live_rows import end_talks, make_talks, say

pytestmark = [pytest.mark.journey, pytest.mark.browser]
DESKS, PER_SECOND, SECONDS = 15, 30, 10
MAX_HTML_BYTES, MAX_SCRIPTS_BYTES = 120_000, 90_000  # bytes
STATIC = Path(__file__).parents[2] / "static"


def test_our_scripts_stay_small() -> None:
    scripts = STATIC / "js"
    sizes = {str(path.relative_to(scripts)): path.stat().st_size for path in scripts.rglob("*.js")}

    assert sum(sizes.values()) < MAX_SCRIPTS_BYTES
    assert max(sizes.values()) < 8_192, sizes


def test_thirty_updates_a_second_arrive_in_order_and_in_full(
    page: Page, person: User, record_property: Callable[[str, object], None]
) -> None:
    campaign, calls = make_talks(person, DESKS)
    sign_in(page.context, person)
    page.goto(f"/campaigns/{campaign.pk}/?call={calls[0].pk}")
    page.get_by_text("Live", exact=True).first.wait_for()
    size = len(page.request.get(f"/campaigns/{campaign.pk}/").body())
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    before = busy(metrics)
    began = time.monotonic()
    for number in range(PER_SECOND * SECONDS):
        say(calls[number % DESKS], 1 + number // DESKS, f"Word {number}.")
        pause = began + (number + 1) / PER_SECOND - time.monotonic()
        time.sleep(max(pause, 0))
    took = time.monotonic() - began
    campaign.refresh_from_db()
    board = page.locator("[data-live]")
    until(lambda: board.get_attribute("data-number") == str(campaign.event_count))
    last = PER_SECOND * SECONDS - DESKS
    for place, call in enumerate(calls):
        page.locator(f"#call-{call.pk} .last", has_text=f"Word {last + place}.").wait_for()
    share = (busy(metrics) - before) / took
    for name, value in {"html bytes": size, "main thread": round(share, 3), "s": took}.items():
        record_property(name, value)
        print(f"{name}: {value}")
    end_talks(campaign)

    assert board.get_attribute("data-missed") is None
    assert page.locator(".log .turn").count() == PER_SECOND * SECONDS // DESKS
    assert size < MAX_HTML_BYTES


def busy(metrics: CDPSession) -> float:
    """Seconds that the main thread has worked."""
    measured = metrics.send("Performance.getMetrics")["metrics"]
    return sum(float(each["value"]) for each in measured if each["name"] == "TaskDuration")
