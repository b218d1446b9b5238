"""What is asked every few seconds is answered by small partial indexes, however many rows rest."""

import re
from typing import TypeVar

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.utils.timezone import now

from campaigns import tasks
from campaigns.models import Booking, Call, Campaign
from telephony.dialling import dispatch

Row = TypeVar("Row", bound=Model)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]


def indexes(rows: QuerySet[Row, object]) -> set[str]:
    """The indexes by which PostgreSQL would find these rows in a large table.

    Tables of tests are small, so reading them whole is made unattractive; a plan that does it
    all the same has no index that fits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = rows.explain()
    assert "Seq Scan on campaigns_call" not in plan, plan
    assert "Seq Scan on campaigns_campaign" not in plan, plan
    assert "Seq Scan on campaigns_booking" not in plan, plan
    return set(re.findall(r"(?:using|Scan on) (\w+)", plan))


def test_due_calls_are_found_by_their_index() -> None:
    rows = Call.objects.due().values_list("pk", "campaign_id")[: dispatch.LOOK_AT_MOST]

    plan = rows.explain()
    assert "calls_due" in indexes(rows) and "status" not in plan.partition("Filter")[2]


def test_live_calls_are_found_by_their_index() -> None:
    assert "calls_live" in indexes(Call.objects.live()) or "one_live_call_per_number" in indexes(
        Call.objects.live()
    )


def test_calls_that_nobody_concluded_are_found_by_their_index() -> None:
    ended = Call.objects.filter(concluded_at=None, ended_at__lt=now(), status__in=Call.ENDED)

    assert "calls_to_conclude" in indexes(ended)


def test_calls_left_over_from_ended_campaigns_are_found_among_the_open_ones() -> None:
    open_calls = Call.objects.open().filter(unwanted_at=None)

    used = indexes(open_calls)

    assert "calls_due" in used and used & {"calls_live", "one_live_call_per_number"}


def test_running_campaigns_are_found_by_their_index() -> None:
    assert "campaigns_unfinished" in indexes(Campaign.objects.unfinished())


def test_bookings_that_wait_are_found_by_their_index() -> None:
    undecided = ["confirming", "needs_confirmation"]
    late = Booking.objects.filter(status__in=undecided, deadline_at__lte=now())
    unmailed = Booking.objects.filter(status="booked", mailed_at=None, ended_at__lt=now())

    assert "bookings_undecided" in indexes(late)
    assert "bookings_unmailed" in indexes(unmailed)


def test_the_sweep_reads_no_table_of_calls_or_campaigns_whole() -> None:
    for rows in (tasks._unstarted(), tasks._unconcluded(), tasks._release_calls_too_late()):
        assert isinstance(rows, QuerySet)
        indexes(rows)
