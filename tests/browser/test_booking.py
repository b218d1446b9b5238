"""Choosing, booking, and what an appointment looks like afterwards."""

from datetime import date, datetime, time, timedelta
from typing import Literal, Protocol, Unpack
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.utils.timezone import now
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from callpilot.models import ApiToken, Profile, User
from campaigns.bookings import booking
from campaigns.models import Booking, Call, Campaign, Provider
from scheduling import appointments
from scheduling.models import Appointment, CalendarEntry
from tests.browser.conftest import Browser, ContextOptions, sign_in, until
from tests.campaigns.answered_calls import answer, with_offers
from tests.factories import make_call, make_offer

pytestmark = [pytest.mark.journey, pytest.mark.browser]
LONG = 150_000  # milliseconds, for what takes phone calls
LA = "America/Los_Angeles"


class OpenPage(Protocol):
    """Opens a page as `person`, in a context with the given options."""

    def __call__(self, path: str, **options: Unpack[ContextOptions]) -> Page: ...


@pytest.fixture
def open_page(browser: Browser, demo: Engine, person: User) -> OpenPage:
    def opened(path: str, **options: Unpack[ContextOptions]) -> Page:
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = browser.new_context(**options | {"base_url": demo.url})
        sign_in(context, person)
        page = context.new_page()
        page.goto(path)
        return page

    return opened


def booked_at(person: User, start: datetime) -> Appointment:
    """An appointment as the whole machinery leaves it, without the calls."""
    campaign, _offers = with_offers(1, person=person)
    call = make_call(campaign, status="completed", answered_at=now(), ended_at=now())
    Provider.objects.filter(calls=call).update(timezone=LA)
    offer = make_offer(call, start=start, end=start + timedelta(minutes=30), timezone=LA)
    made = booking.confirm(campaign, offer)
    confirm_call = campaign.calls.get(purpose="confirm")
    Call.objects.filter(pk=confirm_call.pk).exclude(status="queued").update(status="queued")
    confirm_call.refresh_from_db()
    booking.agreed(answer(confirm_call).pk, {"quote": "Yes, that is booked."})
    confirm_call.refresh_from_db()
    confirm_call.move(Call.Status.COMPLETED, ended_at=now())
    made.refresh_from_db()
    assert made.appointment is not None
    appointments.sync_calendar(made.appointment.pk)
    return made.appointment


def with_real_offers(demo: Engine, person: User) -> Campaign:
    """A campaign that has really asked around, and rests with offers."""
    headers = {"Authorization": f"Token {ApiToken.issue(person, 'test')}"}
    start = date.today() + timedelta(days=1)
    wish = {
        "service": "dentist",
        "location": "San Francisco",
        "date_range_start": start.isoformat(),
        "date_range_end": (start + timedelta(days=7)).isoformat(),
        "max_providers": 6,
    }
    made = httpx.post(f"{demo.url}/api/campaigns", json=wish, headers=headers, timeout=20).json()
    campaign = Campaign.objects.get(pk=made["campaign_id"])
    until(lambda: Campaign.objects.get(pk=campaign.pk).status == Campaign.Status.RANKING)
    return campaign


def decided(made: Booking) -> str:
    """What the booking has become once the desk has answered."""

    def status() -> str | Literal[False]:
        made.refresh_from_db()
        return made.status != Booking.Status.CONFIRMING and made.status

    return until(status)


def test_a_double_click_books_once_and_the_page_tells_each_step(
    open_page: OpenPage, demo: Engine, person: User
) -> None:
    campaign = with_real_offers(demo, person)
    page = open_page(f"/campaigns/{campaign.pk}/")

    for _ in range(4):  # a desk may have given the time away meanwhile
        page.locator("a", has_text="Book this").first.click()
        page.get_by_role("dialog").get_by_role("button", name="Book ").dblclick()
        page.locator("#confirming li[aria-current=step]").wait_for()
        [made] = campaign.bookings.filter(status__in=Booking.HOLDING)
        if decided(made) == Booking.Status.BOOKED:
            break
        page.get_by_text("Not booked with").wait_for(timeout=LONG)
    page.get_by_role("link", name="See the appointment").wait_for(timeout=LONG)
    page.locator("#confirming .done", has_text="In your calendar").wait_for(timeout=LONG)

    assert Appointment.objects.filter(person=person).count() == 1
    assert campaign.calls.filter(purpose="confirm", offer=made.offer).count() == made.confirm_calls


def test_a_calendar_that_fills_up_while_the_dialog_is_open_keeps_it_open(
    open_page: OpenPage, person: User
) -> None:
    campaign, [offer] = with_offers(1, person=person)
    CalendarEntry.objects.filter(person=person).delete()
    page = open_page(f"/campaigns/{campaign.pk}/")
    page.locator("a", has_text="Book this").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("Free in your calendar, checked just now.").wait_for()
    end = offer.end + timedelta(minutes=15)
    CalendarEntry.objects.create(person=person, start=offer.start, end=end, title="Secret")

    dialog.get_by_role("button", name="Book ").click()

    dialog.get_by_text("Overlaps something in your calendar, 10:00 – 10:45 AM.").wait_for()
    assert dialog.get_by_text("Nothing was booked.").is_visible()
    assert not campaign.bookings.exists() and "Secret" not in page.content()


def test_escape_closes_the_question_and_gives_the_focus_back(
    open_page: OpenPage, person: User
) -> None:
    campaign, [offer] = with_offers(1, person=person)
    CalendarEntry.objects.filter(person=person).delete()
    page = open_page(f"/campaigns/{campaign.pk}/")
    page.locator("a", has_text="Book this").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("heading", name="Book this appointment?").wait_for()

    page.keyboard.press("Escape")

    page.get_by_role("dialog").wait_for(state="hidden")
    assert "Book this" in page.evaluate("document.activeElement.textContent")


def test_without_scripts_the_question_is_a_page_and_its_answer_books(
    open_page: OpenPage, person: User
) -> None:
    campaign, [offer] = with_offers(1, person=person)
    CalendarEntry.objects.filter(person=person).delete()
    page = open_page(f"/campaigns/{campaign.pk}/", java_script_enabled=False)

    page.locator("a", has_text="Book this").first.click()
    page.get_by_role("button", name="Book ").click()

    page.wait_for_url(f"**/campaigns/{campaign.pk}/")
    assert campaign.bookings.count() == 1


@pytest.mark.parametrize("day", [date(2027, 3, 16), date(2027, 1, 12)])
def test_a_reader_in_new_york_sees_both_times_of_an_appointment_in_los_angeles(
    open_page: OpenPage, person: User, day: date
) -> None:
    Profile.objects.filter(user=person).update(timezone="America/New_York")
    start = datetime.combine(day, time(10, 30), ZoneInfo(LA))
    row = booked_at(person, start)

    page = open_page(f"/appointments/{row.pk}/", timezone_id="America/New_York")

    letters = "PDT" if day.month == 3 else "PST"
    page.get_by_text(f"10:30 – 11:00 AM {letters}").first.wait_for()
    assert page.get_by_text("(1:30 – 2:00 PM your time)").first.is_visible()
    page.goto(f"/appointments/?view=week&date={day}")
    assert page.locator("table.week a.entry", has_text="1:30 PM").is_visible()


@pytest.mark.parametrize("view", ["list", "week", "month"])
def test_on_a_small_phone_days_become_a_list_and_nothing_scrolls_sideways(
    open_page: OpenPage, person: User, view: str
) -> None:
    start = datetime.combine(date.today() + timedelta(days=1), time(10), ZoneInfo(LA))
    row = booked_at(person, start)

    page = open_page(
        f"/appointments/?view={view}&date={start.date()}", viewport={"width": 320, "height": 700}
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator(f'a[href="/appointments/{row.pk}/"]:visible').count() == 1
    assert not page.locator("table:visible").count()


def test_a_free_hour_of_the_week_begins_a_request_for_it(open_page: OpenPage, person: User) -> None:
    page = open_page("/appointments/?view=week")
    page.get_by_role("link", name="Later").click()

    page.get_by_role("link", name="New request for").first.click()

    page.wait_for_url("**/requests/**")


def test_calling_an_appointment_off_asks_first_and_says_what_the_desk_knows(
    open_page: OpenPage, person: User
) -> None:
    start = datetime.combine(date.today() + timedelta(days=2), time(10), ZoneInfo(LA))
    row = booked_at(person, start)
    page = open_page(f"/appointments/{row.pk}/")

    page.get_by_role("link", name="Cancel this appointment").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("this cannot be undone").wait_for()
    dialog.get_by_role("button", name="Cancel it and call them").click()

    page.locator("#told").wait_for()
    row.refresh_from_db()
    assert row.status == "cancelled"
    told = page.locator("#told", has_text="They know").or_(
        page.locator("#told", has_text="yourself")
    )
    told.wait_for(timeout=LONG)  # nobody lives at the number of this test
