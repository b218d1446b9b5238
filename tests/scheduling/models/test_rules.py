"""Rules of a calendar: none until they are set, and hours that make sense."""

from datetime import time

import pytest
from django.db import IntegrityError

from scheduling.models import CalendarRules, WorkingHours
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_without_rules_nothing_is_kept_free_and_reading_makes_no_row() -> None:
    rules = CalendarRules.of(make_person())

    assert (rules.buffer_before, rules.buffer_after, rules.notice_hours) == (0, 0, 0)
    assert not CalendarRules.objects.exists()


def test_rules_are_the_persons_own() -> None:
    person = make_person()
    CalendarRules.objects.create(person=person, buffer_before=30)

    assert CalendarRules.of(person).buffer_before == 30
    assert CalendarRules.of(make_person()).buffer_before == 0


@pytest.mark.parametrize(
    ("weekday", "end"), [(0, time(9)), (0, time(8)), (7, time(17))], ids=["none", "back", "eighth"]
)
def test_hours_that_cannot_be_are_refused(weekday: int, end: time) -> None:
    with pytest.raises(IntegrityError):
        WorkingHours.objects.create(person=make_person(), weekday=weekday, start=time(9), end=end)


def test_hours_may_end_with_the_day_and_come_in_their_order() -> None:
    person = make_person()
    late = WorkingHours.objects.create(person=person, weekday=0, start=time(18), end=time(0))
    early = WorkingHours.objects.create(person=person, weekday=0, start=time(9), end=time(12))

    assert list(WorkingHours.objects.all()) == [early, late]
    assert str(late) == "0 18:00–00:00"
