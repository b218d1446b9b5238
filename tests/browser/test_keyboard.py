"""The whole way without a mouse, from the first page to the sound of the winning call."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import steps
from tests.browser.conftest import SPEED

pytestmark = [pytest.mark.journey, pytest.mark.browser]
USUAL_SPEED = 3.0  # of simulated people, unless chosen otherwise
NAME = """() => {
  const e = document.activeElement;
  if (!e.matches("a, button, input, textarea, select, summary")) return "";
  return [e.getAttribute("aria-label"), ...[...(e.labels ?? [])].map((l) => l.innerText),
          e.textContent].filter(Boolean).map((each) => each.replace(/\\s+/g, " ").trim())[0] ?? "";
}"""


def tab_to(page: Page, name: str, most: int = 120) -> None:
    """Press Tab until what has the focus begins with this name."""
    met = []
    for _ in range(most):
        if page.evaluate(NAME).startswith(name):
            return
        page.keyboard.press("Tab")
        met.append(page.evaluate(NAME))
    raise AssertionError(f"{name} cannot be reached with Tab: {met}")


def test_a_booking_needs_no_mouse(
    page: Page, record_property: Callable[[str, object], None]
) -> None:
    begun, waited = time.monotonic(), 0.0
    page.goto("/")
    tab_to(page, "Try the demo")
    page.keyboard.press("Enter")
    page.get_by_label("In your words").wait_for()
    tab_to(page, "In your words")
    page.keyboard.type("Dentist next week, mornings, not Thursday")
    tab_to(page, "Send")
    page.keyboard.press("Enter")
    page.locator("#row-when .words").wait_for()
    tab_to(page, "Start calling")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    tab_to(page, "Call ")
    page.keyboard.press("Enter")
    page.wait_for_url("**/campaigns/*/")
    waited += timed(lambda: steps.choice(page))

    tab_to(page, "Book this")
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Book ").wait_for()
    tab_to(page, "Book ")
    page.keyboard.press("Space")
    link = page.get_by_role("link", name="See the appointment")
    waited += timed(lambda: link.wait_for(timeout=steps.LONG))
    tab_to(page, "See the appointment")
    page.keyboard.press("Enter")
    page.get_by_text("Reference").wait_for()
    spent = time.monotonic() - begun - waited + waited * SPEED / USUAL_SPEED
    record_property("seconds_at_the_usual_speed", round(spent))
    print(f"From the first page to the appointment at the usual speed: {spent:.0f} s")

    hear_the_call(page)


def timed(wait: Callable[[], None]) -> float:
    begun = time.monotonic()
    wait()
    return time.monotonic() - begun


def hear_the_call(page: Page) -> None:
    """The appointment leads to the call that booked it, which can be listened to."""
    page.keyboard.press("Tab")
    for _ in range(80):
        if "/calls/" in page.evaluate("document.activeElement.href ?? ''"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/calls/*/**")
    tab_to(page, "Play")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('audio').currentTime > 0.5", timeout=30_000)
