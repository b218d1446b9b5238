"""A call's page in the hands of a person: the player, its keys, links to a second, following."""

import re
from datetime import timedelta
from typing import Protocol

import numpy as np
import pytest
from django.db.models import F
from django.utils.timezone import now
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Call, Campaign
from telephony.audio.codecs import encode_ulaw
from telephony.audio.stereo_wav import CALLEE, OURS
from telephony.recording import files
from tests.browser.conftest import Browser, sign_in
from tests.factories import make_call, make_campaign, make_offer
from voice.models import ToolRun, Turn

pytestmark = pytest.mark.browser
SECONDS = 120


class Opened(Protocol):
    """Opens a call's page, at a place."""

    def __call__(self, call: Call, place: str = "") -> Page: ...


def talked(person: User) -> Call:
    """Two minutes in which the desk and the assistant take turns of four seconds."""
    campaign = make_campaign(person)
    moment = now()
    call = make_call(
        campaign, status="completed", outcome="offer", answered_at=moment, ended_at=moment
    )
    for number in range(SECONDS // 4):
        Turn.objects.create(
            call=call,
            number=number + 1,
            speaker="agent" if number % 2 else "callee",
            text=f"This is what was said at number {number + 1}. " * 3,
            started_ms=4000 * number,
            ended_ms=4000 * number + 3000,
        )
    ToolRun.objects.create(
        call=call, name="validate_slot", key="k", ok=True, answer={"say": "Free."}, at_ms=9000
    )
    make_offer(call, evidence={"turns": [3], "call_id": str(call.pk)})
    return call


@pytest.fixture
def call(person: User) -> Call:
    """With its recording."""
    call = talked(person)
    sound = np.sin(np.arange(3 * 8000) / 8000 * 2 * np.pi * 300) * 8000
    tone = encode_ulaw(sound.astype(np.int16))
    file = files.begin(call.pk, "simulated", 0)
    assert file is not None
    for number in range(SECONDS // 4):
        file.write(OURS if number % 2 else CALLEE, [(4 * 8000 * number, tone)])
    file.write(CALLEE, [(SECONDS * 8000 - 1, b"\xff")])
    file.close()
    files.finish(call.pk)
    return call


@pytest.fixture
def opened(page: Page, person: User) -> Opened:
    sign_in(page.context, person)

    def go(call: Call, place: str = "") -> Page:
        page.goto(f"/calls/{call.pk}/{place}")
        return page

    return go


def reaches(page: Page, second: float) -> None:
    page.wait_for_function(
        "second => Math.abs(document.getElementById('audio').currentTime - second) < 0.2",
        arg=second,
    )


def test_the_sound_really_plays_and_its_length_is_known(opened: Opened, call: Call) -> None:
    page = opened(call)

    page.get_by_role("button", name="Play").click()

    page.wait_for_function("() => document.getElementById('audio').currentTime > 0.3")
    assert page.evaluate("document.getElementById('audio').duration") == pytest.approx(
        SECONDS, 0.01
    )
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("document.getElementById('audio').paused")


def test_the_player_is_worked_by_keys_alone(opened: Opened, call: Call) -> None:
    page = opened(call)
    slider = page.get_by_role("slider", name="Place in the recording")
    slider.focus()
    reaches(page, 0)

    for key, second in [
        ("ArrowRight", 5), ("PageUp", 35), ("ArrowLeft", 30), ("PageDown", 0), ("End", SECONDS),
        ("Home", 0), (".", 5), (",", 0),
    ]:  # fmt: skip
        page.keyboard.press(key)
        reaches(page, second)
    page.keyboard.press("PageUp")
    reaches(page, 30)
    assert slider.get_attribute("aria-valuenow") == "30"
    assert slider.get_attribute("aria-valuetext") == "30 seconds, assistant speaking"
    page.keyboard.press("Space")
    page.wait_for_function("() => !document.getElementById('audio').paused")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.getElementById('audio').paused")


def test_brackets_go_from_turn_to_turn(opened: Opened, call: Call) -> None:
    page = opened(call, "#turn-3")
    reaches(page, 8)

    page.keyboard.press("]")
    reaches(page, 12)
    page.keyboard.press("[")
    page.keyboard.press("[")
    reaches(page, 4)

    assert page.url.endswith("#turn-2")


def test_a_link_to_a_second_opens_there_and_shows_its_turn(opened: Opened, call: Call) -> None:
    page = opened(call, "#t=83")

    reaches(page, 83)
    assert page.locator("#turn-21.is-target").is_visible()
    assert page.locator("#turn-21[aria-current=true]").is_visible()
    page.get_by_role("link", name=re.compile("Evidence")).first.click()
    reaches(page, 8)
    assert page.locator("#turn-3.is-target").is_visible()


def test_every_proof_leads_to_the_sentence_where_it_begins(opened: Opened, person: User) -> None:
    """Also one that begins late in its second."""
    call = talked(person)
    call.turns.update(started_ms=F("started_ms") + 970)
    assert call.campaign is not None
    call.campaign.move(Campaign.Status.RANKING)
    call.offers.all().delete()
    said = {}
    for number in (3, 8, 21):
        first, second = call.turns.filter(number__in=(number, number + 1)).order_by("number")
        evidence: JsonObject = {
            "turns": [first.number, second.number],
            "call_id": str(call.pk),
            "said": [[first.speaker, first.text]],
            "at_ms": first.started_ms,
        }
        start = now() + timedelta(days=number)
        offer = make_offer(call, evidence=evidence, start=start, end=start + timedelta(minutes=30))
        said[str(offer.pk)] = first.text.strip()
    page = opened(call)
    page.goto(f"/campaigns/{call.campaign_id}/")
    links = page.locator(".offer a[href*='/calls/']").evaluate_all(
        "all => all.map((a) => [a.closest('.offer').dataset.offerId, a.getAttribute('href')])"
    )

    shown = []
    for offer_id, link in links:
        page.goto(link)
        shown.append((offer_id, page.locator("#lines .is-target .words").inner_text().strip()))

    assert {offer_id for offer_id, _ in shown} == said.keys()
    assert shown == [(offer_id, said[offer_id]) for offer_id, _ in shown]


def test_without_a_recording_a_link_still_shows_its_turn(opened: Opened, person: User) -> None:
    page = opened(talked(person), "#t=83")

    assert page.locator("#turn-21.is-target").is_visible()
    assert page.get_by_text("was not recorded").is_visible()


def test_the_transcript_follows_until_it_is_scrolled_by_hand(opened: Opened, call: Call) -> None:
    page = opened(call, "#t=60")
    follow, jump = page.get_by_label("Follow"), page.get_by_role("button", name="Jump to now")
    page.locator("#turn-16[aria-current=true]").wait_for()
    assert follow.is_checked() and jump.is_hidden()

    page.locator("#lines").hover()
    page.mouse.wheel(0, -3000)

    jump.wait_for()
    assert not follow.is_checked()
    jump.click()
    assert follow.is_checked()
    page.wait_for_function(
        """() => {
          const lines = document.getElementById('lines').getBoundingClientRect();
          const row = document.querySelector('[aria-current=true]').getBoundingClientRect();
          return row.top >= lines.top && row.bottom <= lines.bottom;
        }"""
    )


def test_search_leaves_the_lines_that_have_the_words(opened: Opened, call: Call) -> None:
    page = opened(call)

    page.keyboard.press("/")
    page.keyboard.type("number 12.")

    assert page.locator("#lines > li:visible").count() == 1
    assert page.locator("#found").inner_text() == "1 found"
    page.keyboard.press("Escape")
    assert page.locator("#lines > li:visible").count() == SECONDS // 4 + 1


def test_a_recording_is_deleted_after_one_question(opened: Opened, call: Call) -> None:
    page = opened(call)

    page.get_by_role("link", name="Delete recording").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete recording").click()

    page.get_by_text("The recording was deleted.").first.wait_for()
    assert page.locator("audio").count() == 0


def test_without_script_the_browsers_own_player_and_the_words_remain(
    browser: Browser, demo: Engine, person: User, call: Call
) -> None:
    context = browser.new_context(base_url=demo.url, java_script_enabled=False)
    sign_in(context, person)
    page = context.new_page()
    page.goto(f"/calls/{call.pk}/")

    assert page.locator("audio[controls]").is_visible()
    assert page.locator("#turn-1").is_visible()
    assert page.get_by_role("button", name="Play").count() == 0
