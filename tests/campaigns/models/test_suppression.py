"""Numbers that must not be called: for whoever asks, for good or for a while."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from campaigns.models import Suppression
from tests.factories import make_call

pytestmark = pytest.mark.django_db
PHONE = "+14155550101"


def suppress(source: str = "callee", hours: float | None = None, phone: str = PHONE) -> Suppression:
    lapses = now() + timedelta(hours=hours) if hours is not None else None
    return Suppression.objects.create(phone=phone, source=source, lapses_at=lapses)


def test_a_number_nobody_spoke_of_may_be_called() -> None:
    suppress(phone="+14155550102")

    assert Suppression.standing_for(PHONE) is None


@pytest.mark.parametrize("source", Suppression.Source.values)
def test_any_source_keeps_a_number_from_being_called(source: str) -> None:
    row = suppress(source)

    assert Suppression.standing_for(PHONE) == row


@pytest.mark.parametrize("hours,stands", [(1, True), (-1, False), (0, False)])
def test_a_while_ends_by_itself(hours: float, stands: bool) -> None:
    suppress("cool_down", hours)

    assert (Suppression.standing_for(PHONE) is not None) is stands


def test_what_lasts_comes_before_what_lapses() -> None:
    suppress("cool_down", 5)
    lasting = suppress("callee")

    assert Suppression.standing_for(PHONE) == lasting


def test_of_two_that_lapse_the_longer_one_stands() -> None:
    suppress("cool_down", 1)
    longer = suppress("staff", 9)

    assert Suppression.standing_for(PHONE) == longer


def test_one_source_suppresses_a_number_once() -> None:
    suppress()

    with pytest.raises(IntegrityError), transaction.atomic():
        suppress()


def test_it_outlives_the_call_in_which_it_was_said() -> None:
    call = make_call()
    row = Suppression.objects.create(phone=PHONE, source="callee", call=call)

    call.delete()

    row.refresh_from_db()
    assert row.call is None and Suppression.standing_for(PHONE) == row
