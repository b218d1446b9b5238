"""An entry takes up a slot and is named by it, never by its title."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError

from scheduling.models import CalendarEntry
from scheduling.slots import Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TEN = datetime(2031, 12, 1, 10, tzinfo=UTC)


def enter(end: datetime) -> CalendarEntry:
    return CalendarEntry.objects.create(
        person=make_person(), start=TEN, end=end, title="Heart surgery"
    )


def test_an_entry_is_named_by_its_time_alone() -> None:
    entry = enter(TEN + timedelta(minutes=45))

    assert str(entry) == "2031-12-01 10:00–10:45"
    assert entry.slot == Slot.of(TEN, 45)


def test_an_entry_ends_after_it_begins() -> None:
    with pytest.raises(IntegrityError):
        enter(TEN)
