"""Every page in every theme and width: axe, layout, targets, focus, the reader's own style."""

import httpx
import pytest

from callpilot.embedded.engine import Engine
from callpilot.models import User
from tests.browser import matrix
from tests.browser.conftest import Browser, session_of, sign_in
from tests.routes import people
from tests.routes.addresses import Address, addresses
from tests.routes.world import World

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1440)
# Answers that are no pages. Redirections, files, fragments and what takes POST alone tell so
# themselves; admin and API are for staff and programs, and drawn by libraries.
NO_PAGES = {
    "docs": "drawn by a library for programmers",
    "mfa_deactivate_totp": "asked in the page of security",
}
STATES = {  # pages that look different as things go on
    "campaign": lambda world: [world.calling, world.ranking, world.booked, world.failed],
}
PAGES = [each for each in addresses() if not each.pattern.startswith(("api/", "^api/", "twilio/"))]


def paths(address: Address, world: World) -> list[str]:
    if address.name in STATES:
        return [f"/campaigns/{each.pk}/" for each in STATES[address.name](world)]
    return [address.path(world)]


def reader(url: str, path: str, world: World) -> tuple[User | None, bool]:
    """Who is shown a page there: the owner, somebody without anything yet, or nobody known."""
    for person in (world.person, people.somebody(), None):
        answer = httpx.get(f"{url}{path}", cookies=session_of(person), timeout=30)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code in (200, 401) and kind.startswith("text/html"):
            return person, "<html" in answer.text
    return None, False


@pytest.mark.parametrize("address", PAGES, ids=str)
def test_a_page_is_for_everybody(
    address: Address, world: World, browser: Browser, application: Engine
) -> None:
    if address.name in NO_PAGES:
        pytest.skip(NO_PAGES[address.name])
    found, looked_at = [], 0
    for path in paths(address, world):
        person, whole = reader(application.url, path, world)
        if whole:
            looked_at += 1
            found += look(browser, application.url, path, person)
    if not looked_at:
        pytest.skip("No page: a redirection, a file, a fragment, or for POST alone.")
    assert found == [], "\n".join(found)


def look(browser: Browser, url: str, path: str, person: User | None) -> list[str]:
    """Load the page once; themes, widths and styles are changed under it."""
    context = browser.new_context(
        base_url=url,
        bypass_csp=True,  # for axe and the styles that we lay over the page
        reduced_motion="reduce",
        viewport={"width": 1440, "height": 800},
    )
    context.add_init_script(matrix.AXE)
    if person is not None:
        sign_in(context, person)
    page = context.new_page()
    page.goto(path)
    found = matrix.violations(page)
    for width in WIDTHS:
        found += matrix.faults(page, width)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    found += [f"dark {each}" for each in matrix.violations(page)]
    found += matrix.walk(page)
    page.emulate_media(color_scheme="light", forced_colors="active")
    found += [f"forced {each}" for each in matrix.violations(page)]
    page.emulate_media(forced_colors="none")
    found += matrix.enlarged(page, matrix.LARGE) + matrix.enlarged(page, matrix.SPACING)
    context.close()
    return [f"{path}: {each}" for each in found]


def test_every_page_has_an_object_to_show() -> None:
    assert [str(each) for each in PAGES if each.missing] == []
