"""The live page in a real browser: read in peace, answered, steered, true again after a loss."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now
from playwright.sync_api import Page, WebSocketRoute

from callpilot.embedded.engine import Engine
from callpilot.models import User
from campaigns.calls import control, outcomes
from campaigns.models import Call, Campaign, Provider
from scheduling.models import Hold
from tests.browser.conftest import sign_in, until
from tests.browser.live_rows import end_talks, make_bid, make_talks, say
from tests.browser.steps import LONG, start

pytestmark = [pytest.mark.journey, pytest.mark.browser]
Talks = tuple[Campaign, list[Call]]


@pytest.fixture
def talks(person: User, page: Page) -> Iterator[Talks]:
    """Three desks on the line, and the person's page of them."""
    campaign, calls = make_talks(person, 3)
    sign_in(page.context, person)
    page.goto(f"/campaigns/{campaign.pk}/")
    page.get_by_text("Live", exact=True).first.wait_for()
    yield campaign, calls
    end_talks(campaign)


def names(page: Page) -> list[str]:
    return page.locator(".offer h3").all_inner_texts()


def test_a_shortlist_that_is_being_read_holds_still_until_told(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    make_bid(calls[0], 3)
    page.locator(".offer").first.wait_for()
    page.locator(".offer").first.hover()

    make_bid(calls[1], 1)
    page.locator("#calls .is-offer").nth(1).wait_for()
    page.get_by_role("button", name="apply").wait_for()
    assert len(names(page)) == 1
    page.get_by_role("button", name="apply").click()
    page.locator(".offer", has_text="Desk 2").locator(".new-mark").wait_for()

    assert names(page)[0].startswith("Desk 2") and len(names(page)) == 2
    page.locator(".new-mark:visible").first.wait_for(state="detached")  # it was in sight


def test_what_is_held_for_the_person_is_told_by_the_clock_and_at_last_counted_down(
    page: Page, talks: Talks
) -> None:
    _campaign, calls = talks
    offer = make_bid(calls[0], 3)
    page.get_by_text("Kept free in your calendar until").wait_for()
    assert not page.locator(".keeps [data-left]").is_visible()

    Hold.objects.filter(offers=offer).update(lapses_at=now() + timedelta(minutes=9))
    page.reload()

    page.locator(".keeps [data-left]", has_text="8:").wait_for()


def test_what_can_be_stopped_or_paused_follows_the_calls(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    page.get_by_role("button", name="Pause updates").wait_for()
    make_bid(calls[0], 3)
    for call in calls:
        call.move(Call.Status.COMPLETED, outcome="no_slots")

    page.get_by_role("link", name="Cancel this request").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel the request").wait_for()

    assert not page.get_by_role("button", name="Pause updates").is_visible()


def test_a_question_is_heard_answered_and_gone(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    asked = control.ask(calls[1], "What is the date of birth?", [], 60)
    page.get_by_text("If you do nothing we will not share it.").wait_for()

    assert "What is the date of birth?" in page.locator("#live-assert").inner_text()
    assert page.title().startswith("Needs you – Dentist")
    page.get_by_label("Your answer").fill("3 May 1984")
    page.get_by_role("button", name="Tell them").click()
    page.locator(".need").wait_for(state="detached")
    until(lambda: page.title().startswith("Talking – Dentist"))

    assert control.close_question(asked).data["answer"] == "3 May 1984"


def test_a_question_nobody_answers_leaves_by_itself(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    asked = control.ask(calls[0], "And the address?", [], 3)
    page.locator(".need").wait_for()

    until(lambda: control.overdue(asked))
    control.close_question(asked)

    page.locator(".need").wait_for(state="detached")
    page.get_by_role("link", name="Desk 1").click()
    page.get_by_text("You did not answer.").wait_for()


def test_a_whisper_shows_what_became_of_it_in_both_tabs(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"/campaigns/{calls[0].campaign_id}/?call={calls[0].pk}")
        tab.get_by_text("Live", exact=True).first.wait_for()
    page.get_by_role("button", name="Please wrap up").click()
    page.get_by_role("button", name="Send").click()

    for tab in (page, other):
        tab.locator(".whispered .mark.sent").wait_for()
    whispered = calls[0].events.get(kind="whispered")
    control.heeded(calls[0].pk, whispered.number)
    for tab in (page, other):
        tab.get_by_text("read by the assistant").wait_for()


def test_a_whisper_that_nobody_read_says_so_when_the_call_has_ended(
    page: Page, talks: Talks
) -> None:
    _campaign, calls = talks
    page.get_by_role("link", name="Desk 1").click()
    page.get_by_label("Whisper to the assistant").fill("Ask for Friday")
    page.get_by_role("button", name="Send").click()
    page.locator(".whispered .mark.sent").wait_for()

    calls[0].move(Call.Status.COMPLETED, outcome="no_slots")

    page.get_by_text("not used, the call has ended").wait_for()


def test_hanging_up_asks_first(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    page.get_by_role("link", name="Desk 2").click()
    page.locator("#panel-title").wait_for()
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("They will hear:").wait_for()
    dialog.get_by_label("Wrong number").check()
    dialog.get_by_role("button", name="Hang up").click()
    dialog.wait_for(state="hidden")

    brief = until(lambda: Call.objects.get(pk=calls[1].pk).brief)
    assert brief[outcomes.HUNG_UP] == "failed"
    assert Provider.objects.get(calls=calls[1]).number_wrong


def test_stopping_lets_the_running_calls_finish_unless_told_otherwise(
    page: Page, talks: Talks
) -> None:
    campaign, _calls = talks
    page.keyboard.press("Shift+S")
    page.get_by_role("dialog").get_by_role("button", name="Stop", exact=True).click()
    page.get_by_text("No new calls are started.").wait_for()
    assert not campaign.calls.filter(unwanted_at__isnull=False).exists()

    page.get_by_role("link", name="Stop all calls").click()
    page.get_by_label("End all calls now").check()
    page.get_by_role("dialog").get_by_role("button", name="Stop", exact=True).click()

    until(lambda: campaign.calls.filter(unwanted_at__isnull=False).count() == 3)


def test_after_a_lost_socket_the_page_catches_up_without_doubles(page: Page, talks: Talks) -> None:
    campaign, calls = talks
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/ws/campaigns/**", through)
    page.goto(f"/campaigns/{campaign.pk}/?call={calls[0].pk}")
    say(calls[0], 1, "Good morning.")
    page.locator(".log .turn").nth(0).wait_for()

    sockets[0].close(code=1012)
    for number in range(2, 6):
        say(calls[0], number, f"Sentence {number}.")
    page.locator(".log .turn").nth(4).wait_for()

    campaign.refresh_from_db()
    board = page.locator("[data-live]")
    until(lambda: board.get_attribute("data-number") == str(campaign.event_count))
    assert page.locator(".log .turn").count() == 5 and board.get_attribute("data-missed") is None
    assert len(sockets) > 1


def test_a_silent_server_is_never_shown_as_live(page: Page, talks: Talks) -> None:
    campaign, calls = talks
    page.route_web_socket("**/ws/campaigns/**", lambda socket: socket.send('{"ping": 1}'))
    page.goto(f"/campaigns/{campaign.pk}/?call={calls[0].pk}")
    page.get_by_text("Live", exact=True).first.wait_for()

    page.get_by_text("Connection lost.").wait_for(timeout=LONG)

    assert page.title().startswith("Offline")
    page.get_by_role("button", name="Send").click(force=True)
    page.get_by_text("Not while the connection is lost.").first.wait_for()


def test_who_has_signed_out_is_asked_to_sign_in_and_keeps_the_page(
    page: Page, talks: Talks
) -> None:
    campaign, _calls = talks
    page.route_web_socket("**/ws/campaigns/**", lambda socket: socket.close(code=4401))
    page.goto(f"/campaigns/{campaign.pk}/")

    page.get_by_role("link", name="Sign in again").wait_for()
    assert page.get_by_role("link", name="Desk 1").is_visible()


def test_who_signs_out_in_another_tab_is_asked_to_sign_in_within_seconds(
    page: Page, talks: Talks
) -> None:
    page.context.clear_cookies(name="sessionid")  # as signing out does; then the row goes too
    Session.objects.all().delete()

    page.get_by_role("link", name="Sign in again").wait_for()
    assert page.title().startswith("Signed out")


def test_a_page_goes_on_when_its_person_changes_the_password_in_another_tab(
    page: Page, talks: Talks
) -> None:
    _campaign, calls = talks
    tab = page.context.new_page()
    tab.goto("/accounts/password/change/")
    tab.locator("[name=oldpassword]").fill("secret-pass")
    for name in ("password1", "password2"):
        tab.locator(f"[name={name}]").fill("another-secret-9")
    with page.expect_websocket():  # the session of before is gone, and with it the old one
        tab.locator("main form button").first.click()

    page.get_by_text("Live", exact=True).first.wait_for()
    say(calls[0], 1, "Still with you.")
    page.get_by_text("Still with you.").first.wait_for()
    assert not page.get_by_role("link", name="Sign in again").is_visible()


def test_filters_and_the_table_show_the_same_calls(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    make_bid(calls[2], 2)
    page.locator("#calls .is-offer").wait_for()
    page.get_by_role("button", name="Offers").click()
    assert page.locator("#calls > li:visible").count() == 1

    page.get_by_role("button", name="All").click()
    page.get_by_role("button", name="Table").click()
    page.get_by_role("button", name="Provider").click()
    page.get_by_role("button", name="Provider").click()

    assert page.locator("#rows tr th").first.inner_text() == "Desk 3"
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    calls[1].move(Call.Status.COMPLETED, outcome="no_slots")
    page.locator("#rows").get_by_text("No suitable time").wait_for()


def test_other_weights_rank_at_once_and_nobody_is_called(page: Page, talks: Talks) -> None:
    campaign, calls = talks
    make_bid(calls[0], 3)
    make_bid(calls[1], 1)
    page.locator(".offer").nth(1).wait_for()
    page.get_by_text("What matters to you?").click()
    page.get_by_role("button", name="As soon as possible").click()

    until(lambda: Campaign.objects.get(pk=campaign.pk).earliest_weight > 80)
    assert page.locator("#weights[open]").count() == 1


def test_a_real_assistant_reads_a_whisper(demo: Engine, page: Page) -> None:
    start(page, "Dentist next week, mornings, not Thursday")
    page.locator(".is-talking-edge [data-show]").first.click(timeout=LONG)
    page.get_by_role("button", name="Mornings only").click()
    page.get_by_role("button", name="Send").click()

    page.get_by_text("read by the assistant").first.wait_for(timeout=LONG)


def test_pausing_keeps_the_page_as_it_is(page: Page, talks: Talks) -> None:
    _campaign, calls = talks
    page.get_by_role("button", name="Pause updates").click()
    say(calls[0], 1, "Good morning.")
    page.get_by_role("button", name="Resume").wait_for()
    time.sleep(0.5)
    assert page.get_by_text("Good morning.").count() == 0

    page.get_by_role("button", name="Resume").click()
    page.get_by_text("Good morning.").first.wait_for()
