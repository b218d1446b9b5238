"""Tests of scheduling/tasks.py: lapsed holds are released, calendars are brought in step."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import now

from scheduling import appointments, holds, tasks
from scheduling.models import Appointment, Hold
from scheduling.slots import Slot
from tests.factories import make_person

START = datetime(2031, 12, 1, 18, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def booked(minutes: int = 0) -> Appointment:
    slot = Slot.of(START + timedelta(minutes=minutes), 30)
    hold = holds.place_hold(make_person(), slot, wish=uuid4(), keep=timedelta(hours=1))
    return appointments.make(hold, title="Check-up", timezone="UTC", place_name="Test Dental")


def test_a_lapsed_hold_is_released_and_one_of_an_appointment_is_not() -> None:
    lapsed = holds.place_hold(
        make_person(), Slot.of(START, 30), wish=uuid4(), keep=timedelta(hours=1)
    )
    Hold.objects.filter(pk=lapsed.pk).update(lapses_at=now() - timedelta(minutes=1))
    kept = booked().hold

    tasks.tidy_holds()

    lapsed.refresh_from_db()
    kept.refresh_from_db()
    assert lapsed.released_at is not None and kept.released_at is None


def test_tidying_writes_what_the_calendar_lacks() -> None:
    appointment = booked()
    Appointment.objects.filter(pk=appointment.pk).update(in_calendar_at=None)

    tasks.tidy_holds()

    assert appointments.unsynced() == []


def test_an_appointment_that_is_gone_cannot_be_written() -> None:
    with pytest.raises(Appointment.DoesNotExist):
        tasks.sync_calendar(str(uuid4()))
