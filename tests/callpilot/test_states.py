"""A status changes along the arrows, by one caller, or not at all."""

import threading

import pytest
from django.db import connection

from campaigns.models import Booking, Call, Campaign
from scheduling.models import Appointment
from tests.factories import make_call, make_campaign

RACERS = 5  # fewer than the connections of a pool
Machine = type[Call] | type[Campaign] | type[Booking] | type[Appointment]
MACHINES: list[Machine] = [Call, Campaign, Booking, Appointment]


@pytest.mark.django_db
def test_late_ringing_does_not_reopen_an_answered_call() -> None:
    call = make_call(status="in_progress")

    assert not call.move("ringing")
    call.refresh_from_db()
    assert call.status == "in_progress"


@pytest.mark.django_db
def test_what_has_ended_stays_ended() -> None:
    call = make_call(status="completed")

    assert not any(call.move(status) for status in Call.Status.values)


@pytest.mark.django_db
def test_a_move_can_be_limited_to_where_it_comes_from() -> None:
    call = make_call(status="dialing")

    assert not call.move("cancelled", only_from={"queued"})
    assert call.move("cancelled", only_from={"dialing"})


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_alone_moves_it() -> None:
    campaign = make_campaign()
    call = make_call(campaign, status="ringing")
    start = threading.Barrier(RACERS, timeout=20)
    moved: list[bool] = []

    def race() -> None:
        mine = Call.objects.get(pk=call.pk)
        start.wait()
        moved.append(mine.move("in_progress"))
        connection.close()

    threads = [threading.Thread(target=race) for _ in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(moved) == [False] * (RACERS - 1) + [True]
    assert campaign.events.filter(kind="call_moved").count() == 1


@pytest.mark.parametrize("machine", MACHINES)
def test_every_arrow_joins_statuses_that_exist(machine: Machine) -> None:
    known = set(machine.Status.values)

    for source, targets in machine.MOVES.items():
        assert source in known
        assert targets <= known


@pytest.mark.parametrize("machine", MACHINES)
def test_every_status_can_be_reached_and_every_way_ends(machine: Machine) -> None:
    ends = {status for status in machine.Status.values if not machine.MOVES.get(status)}
    assert ends

    for status in machine.Status.values:
        seen, way = set[str](), [status]
        while way:
            here = way.pop()
            if here not in seen:
                seen.add(here)
                way += machine.MOVES.get(here, set())
        assert seen & ends, f"nothing ends from {status}"
