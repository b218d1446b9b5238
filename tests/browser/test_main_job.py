"""From "Try the demo" to a booked appointment, as a person does it."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from tests.browser.conftest import Browser
from tests.browser.steps import LONG, start, talking

pytestmark = [pytest.mark.journey, pytest.mark.browser]


def test_a_sentence_becomes_a_booked_appointment(page: Page) -> None:
    start(page, "Dentist next week, mornings, not Thursday")

    page.get_by_text("Live", exact=True).first.wait_for()
    talking(page)
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
    page: Page, browser: Browser, demo: Engine, scheme: Literal["light", "dark"]
) -> None:
    start(page, "Haircut on Saturday afternoon")
    talking(page)
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
