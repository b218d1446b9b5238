"""Booking when several want to decide at the same moment."""

import threading
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import pytest
from django.db import connection
from django.utils.timezone import now

from callpilot.errors import Refused
from campaigns.bookings import booking, died_lines
from campaigns.calls import cancel, outcomes
from campaigns.models import Booking, Call
from campaigns.offers import offers
from scheduling.models import Appointment, Hold
from tests.campaigns.answered_calls import (
    answer,
    appointment_of,
    booked,
    running,
    slot_at,
    with_offers,
)

T = TypeVar("T")
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps: Callable[[], T]) -> list[T | Exception]:
    """Run the steps in threads that start together; their answers, refusals as themselves."""
    gate = threading.Barrier(len(steps))
    answers: dict[int, T | Exception] = {}

    def run(place: int, step: Callable[[], T]) -> None:
        gate.wait()
        try:
            answers[place] = step()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [answers[place] for place in range(len(steps))]
    unexpected = [a for a in told if isinstance(a, Exception) and not isinstance(a, Refused)]
    assert not unexpected, unexpected
    return told


def test_eight_clicks_on_confirm_are_one_booking_and_one_call() -> None:
    campaign, [offer] = with_offers(1)

    answers = at_once(*[lambda: booking.confirm(campaign, offer).pk] * 8)

    assert len(set(answers)) == 1
    assert campaign.calls.filter(purpose="confirm").count() == 1


def test_two_offers_confirmed_at_once_are_one_permit() -> None:
    campaign, [first, second] = with_offers(2)

    answers = at_once(
        *[lambda: booking.confirm(campaign, first)] * 3,
        *[lambda: booking.confirm(campaign, second)] * 3,
    )

    assert sum(isinstance(answer, Refused) for answer in answers) == 3
    assert Booking.objects.filter(campaign=campaign).count() == 1


@pytest.mark.parametrize("round_number", range(4))
def test_cancel_against_a_yes_leaves_either_all_or_nothing(round_number: int) -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    call = answer(campaign.calls.get(purpose="confirm"))

    stopped, agreed = at_once(
        lambda: cancel.cancel_campaign(campaign), lambda: booking.agreed(call.pk, {"quote": "Yes"})
    )

    campaign.refresh_from_db()
    assert stopped is isinstance(agreed, Refused)
    if stopped:
        assert campaign.status == "cancelled" and not Appointment.objects.exists()
        assert not Hold.objects.standing().exists()
    else:
        assert campaign.status == "confirmed" and Hold.objects.standing().count() == 1


def test_confirm_against_cancel_never_leaves_a_permit_on_a_dead_campaign() -> None:
    campaign, [offer] = with_offers(1)

    at_once(lambda: booking.confirm(campaign, offer), lambda: cancel.cancel_campaign(campaign))

    campaign.refresh_from_db()
    assert campaign.status == "cancelled"
    assert not Booking.objects.filter(status__in=Booking.HOLDING).exists()
    assert not Call.objects.filter(campaign=campaign, status="queued").exists()


def test_a_call_concluded_by_many_is_retried_once() -> None:
    campaign, [call] = running()
    call.move("dialing")
    call.move("failed", outcome="busy", ended_at=now())

    at_once(*[lambda: outcomes.conclude_call(call.pk)] * 6)

    assert campaign.calls.count() == 2


def test_many_desks_report_at_once_and_every_event_gets_its_number() -> None:
    campaign, calls = running(6)
    for call in calls:
        answer(call)
    slots = [slot_at(campaign, hour=9 + n % 3) for n in range(6)]

    def report(call: Call, number: int) -> Callable[[], object]:
        return lambda: offers.note(call, slots[number], verified=True, evidence={})

    answers = at_once(*[report(call, n) for n, call in enumerate(calls)])

    assert not any(isinstance(answer, Exception) for answer in answers)
    ranks = campaign.offers.order_by("rank").values_list("rank", flat=True)
    assert list(ranks) == [1, 2, 3, 4, 5, 6]
    numbers = list(campaign.events.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def test_calls_that_end_while_the_campaign_is_cancelled_do_not_block_each_other() -> None:
    campaign, calls = running(4)
    for call in calls[:2]:
        answer(call)

    at_once(
        lambda: cancel.cancel_campaign(campaign),
        *[partial(unreached_or_ended, call) for call in calls],
    )

    campaign.refresh_from_db()
    assert campaign.status == "cancelled"
    assert not campaign.calls.filter(status="queued").exists()


def unreached_or_ended(call: Call) -> None:
    if call.status == "in_progress":
        call.end("over")
    elif not call.move("cancelled", only_from={"queued"}, ended_at=now()):
        outcomes.conclude_call(call.pk)


@pytest.mark.parametrize("round_number", range(3))
def test_eight_forms_sent_at_once_are_one_booking_with_the_forms_own_key(round_number: int) -> None:
    campaign, [offer] = with_offers(1)

    answers = at_once(*[lambda: booking.confirm(campaign, offer, key="form", note="x").pk] * 8)

    assert len(set(answers)) == 1 and Booking.objects.count() == 1
    assert campaign.calls.filter(purpose="confirm").count() == 1


@pytest.mark.parametrize("round_number", range(3))
def test_cancelling_an_appointment_against_its_second_yes_ends_with_one_of_both(
    round_number: int,
) -> None:
    campaign, [offer] = with_offers(1)
    booking.confirm(campaign, offer)
    died = answer(campaign.calls.get(purpose="confirm"))
    made = died_lines.line_died_after_yes(died.pk)
    assert made is not None
    appointment = appointment_of(made)
    died.move(Call.Status.COMPLETED, ended_at=now())
    again = answer(campaign.calls.filter(purpose="confirm").latest("attempt"))

    cancelled, agreed = at_once(
        lambda: booking.cancel_appointment(appointment),
        lambda: booking.agreed(again.pk, {"quote": "Yes"}),
    )

    made.refresh_from_db()
    appointment.refresh_from_db()
    assert cancelled is True and appointment.status == "cancelled"
    assert made.status == "cancelled" and isinstance(agreed, Refused | Booking)
    assert campaign.calls.filter(purpose="cancel").count() == 1
    assert not Hold.objects.standing().filter(wish=campaign.pk).exists()


@pytest.mark.parametrize("round_number", range(3))
def test_an_appointment_cancelled_eight_times_at_once_is_told_once(round_number: int) -> None:
    campaign, [offer] = with_offers(1)
    row = appointment_of(booked(campaign, offer))

    answers = at_once(*[lambda: booking.cancel_appointment(row)] * 8)

    assert answers.count(True) == 1 and answers.count(False) == 7
    assert campaign.calls.filter(purpose="cancel").count() == 1
