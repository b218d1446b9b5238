"""A real Chromium on the running application; skipped, and said so, where none is installed."""

import shutil
from collections.abc import Iterator

import pytest

from callpilot.engine import Engine
from callpilot.management.commands import seed_demo

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture
def demo(engine: Engine) -> Engine:
    seed_demo.fill_calendar(seed_demo.make_person())
    return engine


@pytest.fixture
def browser(demo: Engine) -> Iterator[object]:
    """Depends on the engine, so that the browser is closed before the tables are emptied."""
    if CHROMIUM is None:
        pytest.skip("No Chromium is installed; `make browser` installs it on Debian.")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, demo):
    """A page whose console must stay silent."""
    context = browser.new_context(base_url=demo.url, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    complaints = []
    page.on(
        "console",
        lambda message: message.type in ("error", "warning") and complaints.append(message.text),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == []
