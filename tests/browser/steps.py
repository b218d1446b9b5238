"""What a person does on the way to an appointment, step by step."""

from playwright.sync_api import Page

LONG = 180_000  # milliseconds, for what takes phone calls
ANNOUNCED = "[data-announce]"


def start(page: Page, request: str) -> None:
    """From the landing page to a campaign that runs, in the demo person's name."""
    page.goto("/")
    page.get_by_role("button", name="Try the demo").click()
    page.get_by_label("In your words").fill(request)
    page.get_by_role("button", name="Send").click()
    page.locator("#row-when .words").wait_for()
    page.get_by_role("button", name="Start calling").click()
    page.get_by_role("dialog").get_by_role("button", name="Call ").click()
    page.wait_for_url("**/campaigns/*/")


def talking(page: Page) -> None:
    """A desk has said something."""
    page.get_by_text("Desk:").first.wait_for(timeout=LONG)


def choice(page: Page) -> None:
    """All calls are over, and there is something to choose."""
    page.locator(ANNOUNCED, has_text="Choose one.").wait_for(timeout=LONG)


def book(page: Page) -> None:
    """The first of the shortlist, until the desk has agreed."""
    page.get_by_role("link", name="Book this").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Book ").click()
    page.get_by_role("link", name="See the appointment").wait_for(timeout=LONG)
