"""From "Try the demo" to a booked appointment, as a person does it."""

import pytest
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.journey, pytest.mark.browser]
LONG = 150_000  # milliseconds, for what takes phone calls


def start(page, request) -> None:
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    page.get_by_label("In your words").fill(request)
    page.get_by_role("button", name="Send").click()
    page.locator("#row-when .words").wait_for()
    page.get_by_role("button", name="Start calling").click()
    page.get_by_role("dialog").get_by_role("button", name="Call ").click()
    page.wait_for_url("**/campaigns/*/")


def test_a_sentence_becomes_a_booked_appointment(page: Page) -> None:
    start(page, "Dentist next week, mornings, not Thursday")

    page.get_by_text("Live", exact=True).wait_for()
    page.get_by_text("Desk:").first.wait_for(timeout=LONG)
    page.locator("[data-announce]", has_text="Choose one.").wait_for(timeout=LONG)
    page.get_by_role("link", name="Book this").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Book ").click()
    page.get_by_role("link", name="See the appointment").wait_for(timeout=LONG)
    page.get_by_role("link", name="See the appointment").click()

    assert page.get_by_text("Reference").is_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Any calendar (.ics file)").click()
    assert download.value.suggested_filename == "appointment.ics"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_small_phone(
    page: Page, browser: Browser, demo: Engine, scheme: str
) -> None:
    start(page, "Haircut on Saturday afternoon")
    page.get_by_text("Desk:").first.wait_for(timeout=LONG)
    campaign = page.url
    context = browser.new_context(
        base_url=demo.url,
        viewport={"width": 320, "height": 700},
        color_scheme=scheme,
        storage_state=page.context.storage_state(),
    )
    small = context.new_page()

    for path in ("/requests/new/", "/campaigns/", "/appointments/", campaign, f"{campaign}cancel/"):
        small.goto(path)
        assert small.evaluate("document.documentElement.scrollWidth") <= 320, path
