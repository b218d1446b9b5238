"""Appointments as a browser sees them: list, week, month, one, its files, and calling it off."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.timezone import now
from icalendar import Calendar
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from callpilot.models import User
from campaigns.bookings import booking, died_lines
from campaigns.calls import outcomes
from campaigns.calls.cancel import end_calls
from campaigns.models import Call, Campaign
from campaigns.pages import booking_progress
from scheduling import appointments
from scheduling.models import Appointment, CalendarEntry, Hold
from tests.campaigns.answered_calls import answer, appointment_of, hang_up, unreached, with_offers
from tests.campaigns.clients import HTMX, browser_of, text
from tests.factories import make_person

pytestmark = pytest.mark.django_db
EVIL = "<img src=x onerror=alert(1)>"


def booked(person: User, **changes: object) -> tuple[Campaign, Appointment]:
    campaign, [offer] = with_offers(1, person=person)
    for name, value in changes.items():
        setattr(offer, name, value)
    offer.save()
    made = booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))
    booking.agreed(call.pk, {"quote": "Yes, that is booked.", "call_id": str(call.pk)})
    hang_up(call)
    made.refresh_from_db()
    return campaign, appointment_of(made)


def moved(row: Appointment, *, days: int) -> Appointment:
    start = row.start + timedelta(days=days)
    times = {"start": start, "end": start + timedelta(minutes=30)}
    Hold.objects.filter(appointment=row).update(**times)
    Appointment.objects.filter(pk=row.pk).update(**times)
    row.refresh_from_db()
    return row


def test_the_page_tells_when_where_how_and_with_what_proof(browser: Client, alice: User) -> None:
    campaign, row = booked(alice, practitioner="Dr. Lee", price="95.00", conditions="Come early")
    appointments.sync_calendar(row.pk)

    page = text(browser.get(f"/appointments/{row.pk}/"))

    for words in ("Booked", row.confirmation_ref, "Dr. Lee", "$95.00", "Come early"):
        assert words in page
    assert f'href="tel:{row.phone}"' in page and "Yes, that is booked." in page
    for words in ("You asked for it.", "They offered this time.", "You chose it.", "They agreed"):
        assert words in page
    assert "It was written into your calendar." in page
    for link in ("calendar.google.com", "outlook.live.com", "maps.apple.com", 'href="geo:'):
        assert link in page


def test_a_strangers_words_are_text_on_every_page_of_appointments(
    browser: Client, alice: User
) -> None:
    _campaign, row = booked(alice, practitioner=EVIL, conditions=EVIL)
    Appointment.objects.filter(pk=row.pk).update(title=EVIL, place_name=EVIL, address=EVIL)

    for path in (f"/appointments/{row.pk}/", f"/appointments/{row.pk}/cancel/", "/appointments/"):
        assert EVIL not in text(browser.get(path)), path
    day = row.start.date()
    for view in ("week", "month"):
        page = text(browser.get(f"/appointments/?view={view}&date={day}"))
        assert EVIL not in page and "onerror" in page


def test_a_reader_elsewhere_sees_their_own_time_too(browser: Client, alice: User) -> None:
    alice.profile.timezone = "America/New_York"
    alice.profile.save()
    _campaign, row = booked(alice)
    there = row.start.astimezone(ZoneInfo("America/Los_Angeles"))

    page = text(browser.get(f"/appointments/{row.pk}/"))

    assert there.hour == 10 and "10:00 – 10:30 AM P" in page
    assert "(1:00 – 1:30 PM your time)" in page


@pytest.mark.parametrize("what", ["", "told/", "cancel/", "event.ics"])
def test_somebody_elses_appointment_does_not_exist(alice: User, what: str) -> None:
    _campaign, row = booked(alice)
    stranger = browser_of(make_person())

    assert stranger.get(f"/appointments/{row.pk}/{what}").status_code == 404


def test_the_list_is_grouped_by_when_and_filtered_by_state(browser: Client, alice: User) -> None:
    _campaign, gone = booked(alice)
    moved(gone, days=-30)
    Hold.objects.filter(appointment=None).update(released_at=now())
    _campaign, off = booked(alice)
    booking.cancel_appointment(off)
    _campaign, far = booked(alice)
    moved(far, days=30)

    page = text(browser.get("/appointments/"))
    assert "Later" in page and "Past" in page
    only = text(browser.get("/appointments/?state=cancelled"))
    assert str(off.pk) in only and str(far.pk) not in only
    assert str(far.pk) in text(browser.get("/appointments/?state=nonsense"))


def test_an_empty_list_says_what_to_do(browser: Client) -> None:
    page = text(browser.get("/appointments/"))

    assert "Nothing booked yet" in page and 'href="/requests/new/"' in page


def test_the_week_shows_appointments_kept_times_and_busy_ones_without_titles(
    browser: Client, alice: User
) -> None:
    kept, [offer] = with_offers(1, person=alice, request="Vet for a cat")
    times = {"start": offer.start + timedelta(hours=2), "end": offer.end + timedelta(hours=2)}
    Hold.objects.filter(wish=kept.pk).update(**times)
    _campaign, row = booked(alice)
    start = row.start + timedelta(hours=4)
    CalendarEntry.objects.create(
        person=alice, start=start, end=start + timedelta(hours=1), title="Secret"
    )

    page = text(browser.get(f"/appointments/?view=week&date={row.start.date()}"))

    assert f"/appointments/{row.pk}/" in page and "Busy" in page and "Secret" not in page
    assert "Kept for: Vet for a cat" in page and f"/campaigns/{kept.pk}/" in page
    assert "New request for" in page and "/requests/new/?request=" in page


@pytest.mark.parametrize("view", ["week", "month"])
def test_weeks_and_months_are_leafed_through_with_any_date(browser: Client, view: str) -> None:
    for date in ("2026-11-01", "2027-03-14", "nonsense", "9999-12-31", "2028-02-29"):
        answered = browser.get(f"/appointments/?view={view}&date={date}")
        assert answered.status_code == 200
        assert "Earlier" in text(answered) and "<caption" in text(answered)


def test_pages_of_appointments_cost_the_same_however_many_there_are(
    browser: Client, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(4):
        _campaign, row = booked(alice)
        moved(row, days=n + 1)
    for path in ("/appointments/", "/appointments/?view=week", "/appointments/?view=month"):
        with django_assert_max_num_queries(20):
            assert browser.get(path).status_code == 200


def test_the_files_are_read_by_calendar_programs(browser: Client, alice: User) -> None:
    _campaign, row = booked(alice)

    for path in (f"/appointments/{row.pk}/event.ics", "/appointments/all.ics"):
        answered = browser.get(path)
        [event] = Calendar.from_ical(answered.content).events
        assert event.uid == f"{row.pk}@callpilot" and event.start == row.start
        assert answered["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"


def test_the_file_of_a_cancelled_appointment_is_served_as_its_cancellation(
    browser: Client, alice: User
) -> None:
    _campaign, row = booked(alice)
    appointments.cancel(row)

    answered = browser.get(f"/appointments/{row.pk}/event.ics")

    assert answered["Content-Type"] == "text/calendar; charset=utf-8; method=CANCEL"
    assert str(Calendar.from_ical(answered.content)["METHOD"]) == "CANCEL"


# --- calling it off ----------------------------------------------------------------------------


def test_the_question_says_what_follows(browser: Client, alice: User) -> None:
    _campaign, row = booked(alice, conditions="A fee of $50 within 24 hours")

    page = text(browser.get(f"/appointments/{row.pk}/cancel/", headers=HTMX))

    assert "<html" not in page and "we call" in page and "cannot be undone" in page
    assert "A fee of $50 within 24 hours" in page


def test_called_off_twice_the_desk_is_called_once(browser: Client, alice: User) -> None:
    campaign, row = booked(alice)

    for _ in range(2):
        answered = browser.post(f"/appointments/{row.pk}/cancel/", headers=HTMX)
        assert answered["HX-Redirect"] == f"/appointments/{row.pk}/"

    assert campaign.calls.filter(purpose="cancel").count() == 1
    page = text(browser.get(f"/appointments/{row.pk}/"))
    assert "Calling them now" in page and "It was cancelled." in page


def cancelling(alice: User) -> tuple[Campaign, Appointment, Call]:
    campaign, row = booked(alice)
    booking.cancel_appointment(row)
    return campaign, row, campaign.calls.get(purpose="cancel")


def test_when_they_were_told_the_page_says_so(browser: Client, alice: User) -> None:
    _campaign, row, call = cancelling(alice)
    hang_up(answer(call), Call.Outcome.RELEASED)

    page = text(browser.get(f"/appointments/{row.pk}/told/"))

    assert "They know." in page and "hx-trigger" not in page


def test_a_desk_that_does_not_answer_is_called_again_by_the_usual_rules(
    browser: Client, alice: User, settings: Settings
) -> None:
    campaign, row, call = cancelling(alice)
    unreached(call)
    page = text(browser.get(f"/appointments/{row.pk}/told/"))
    assert "They do not know yet." in page and f'href="tel:{row.phone}"' in page

    for _ in settings.RETRY_MINUTES:
        unreached(campaign.calls.filter(purpose="cancel").latest("attempt"))

    page = text(browser.get(f"/appointments/{row.pk}/told/"))
    assert "We could not reach them." in page and f'href="tel:{row.phone}"' in page
    assert campaign.calls.filter(purpose="cancel").count() == 1 + len(settings.RETRY_MINUTES)


def test_a_machine_does_not_count_as_told(browser: Client, alice: User) -> None:
    _campaign, row, call = cancelling(alice)
    hang_up(answer(call), Call.Outcome.VOICEMAIL)

    assert "A machine answered." in text(browser.get(f"/appointments/{row.pk}/told/"))


def test_sweeping_up_after_a_campaign_does_not_end_the_call_that_tells(alice: User) -> None:
    campaign, _row, call = cancelling(alice)
    end_calls(campaign, "over")
    outcomes.update_campaign_status(campaign.pk)

    call.refresh_from_db()
    assert call.status == Call.Status.QUEUED


def test_what_has_passed_is_not_called_off(browser: Client, alice: User) -> None:
    campaign, row = booked(alice)
    moved(row, days=-30)

    assert f"{row.pk}/cancel/" not in text(browser.get(f"/appointments/{row.pk}/"))
    browser.post(f"/appointments/{row.pk}/cancel/")
    row.refresh_from_db()
    assert row.status == "booked" and booking_progress.told(row.booking) is None


def test_a_line_that_died_is_said_on_the_page(browser: Client, alice: User) -> None:
    campaign, [offer] = with_offers(1, person=alice)
    booking.confirm(campaign, offer)
    made = died_lines.line_died_after_yes(answer(campaign.calls.get(purpose="confirm")).pk)

    assert made is not None

    page = text(browser.get(f"/appointments/{made.appointment_id}/"))

    assert "To be confirmed" in page and "Their yes was in doubt" in page
