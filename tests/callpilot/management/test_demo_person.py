"""The demo person: whole, and nothing that somebody changed is changed back."""

import pytest

from callpilot.management.demo_person import BUSY, fill_calendar, make_person
from scheduling.models import CalendarEntry

pytestmark = pytest.mark.django_db


def test_a_password_that_was_changed_stays() -> None:
    person = make_person()
    person.set_password("another-one")
    person.save()

    assert make_person().check_password("another-one")


def test_the_week_repeats_at_the_same_hours_by_the_persons_clock() -> None:
    person = make_person()
    fill_calendar(person, weeks=2)
    zone = person.profile.zone
    meetings = CalendarEntry.objects.filter(title="Team meeting").order_by("start")
    first, second = (entry.start.astimezone(zone) for entry in meetings)

    assert (second.date() - first.date()).days == 7
    assert first.time() == second.time() == BUSY[0][1]
