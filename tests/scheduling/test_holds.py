"""Holds: one wish at a time, whoever comes, however many at once."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from callpilot.errors import SlotTaken
from callpilot.models import User
from scheduling import appointments, holds
from scheduling.models import Hold
from scheduling.slots import Slot
from tests.factories import make_person

TEN = datetime(2031, 12, 1, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def half_hour(minutes_after_ten: int = 0) -> Slot:
    return Slot.of(TEN + timedelta(minutes=minutes_after_ten), 30)


@pytest.mark.django_db
def test_an_overlap_with_another_wish_is_refused() -> None:
    person = make_person()
    holds.place_hold(person, half_hour(), wish=uuid4(), keep=HOUR)

    with pytest.raises(SlotTaken):
        holds.place_hold(person, half_hour(15), wish=uuid4(), keep=HOUR)


@pytest.mark.django_db
def test_slots_that_only_touch_do_not_overlap() -> None:
    person = make_person()
    holds.place_hold(person, half_hour(), wish=uuid4(), keep=HOUR)

    assert holds.place_hold(person, half_hour(30), wish=uuid4(), keep=HOUR)


@pytest.mark.django_db
def test_holds_of_one_wish_may_overlap() -> None:
    person, wish = make_person(), uuid4()
    holds.place_hold(person, half_hour(), wish=wish, keep=HOUR)

    assert holds.place_hold(person, half_hour(15), wish=wish, keep=HOUR)


@pytest.mark.django_db
def test_other_people_do_not_matter() -> None:
    holds.place_hold(make_person(), half_hour(), wish=uuid4(), keep=HOUR)

    assert holds.place_hold(make_person(), half_hour(), wish=uuid4(), keep=HOUR)


@pytest.mark.django_db
def test_a_lapsed_hold_stands_in_nobodys_way() -> None:
    person = make_person()
    lapsed = holds.place_hold(person, half_hour(), wish=uuid4(), keep=timedelta(seconds=-1))

    holds.place_hold(person, half_hour(), wish=uuid4(), keep=HOUR)

    lapsed.refresh_from_db()
    assert lapsed.released_at is not None


@pytest.mark.django_db
def test_only_the_first_release_counts() -> None:
    hold = holds.place_hold(make_person(), half_hour(), wish=uuid4(), keep=HOUR)

    assert [holds.release(hold), holds.release(hold)] == [True, False]


@pytest.mark.django_db
def test_a_lapsed_hold_cannot_be_extended() -> None:
    hold = holds.place_hold(make_person(), half_hour(), wish=uuid4(), keep=timedelta(seconds=-1))

    assert not holds.extend(hold, now() + HOUR)


@pytest.mark.django_db
def test_releasing_a_wish_spares_the_chosen_hold_and_appointments() -> None:
    person, wish = make_person(), uuid4()
    kept, booked, other = (
        holds.place_hold(person, half_hour(30 * i), wish=wish, keep=HOUR) for i in range(3)
    )
    appointments.make(booked, title="Dentist", timezone="America/Los_Angeles", place_name="A")

    holds.release_wish(person, wish, but=kept)

    standing = set(Hold.objects.standing().filter(person=person))
    assert standing == {kept, booked} and other not in standing


@pytest.mark.django_db
def test_the_database_refuses_an_overlap_that_nobody_checked() -> None:
    person = make_person()
    first, second = half_hour(), half_hour(15)
    Hold.objects.create(person=person, wish=uuid4(), start=first.start, end=first.end)

    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(person=person, wish=uuid4(), start=second.start, end=second.end)


@pytest.mark.django_db
def test_the_database_refuses_to_move_a_hold_onto_another() -> None:
    person = make_person()
    first, second = half_hour(), half_hour(60)
    Hold.objects.create(person=person, wish=uuid4(), start=first.start, end=first.end)
    late = Hold.objects.create(person=person, wish=uuid4(), start=second.start, end=second.end)

    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=late.pk).update(start=first.start)


class AgainstAModel(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 2)), max_size=12)
    )
    def test_place_hold_agrees_with_a_simple_model(
        self, wanted: list[tuple[int, int, int]]
    ) -> None:
        person = User.objects.create(username=str(uuid4()))
        wishes = [uuid4() for _ in range(3)]
        model: list[tuple[int, int, int]] = []
        for start, length, wish in wanted:
            slot = Slot.of(TEN + timedelta(minutes=5 * start), 5 * length)
            free = all(w == wish or start + length <= s or s + n <= start for s, n, w in model)
            try:
                holds.place_hold(person, slot, wish=wishes[wish], keep=HOUR)
                placed = True
            except SlotTaken:
                placed = False
            assert placed == free
            if placed:
                model.append((start, length, wish))


@pytest.mark.django_db(transaction=True)
def test_of_16_contenders_for_one_slot_exactly_one_gets_it() -> None:
    person = make_person()
    gate = threading.Barrier(16)
    results: list[str] = []

    def contend(number: int) -> None:
        gate.wait()
        try:
            holds.place_hold(person, half_hour(number % 3 * 10), wish=uuid4(), keep=HOUR)
            results.append("held")
        except SlotTaken:
            results.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=contend, args=(n,)) for n in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["held"] + ["taken"] * 15
    assert Hold.objects.standing().count() == 1
