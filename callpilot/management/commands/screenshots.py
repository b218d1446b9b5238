"""`manage.py screenshots`: the README's pictures, taken from the running application."""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.core.management.base import CommandError, CommandParser, OutputWrapper

from callpilot.embedded.isolated_server import Child
from callpilot.errors import Refused
from callpilot.json_types import JsonObject
from callpilot.management.command_base import PlainCommand

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

WIDTH, HEIGHT = 1200, 780
LONG = 180_000  # milliseconds, for what takes phone calls
REQUEST = "Dentist next week, mornings, not Thursday"
MAX_BYTES = 200_000
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


class Command(PlainCommand):
    help = "Drive a demo campaign in Chromium and take the pictures of the README."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, default=settings.BASE_DIR / "docs" / "pictures")
        parser.add_argument("--speed", type=float, default=3.0, help="of the simulated people")

    def carry_out(self, options: JsonObject) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            raise CommandError(
                "Playwright is missing: pip install -r requirements-dev.txt"
            ) from None
        chromium = next(filter(None, map(shutil.which, CHROMIUM)), None)
        if chromium is None:
            raise CommandError("No Chromium is installed; `make browser` installs it on Debian.")
        out: Path = options["out"]
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data:
            try:
                with Child(Path(data), speed=options["speed"]) as child, sync_playwright() as p:
                    browser = p.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                    context = browser.new_context(
                        base_url=child.url,
                        viewport={"width": WIDTH, "height": HEIGHT},
                        reduced_motion="reduce",
                        timezone_id="America/Los_Angeles",
                    )
                    Tour(context.new_page(), out, self.stdout).take()
                    browser.close()
            except Refused as error:
                raise CommandError(str(error)) from None
            except Error as error:
                raise CommandError(f"The tour stopped: {error.message.splitlines()[0]}") from None


class Tour:
    """One demo campaign, from the sentence to the call's page."""

    def __init__(self, page: "Page", out: Path, told: OutputWrapper) -> None:
        self.page, self.out, self.told = page, out, told

    def take(self) -> None:
        page = self.page
        page.goto("/")
        page.get_by_role("button", name="Try the demo").click()
        page.get_by_label("In your words").fill(REQUEST)
        page.get_by_role("button", name="Send").click()
        page.locator("#row-when .words").wait_for()
        self.picture("request")
        page.get_by_role("button", name="Start calling").click()
        page.get_by_role("dialog").get_by_role("button", name="Call ").click()
        page.wait_for_url("**/campaigns/*/")
        page.locator("#shortlist li").first.wait_for(timeout=LONG)
        if (offered := page.get_by_role("button", name="No, thanks")).is_visible():
            offered.click()  # whether the browser may tell of offers
        self.picture("live")
        page.locator("[data-announce]", has_text="Choose one.").wait_for(timeout=LONG)
        self.picture("shortlist", page.locator("#shortlist"))
        page.get_by_role("link", name="Book this").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Book ").click()
        page.get_by_role("link", name="See the appointment").click(timeout=LONG)
        page.get_by_text("Reference").first.wait_for()
        self.picture("appointment")
        page.locator("main a[href*='/calls/']").first.click()
        page.wait_for_url("**/calls/*/**")
        page.locator("audio").wait_for(state="attached")
        self.picture("call")

    def picture(self, name: str, part: "Locator | None" = None) -> None:
        """One a theme; both the page and a part of it."""
        for theme in THEMES:
            self.page.emulate_media(color_scheme=theme)
            file = self.out / f"{name}-{theme}.png"
            if part is None:
                self.page.evaluate("scrollTo(0, 0)")
                self.page.screenshot(path=file)
            else:
                box = part.bounding_box()
                assert box is not None  # it is shown
                box["height"] = min(box["height"], HEIGHT)
                self.page.screenshot(path=file, full_page=True, clip=box)
            self.told.write(f"{file}  {file.stat().st_size // 1000} kB")
            if file.stat().st_size > MAX_BYTES:
                raise CommandError(f"{file.name} is larger than {MAX_BYTES // 1000} kB.")
        self.page.emulate_media(color_scheme="light")
