"""The campaign's page puts first what its phase is about, and never turns under a reader's eyes."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, StorageState

from callpilot.embedded.engine import Engine
from callpilot.models import User
from campaigns.models import Call, Campaign
from tests.browser.conftest import Browser, sign_in, until
from tests.browser.live_rows import end_talks, make_bid, make_talks
from tests.campaigns.answered_calls import hang_up
from tests.factories import make_call
from tests.routes.world import World

pytestmark = [pytest.mark.journey, pytest.mark.browser]
Talks = tuple[Campaign, list[Call]]
WIDE, PHONE = (1440, 900), (375, 812)
FIRST = {  # by the phase, what must be in the first screen
    "before": ("#plan h2", "#plan dd"),
    "calling": ("[data-question-words]", "#calls .chip"),
    "choosing": (".offer h3", ".offer .when"),
    "booked": ("#booking-title", ".booked-line"),
    "over": (".why-none .button", ".why-none .button >> nth=2"),
}
WITH_BUTTON = {"choosing": "Book this", "booked": "See the appointment"}


@pytest.fixture
def talks(person: User, page: Page) -> Iterator[Talks]:
    """Three desks on the line, and the person's page of them."""
    campaign, calls = make_talks(person, 3)
    sign_in(page.context, person)
    page.goto(f"/campaigns/{campaign.pk}/")
    page.get_by_text("Live", exact=True).first.wait_for()
    yield campaign, calls
    end_talks(campaign)


def in_sight(page: Page, element: Locator) -> bool:
    """Wholly within the window, and above the bar at its bottom."""
    box, size = element.bounding_box(), page.viewport_size
    assert size is not None
    bar = 64 if size["width"] < 832 else 0
    return bool(box and box["y"] >= 0 and box["y"] + box["height"] <= size["height"] - bar)


def campaigns(world: World) -> dict[str, Campaign]:
    waiting = world._campaign(status="dialing")
    make_call(waiting, due_at=world.entry.start)
    return {
        "before": waiting,
        "calling": world.calling,
        "choosing": world.ranking,
        "booked": world.booked,
        "over": world.failed,
    }


def test_at_each_phase_what_must_be_seen_next_is_in_the_first_screen(
    world: World, browser: Browser, application: Engine
) -> None:
    asked: StorageState = {
        "cookies": [],
        "origins": [
            {
                "origin": application.url,
                "localStorage": [{"name": "notify-asked", "value": "no"}],
            }
        ],
    }
    context = browser.new_context(base_url=application.url, storage_state=asked)
    sign_in(context, world.person)
    page = context.new_page()
    below = []
    for phase, campaign in campaigns(world).items():
        for width, height in (WIDE, PHONE):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"/campaigns/{campaign.pk}/")
            assert page.locator("#columns").get_attribute("data-phase") == phase
            looked_for = [page.locator(each).first for each in FIRST[phase]]
            if phase in WITH_BUTTON and width > 1000:
                looked_for.append(page.get_by_role("link", name=WITH_BUTTON[phase]).first)
            if phase == "calling" and width < 1000:
                looked_for = looked_for[:1]  # the question lies over the calls
            below += [f"{phase} {width} {each}" for each in looked_for if not in_sight(page, each)]

    assert below == []


def test_without_scripts_every_part_can_be_read(
    world: World, browser: Browser, application: Engine
) -> None:
    context = browser.new_context(
        base_url=application.url, java_script_enabled=False, viewport={"width": 320, "height": 700}
    )
    sign_in(context, world.person)
    page = context.new_page()
    page.goto(f"/campaigns/{world.ranking.pk}/")

    assert page.locator(".offer:visible").count() == 3
    assert page.locator("#calls .call:visible").count() == 3
    assert page.locator("#calls .heard:visible").count() == 3  # a line each, with its proof
    assert not page.get_by_role("tablist").is_visible()


def left(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["x"]


def test_when_calling_ends_the_shortlist_takes_the_page_and_the_focus_stays(
    page: Page, talks: Talks
) -> None:
    _campaign, calls = talks
    make_bid(calls[0], 3)
    page.locator(".offer").first.wait_for()
    assert left(page.locator("#calls")) < left(page.locator("#shortlist"))
    page.get_by_role("link", name="Desk 2").focus()

    for call in calls:
        hang_up(call)
    page.locator("#part-calls.folded").wait_for()

    assert left(page.locator("#shortlist")) < left(page.locator("#calls"))
    assert page.evaluate("document.activeElement.textContent.trim()") == "Desk 2"
    assert not page.get_by_role("button", name="Table").is_visible()
    page.get_by_role("button", name="Show more").click()
    page.get_by_role("button", name="Table").click()
    page.locator("#rows").get_by_text("Desk 3").wait_for()


def test_who_reads_a_conversation_is_asked_before_the_page_turns(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    make_bid(calls[0], 3)
    page.get_by_role("link", name="Desk 2").click()
    page.get_by_label("Whisper to the assistant").fill("half a sen")
    before = left(page.locator("#calls"))
    assert page.locator("#notify-ask").is_visible()

    for call in calls:
        hang_up(call)
    turn = page.get_by_role("button", name="Show your choice")
    turn.wait_for()
    page.locator("[data-announce]", has_text="Choose it").wait_for()

    assert left(page.locator("#calls")) == before
    assert not page.get_by_role("button", name="Show less").is_visible()
    assert page.locator("#whisper-text").input_value() == "half a sen"
    turn.click()
    assert left(page.locator("#shortlist")) < left(page.locator("#calls"))
    assert page.evaluate("document.activeElement.id") == "shortlist-title"
    assert page.locator("#panel").is_visible() and not page.locator("#notify-ask").is_visible()


def test_on_a_phone_the_parts_are_tabs_for_the_keyboard_too(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    page.set_viewport_size({"width": 320, "height": 700})
    tab = {name: page.get_by_role("tab", name=name) for name in ("Offers", "Calls", "Map")}
    assert tab["Calls"].get_attribute("aria-selected") == "true"
    assert not page.locator("#shortlist").is_visible()

    tab["Calls"].focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_role("tabpanel", name="Map").is_visible()
    assert not page.locator("#calls").is_visible()
    page.keyboard.press("ArrowRight")
    make_bid(calls[0], 3)
    page.locator(".offer").first.wait_for()

    assert page.evaluate("document.activeElement.id") == "tab-offers"  # also after it was redrawn
    assert tab["Offers"].get_attribute("aria-selected") == "true"
    assert until(lambda: "1" in tab["Offers"].inner_text())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize(("width", "height"), [WIDE, (320, 640)])
def test_a_question_stays_in_sight_however_far_the_page_is_scrolled(
    world: World, browser: Browser, application: Engine, width: int, height: int
) -> None:
    context = browser.new_context(
        base_url=application.url, viewport={"width": width, "height": height}
    )
    sign_in(context, world.person)
    page = context.new_page()
    page.goto(f"/campaigns/{world.calling.pk}/")
    words = page.locator("[data-question-words]")

    assert in_sight(page, words)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert page.evaluate("scrollY") > 0 and in_sight(page, words)
