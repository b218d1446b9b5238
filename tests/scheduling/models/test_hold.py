"""A hold stands until it is released or its time is over, without anybody's doing."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError

from scheduling.models import Hold
from scheduling.slots import Slot
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TEN = datetime(2031, 12, 1, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def kept(start: datetime = TEN, end: datetime = TEN + HOUR, **changes: datetime) -> Hold:
    return Hold.objects.create(person=make_person(), wish=uuid4(), start=start, end=end, **changes)


def test_a_hold_lapses_by_itself() -> None:
    hold = kept(lapses_at=TEN)

    with time_machine.travel(TEN - HOUR, tick=False):
        assert list(Hold.objects.standing()) == [hold]
    with time_machine.travel(TEN, tick=False):
        assert not Hold.objects.standing().exists()


def test_what_was_released_stands_no_more_and_what_never_lapses_does() -> None:
    kept(released_at=TEN)
    hold = kept()

    assert list(Hold.objects.standing()) == [hold]


def test_what_only_touches_does_not_overlap() -> None:
    hold = kept()

    assert list(Hold.objects.overlapping(TEN - HOUR, TEN + timedelta(minutes=1))) == [hold]
    assert not Hold.objects.overlapping(TEN - HOUR, TEN).exists()
    assert not Hold.objects.overlapping(TEN + HOUR, TEN + 2 * HOUR).exists()


def test_a_hold_ends_after_it_begins_and_is_named_by_its_slot() -> None:
    hold = kept()

    assert hold.slot == Slot(TEN, TEN + HOUR) and str(hold) == "2031-12-01 10:00–11:00"
    with pytest.raises(IntegrityError):
        kept(end=TEN)
