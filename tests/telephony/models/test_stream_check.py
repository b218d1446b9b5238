"""One row says whether our voice can be reached; one of many asks, and an answer does not last."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from telephony.models import StreamCheck

pytestmark = pytest.mark.django_db
HERE = "ws://127.0.0.1:8001"
Moment = time_machine.Traveller


@pytest.fixture
def clock() -> Iterator[Moment]:
    with time_machine.travel(now(), tick=False) as moment:
        yield moment


def test_nothing_is_proven_before_it_was_tried() -> None:
    assert not StreamCheck.of(HERE).proven


def test_a_good_answer_counts_for_half_a_minute(clock: Moment) -> None:
    check = StreamCheck.of(HERE)
    check.tell("")
    assert check.proven

    clock.shift(StreamCheck.PROVEN)
    assert not check.proven


def test_a_good_answer_is_renewed_before_it_lapses(clock: Moment) -> None:
    check = StreamCheck.of(HERE)
    assert check.claim()
    check.tell("")
    assert check.fresh

    clock.shift(StreamCheck.FRESH)
    assert check.proven and not check.fresh and check.claim()


def test_one_of_many_tries_and_a_try_that_failed_is_not_repeated_at_once(clock: Moment) -> None:
    check = StreamCheck.of(HERE)
    assert [check.claim() for _ in range(3)] == [True, False, False]
    check.tell(StreamCheck.Fault.SILENT)
    assert not check.claim()

    clock.shift(StreamCheck.TRY_AGAIN)
    assert check.claim()


def test_a_try_whose_process_died_holds_up_nobody_for_long(clock: Moment) -> None:
    check = StreamCheck.of(HERE)
    check.claim()
    check.refresh_from_db()
    assert check.under_way

    clock.shift(StreamCheck.TRY_AGAIN)
    assert not check.under_way and check.claim()


def test_what_is_known_of_one_address_says_nothing_of_another() -> None:
    StreamCheck.of(HERE).tell("")

    assert not StreamCheck.of("wss://calls.example.com").proven
    assert not StreamCheck.of(HERE).proven


def test_a_doubt_ends_a_good_answer_and_lets_it_be_tried_at_once() -> None:
    check = StreamCheck.of(HERE)
    check.claim()
    check.tell("")

    StreamCheck.doubt()

    check = StreamCheck.of(HERE)
    assert not check.proven and check.claim()


def test_mended_is_what_was_bad_before(clock: Moment) -> None:
    check = StreamCheck.of(HERE)
    check.tell("")
    assert check.mended_at is None
    check.tell(StreamCheck.Fault.SILENT)
    clock.shift(timedelta(minutes=1))

    check.tell("")

    assert check.mended_at == now() and check.fault == ""
    assert str(check) == f"{HERE}: good"
