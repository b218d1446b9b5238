"""Dials take turns: so many a second for the whole deployment, and nobody waits for long."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from telephony.models import Pace

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_dial_need_not_wait() -> None:
    assert Pace.turn() == pytest.approx(0, abs=0.05)


def test_the_next_dial_waits_for_its_part_of_a_second(settings: Settings) -> None:
    settings.CALLS_PER_SECOND = 2.0
    Pace.turn()

    assert Pace.turn() == pytest.approx(0.5, abs=0.1)


def test_who_would_wait_too_long_comes_again_and_takes_no_turn(settings: Settings) -> None:
    Pace.turn()
    Pace.objects.update(next_at=now() + Pace.PATIENCE + timedelta(seconds=5))
    before = Pace.objects.get().next_at

    assert Pace.turn() is None

    assert Pace.objects.get().next_at == before


def test_turns_that_nobody_took_are_not_saved_up(settings: Settings) -> None:
    settings.CALLS_PER_SECOND = 1.0
    Pace.turn()
    Pace.objects.update(next_at=now() - timedelta(hours=1))

    assert Pace.turn() == pytest.approx(0, abs=0.05)
    assert Pace.turn() == pytest.approx(1, abs=0.1)


def test_there_is_one_row_however_many_ask() -> None:
    for _ in range(3):
        Pace.turn()

    assert Pace.objects.count() == 1


def test_those_who_ask_at_once_get_different_turns(settings: Settings) -> None:
    settings.CALLS_PER_SECOND = 10.0
    Pace.turn()
    barrier = Barrier(4)

    def take(_: int) -> datetime | None:
        close_old_connections()
        barrier.wait()
        try:
            moment, wait = now(), Pace.turn()
            return None if wait is None else moment + timedelta(seconds=wait)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        starts = sorted(start for start in pool.map(take, range(4)) if start)

    assert Pace.objects.get().next_at >= starts[0] + timedelta(seconds=0.1 * len(starts) - 0.05)


def test_to_be_alone_makes_the_row_it_locks() -> None:
    with transaction.atomic():
        Pace.alone()

    assert Pace.objects.get().pk == Pace.DIALLING


def test_a_pace_says_when_it_goes_on() -> None:
    assert str(Pace(next_at=now().replace(hour=9, minute=8, second=7))) == "next at 09:08:07"
