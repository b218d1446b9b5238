"""The built-in calendar: the person's own entries count too, places with them, titles not."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduling.calendars.base import Busy
from scheduling.calendars.builtin import BuiltinCalendar
from scheduling.models import CalendarEntry
from scheduling.slots import Slot
from tests.factories import make_person

TEN = datetime(2031, 12, 1, 18, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_an_entry_of_the_persons_own_tells_when_and_where_but_not_what() -> None:
    person = make_person()
    CalendarEntry.objects.create(
        person=person, start=TEN, end=TEN + HOUR, title="Secret", latitude=37.8, longitude=-122.4
    )

    found = BuiltinCalendar().busy(person, Slot(TEN, TEN + HOUR))

    assert found == [Busy(Slot(TEN, TEN + HOUR), 37.8, -122.4)]
    assert "Secret" not in repr(found)
