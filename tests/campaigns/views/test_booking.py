"""The question before a booking and its answer, as a browser sees them."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from callpilot.models import User
from campaigns import announcements
from campaigns.bookings import booking
from campaigns.calls import cancel
from campaigns.models import Booking, Call, Campaign, Offer
from campaigns.offers import offers
from scheduling import appointments, tasks
from scheduling.models import Appointment, CalendarEntry
from tests.campaigns.answered_calls import (
    answer,
    appointment_of,
    booked,
    hang_up,
    running,
    unreached,
    with_offers,
)
from tests.campaigns.broken_calendar import BreakableCalendar
from tests.campaigns.channel_layer import KeepingLayer
from tests.campaigns.clients import HTMX, Answer, browser_of, text
from tests.factories import make_call, make_person

pytestmark = pytest.mark.django_db


def address(campaign: Campaign, offer: Offer) -> str:
    return f"/campaigns/{campaign.pk}/offers/{offer.pk}/confirm/"


def fields(page: Answer, **changes: str) -> dict[str, str]:
    key = re.search(rb'name="key" value="([^"]+)"', page.content)
    given = {"name": "Alex Example", "phone": "", "note": "", "key": key[1].decode() if key else ""}
    return given | changes


def page_of(browser: Client, campaign: Campaign) -> str:
    return text(browser.get(f"/campaigns/{campaign.pk}/"))


def test_the_question_says_when_where_what_was_said_and_that_the_calendar_is_free(
    browser: Client, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)

    page = browser.get(address(campaign, offer)).content.decode()

    assert offer.provider.name in page and offer.provider.address in page
    assert "Free in your calendar, checked just now." in page
    assert "“Yes.”" in page and "They did not promise to keep this time." in page
    assert "<html" in page and 'value="Alex Example"' in page


def test_a_dialog_is_the_question_without_the_page_around_it(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)

    page = browser.get(address(campaign, offer), headers=HTMX).content.decode()

    assert "<html" not in page and "Book this appointment?" in page


def test_a_yes_books_with_the_name_number_and_note_given(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    form = browser.get(address(campaign, offer))
    given = fields(form, name="Mia Example", phone="+1 415-555-0199", note="Wheelchair")

    answered = browser.post(address(campaign, offer), given)

    made = campaign.bookings.get()
    assert answered["Location"] == f"/campaigns/{campaign.pk}/"
    assert (made.contact_name, made.contact_phone) == ("Mia Example", "+14155550199")
    brief = campaign.calls.get(purpose="confirm").brief
    assert (brief["contact_name"], brief["note"]) == ("Mia Example", "Wheelchair")


def test_a_dialogs_yes_leads_to_the_live_page(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)

    answered = browser.post(
        address(campaign, offer), fields(browser.get("/"), key="k"), headers=HTMX
    )

    assert answered["HX-Redirect"] == f"/campaigns/{campaign.pk}/"


def test_a_bad_number_keeps_what_was_typed(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)

    answered = browser.post(
        address(campaign, offer), {"name": "Mia", "phone": "911", "note": "Please hurry"}
    )

    page = answered.content.decode()
    assert answered.status_code == 422 and not campaign.bookings.exists()
    assert 'value="Mia"' in page and 'value="911"' in page and 'value="Please hurry"' in page
    assert "Nothing was booked yet." in page and 'href="#id_phone"' in page


def test_the_same_form_sent_twice_is_one_booking_and_one_call(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    given = fields(browser.get(address(campaign, offer)))

    answers = [browser.post(address(campaign, offer), given).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert campaign.calls.filter(purpose="confirm").count() == 1


def test_an_old_form_sent_again_after_a_failure_rings_nobody(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    given = fields(browser.get(address(campaign, offer)))
    browser.post(address(campaign, offer), given)
    hang_up(answer(campaign.calls.get(purpose="confirm")))
    assert campaign.bookings.get().status == Booking.Status.REFUSED

    browser.post(address(campaign, offer), given)

    assert campaign.bookings.count() == 1


def test_a_calendar_that_fills_up_in_between_is_said_with_its_times_and_no_title(
    browser: Client, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    form = browser.get(address(campaign, offer))
    CalendarEntry.objects.create(
        person=alice, start=offer.start, end=offer.end + timedelta(minutes=15), title="Secret"
    )

    answered = browser.post(address(campaign, offer), fields(form))

    page = answered.content.decode()
    assert answered.status_code == 409 and not campaign.bookings.exists()
    assert "Overlaps something in your calendar, 10:00 – 10:45 AM." in page
    assert "Your calendar has changed meanwhile." in page and "Secret" not in page


def test_a_conflict_is_seen_on_opening_and_the_next_best_is_named(
    browser: Client, alice: User
) -> None:
    campaign, [first, second] = with_offers(2, person=alice)
    CalendarEntry.objects.create(person=alice, start=first.start, end=first.end, title="Secret")

    page = browser.get(address(campaign, first)).content.decode()

    assert "Overlaps something" in page and "<form" not in page.split("<main")[1].split("</main")[0]
    assert second.provider.name in page and address(campaign, second) in page


def test_a_calendar_that_cannot_be_read_offers_another_look(
    browser: Client, alice: User, calendar: BreakableCalendar
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    calendar.readable = False

    page = browser.get(address(campaign, offer)).content.decode()

    assert "could not be read just now" in page and "Check again" in page


def test_a_time_that_the_desk_took_back_is_refused_in_words(browser: Client, alice: User) -> None:
    campaign, [first, second] = with_offers(2, person=alice)
    form = browser.get(address(campaign, first))
    offers.take_back(first)

    answered = browser.post(address(campaign, first), fields(form), headers=HTMX)

    page = answered.content.decode()
    assert answered.status_code == 422 and "The desk no longer has this time." in page
    assert second.provider.name in page


def test_when_another_offer_is_being_confirmed_that_is_said(browser: Client, alice: User) -> None:
    campaign, [first, second] = with_offers(2, person=alice)
    booking.confirm(campaign, first)

    page = browser.get(address(campaign, second)).content.decode()

    assert "Another offer is being confirmed" in page


def test_the_question_about_what_is_being_booked_already_leads_to_its_progress(
    browser: Client, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)

    assert browser.get(address(campaign, offer)).status_code == 302


def test_those_on_the_line_are_thanked_and_those_that_ring_are_put_down(
    layer: KeepingLayer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    campaign, [offer] = with_offers(1)
    talking, ringing = make_call(campaign), make_call(campaign)
    answer(talking)
    ringing.move(Call.Status.DIALING)

    with django_capture_on_commit_callbacks(execute=True):
        booking.confirm(campaign, offer, end_others=True)

    ringing.refresh_from_db()
    talking.refresh_from_db()
    assert layer.told(announcements.call_group(talking.pk)) == [{"type": "call.wrap_up"}]
    assert layer.told(announcements.call_group(ringing.pk)) == []
    assert ringing.unwanted_at is not None and talking.unwanted_at is None


def test_others_go_on_unless_they_are_to_be_ended() -> None:
    campaign, [offer] = with_offers(1)
    ringing = make_call(campaign)
    ringing.move(Call.Status.DIALING)

    booking.confirm(campaign, offer)

    ringing.refresh_from_db()
    assert ringing.unwanted_at is None


# --- how far it is ---------------------------------------------------------------------------


def test_the_page_tells_each_step_of_the_call_back(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)
    assert "Waiting for a free line." in page_of(browser, campaign)

    call = campaign.calls.get(purpose="confirm")
    call.move(Call.Status.DIALING)
    call.move(Call.Status.RINGING)
    assert "It is ringing." in page_of(browser, campaign)
    call.move(Call.Status.IN_PROGRESS, answered_at=now())
    assert "Talking with them." in page_of(browser, campaign)


def test_a_desk_that_did_not_answer_is_called_again_and_the_time_is_said(
    browser: Client, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)
    unreached(campaign.calls.get(purpose="confirm"))

    page = page_of(browser, campaign)

    assert "Nobody answered." in page and "We call " in page
    assert f'href="tel:{offer.provider.phone}"' in page


def test_what_failed_may_be_tried_again_while_the_offer_stands(
    browser: Client, alice: User
) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)
    hang_up(answer(campaign.calls.get(purpose="confirm")))

    page = page_of(browser, campaign)

    assert "Not booked with" in page and "The desk did not clearly agree." in page
    assert "Try again" in page


def booked_now(alice: User) -> tuple[Campaign, UUID]:
    """A campaign and its appointment."""
    campaign, [offer] = with_offers(1, person=alice)
    return campaign, appointment_of(booked(campaign, offer)).pk


def test_a_calendar_that_refuses_the_appointment_is_said_with_two_ways_out(
    browser: Client, alice: User, calendar: BreakableCalendar
) -> None:
    campaign, appointment_id = booked_now(alice)
    calendar.writable = False

    tasks.sync_calendar(str(appointment_id))
    page = page_of(browser, campaign)
    assert "Booked with the desk. We could not write to your calendar." in page
    assert "Retry" in page and "event.ics" in page

    calendar.writable = True
    browser.post(f"/appointments/{appointment_id}/calendar/")
    appointments.sync_calendar(appointment_id)
    assert "We could not write" not in page_of(browser, campaign)
    kinds = campaign.events.filter(kind="calendar_moved").order_by("number")
    assert [event.data["status"] for event in kinds] == ["failed", "written"]


def test_nobody_writes_into_anothers_calendar(alice: User) -> None:
    _campaign, appointment_id = booked_now(alice)
    stranger = browser_of(make_person())

    assert stranger.post(f"/appointments/{appointment_id}/calendar/").status_code == 404


def test_a_cancelled_campaign_shows_no_steps(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)
    cancel.cancel_campaign(campaign)

    assert 'class="steps"' not in page_of(browser, campaign)


def test_no_booking_has_no_steps(browser: Client, alice: User) -> None:
    campaign, _calls = running(1, person=alice)

    assert 'class="steps"' not in page_of(browser, campaign)
    assert not Appointment.objects.exists()


def test_an_offer_of_another_campaign_is_not_found_under_ones_own(client: Client) -> None:
    campaign, _ = with_offers(1)
    _, [foreign] = with_offers(1)
    client.force_login(campaign.person)

    url = reverse("confirm", args=[campaign.pk, foreign.pk])

    assert client.get(url).status_code == client.post(url, {"name": "Kim"}).status_code == 404
