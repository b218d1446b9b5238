"""The calendars page: hours and busy times as they are typed, in the person's own zone."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import User
from scheduling import working_hours
from scheduling.models import CalendarEntry
from tests.campaigns.answered_calls import booked, with_offers
from tests.factories import make_person

pytestmark = pytest.mark.django_db
RULES = {"limited": "yes", "buffer_before": "15", "buffer_after": "0", "notice_hours": "24"}
MONDAY = {"on_0": "on", "start_0_1": "09:00", "end_0_1": "12:00"}
BUSY = {"title": "Gym", "day": "2031-12-01", "start": "10:00", "end": "11:30"}


def test_hours_are_saved_day_by_day(client: Client, person: User) -> None:
    afternoon = {"start_0_2": "14:00", "end_0_2": "00:00"}
    saved = client.post("/settings/calendars/", RULES | MONDAY | afternoon)

    rules = working_hours.rules_of(person)
    assert saved.status_code == 302
    assert rules.hours == {0: [(time(9), time(12)), (time(14), time(0))]}
    assert (rules.buffer_before, rules.notice) == (15, timedelta(hours=24))


def test_at_any_time_takes_the_hours_away(client: Client, person: User) -> None:
    client.post("/settings/calendars/", RULES | MONDAY)
    client.post("/settings/calendars/", RULES | MONDAY | {"limited": ""})

    assert working_hours.rules_of(person).hours is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"end_0_1": "08:00"},
        {"end_0_1": ""},
        {"start_0_1": "", "end_0_1": ""},
        {"start_0_1": "25:00"},
        {"start_0_2": "11:00", "end_0_2": "13:00"},
        {"end_0_1": "00:00", "start_0_2": "13:00", "end_0_2": "14:00"},
        {"start_0_2": "13:00"},
        {"on_0": ""},
        {"buffer_before": "7"},
    ],
)
def test_wrong_hours_are_told_and_nothing_is_saved(
    client: Client, person: User, wrong: JsonObject
) -> None:
    answer = client.post("/settings/calendars/", RULES | MONDAY | wrong)

    assert answer.status_code == 422 and b'role="alert"' in answer.content
    assert working_hours.rules_of(person).hours is None


def test_a_busy_time_is_on_the_persons_own_clocks(client: Client, person: User) -> None:
    client.post("/settings/calendars/busy/", BUSY)

    entry = CalendarEntry.objects.get(person=person)
    assert entry.start == datetime(2031, 12, 1, 18, tzinfo=UTC)
    page = client.get("/settings/calendars/").content.decode()
    assert "Mon, Dec 1, 2031, 10:00 AM" in page and "Gym" in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"end": "10:00"},
        {"end": "09:00"},
        {"day": "2031-02-29"},
        {"day": "2031-03-09", "start": "02:30"},  # the clocks skip it
        {"title": ""},
        {"last_day": "2031-11-30"},
        {"day": "9999-12-31"},
    ],
)
def test_a_wrong_busy_time_is_told(client: Client, person: User, wrong: JsonObject) -> None:
    answer = client.post("/settings/calendars/busy/", BUSY | wrong)

    assert answer.status_code == 422 and not CalendarEntry.objects.exists()


def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is(
    client: Client, person: User
) -> None:
    night = {"title": "x", "day": "2031-11-01", "start": "22:00"}
    client.post("/settings/calendars/busy/", night | {"last_day": "2031-11-02", "end": "06:00"})

    entry = CalendarEntry.objects.get()
    assert entry.end - entry.start == timedelta(hours=9)


def test_a_busy_time_over_an_appointment_is_told(client: Client) -> None:
    campaign, [offer] = with_offers(1)
    booked(campaign, offer)
    client.force_login(campaign.person)
    local = offer.start.astimezone(campaign.person.profile.zone)
    entry = {"title": "x", "day": f"{local:%Y-%m-%d}", "start": f"{local:%H:%M}", "end": "23:59"}

    page = client.post("/settings/calendars/busy/", entry, follow=True).content.decode()

    assert "overlaps your appointment" in page


def test_entries_are_removed_by_their_person_alone(client: Client, person: User) -> None:
    soon = now() + timedelta(days=1)
    mine = CalendarEntry.objects.create(
        person=person, start=soon, end=soon + timedelta(hours=1), title="x"
    )
    other = CalendarEntry.objects.create(
        person=make_person(), start=soon, end=soon + timedelta(hours=1), title="x"
    )

    assert client.post(f"/settings/calendars/busy/{other.pk}/remove/").status_code == 404
    assert client.post(f"/settings/calendars/busy/{mine.pk}/remove/").status_code == 302
    assert list(CalendarEntry.objects.all()) == [other]
