"""The stop of all calling: nothing is dialled, live calls end if so chosen, all of it can go on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from django.db import connection
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.models import Call, CallingStop
from telephony.dialling import dispatch, stop
from telephony.models import Ring
from tests.factories import make_call, make_campaign, make_person
from tests.telephony.fake_carrier import FakeCarrier
from tests.telephony.moments import just_before

pytestmark = pytest.mark.django_db(transaction=True)
AFTER_CLAIM = '"campaigns_call"."unwanted_at" IS NOT NULL'
WHY = "Calling is stopped for everybody by those who run this service."


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[UUID]) -> None:
    pass


@pytest.mark.parametrize("purpose", ["enquire", "confirm", "release"])
def test_nobody_is_dialled_while_calling_is_stopped_whatever_for(
    carrier: FakeCarrier, purpose: str
) -> None:
    call = make_call(purpose=purpose)
    stop.stop_calling()

    dispatch.dispatch_due()

    call.refresh_from_db()
    assert carrier.dials == []
    assert (call.status, call.reason) == ("queued", WHY) and call.due_at > now()


def test_what_waited_is_dialled_at_once_when_calling_is_resumed(
    carrier: FakeCarrier, handed_over: list[tuple[str, ...]]
) -> None:
    call = make_call()
    stop.stop_calling()
    dispatch.dispatch_due()

    assert stop.resume_calling()
    assert handed_over[-1] == ("telephony.tasks.dispatch_calls",)
    dispatch.dispatch_due()

    call.refresh_from_db()
    assert (call.status, call.reason, len(carrier.dials)) == ("dialing", "", 1)
    assert not stop.resume_calling()


def test_calls_under_way_go_on_unless_it_is_chosen_that_they_end(
    handed_over: list[tuple[str, ...]],
) -> None:
    calls = [make_call(status=status) for status in ("ringing", "in_progress")]

    assert stop.stop_calling().hung_up == 0
    assert handed_over == []
    assert stop.stop_calling(hang_up=True).hung_up == 2

    for call in calls:
        call.refresh_from_db()
        assert call.unwanted_at is not None
        assert ("telephony.tasks.hang_up_call", str(call.pk)) in handed_over


def test_who_stops_what_is_stopped_changes_nothing_and_the_trail_stays() -> None:
    alice, bob = make_person(), make_person()

    first = stop.stop_calling(alice, reason="It says odd things.")
    assert stop.stop_calling(bob, reason="Me too.") == first
    stop.resume_calling(bob)
    second = stop.stop_calling()

    row = CallingStop.objects.get(pk=first.pk)
    assert (row.stopped_by, row.reason, row.resumed_by) == (alice, "It says odd things.", bob)
    assert row.resumed_at is not None
    assert CallingStop.standing() == second != first


def test_a_stop_between_claim_and_dial_puts_the_call_back_in_line(carrier: FakeCarrier) -> None:
    call = make_call()

    with just_before(AFTER_CLAIM, stop.stop_calling):
        assert not dispatch.place(call.pk)

    call.refresh_from_db()
    assert carrier.dials == [] and not Ring.objects.exists()
    assert (call.status, call.claimed_at, call.cost_reserved) == ("queued", None, Decimal(0))


def test_with_many_workers_at_it_nothing_is_dialled_after_the_stop_has_returned(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.MAX_LIVE_CALLS = 1000
    calls = [make_call(make_campaign()) for _ in range(12)]

    def closing(job: Callable[[], object]) -> None:
        try:
            job()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        for call in calls[:6]:
            pool.submit(closing, partial(dispatch.place, call.pk))
        pool.submit(closing, stop.stop_calling).result()
    dialled = len(carrier.dials)
    for call in calls[6:]:
        dispatch.place(call.pk)

    assert len(carrier.dials) == dialled == Ring.objects.count()
    assert Call.objects.filter(status="queued").count() == len(calls) - dialled
