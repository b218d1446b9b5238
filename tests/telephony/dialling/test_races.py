"""Several workers at once, with real threads: one claims, nobody overspends, cancel or claim."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import UUID

import pytest
from django.db import close_old_connections, connection
from pytest_django.fixtures import Settings

from campaigns.models import Call
from telephony.dialling import call_state, costs, dispatch, reconciler
from telephony.media import stream_tokens
from telephony.models import Ring
from tests.factories import make_call, make_campaign, make_person, make_provider
from tests.telephony.conftest import Webhooks
from tests.telephony.fake_carrier import FakeCarrier

pytestmark = pytest.mark.django_db(transaction=True)
T = TypeVar("T")


@pytest.fixture(autouse=True)
def quiet(concluded: list[UUID], settings: Settings) -> None:
    settings.MAX_LIVE_CALLS = 1000


def at_once(*jobs: Callable[[], T]) -> list[T]:
    """Run all jobs in threads that start together; their results."""
    barrier = Barrier(len(jobs))

    def run(job: Callable[[], T]) -> T:
        close_old_connections()
        barrier.wait()
        try:
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))


def test_several_dispatchers_dial_each_call_once(carrier: FakeCarrier) -> None:
    calls = [make_call() for _ in range(6)]

    at_once(*[dispatch.dispatch_due] * 4)

    assert len(carrier.dials) == len(calls)
    assert {form["To"][0] for form in carrier.dials} == {call.to_number for call in calls}
    assert Call.objects.filter(status="dialing", carrier_id__isnull=False).count() == len(calls)


def test_one_number_is_dialled_by_one_of_many_campaigns(carrier: FakeCarrier) -> None:
    provider = make_provider()
    calls = [make_call(provider=provider) for _ in range(8)]

    at_once(*[partial(dispatch.place, call.pk) for call in calls])

    assert len(carrier.dials) == 1
    assert Call.objects.live().count() == 1


def test_64_reservations_at_once_never_exceed_the_budget(
    carrier: FakeCarrier,
) -> None:
    campaign = make_campaign(budget=Decimal("5.00"), max_parallel=15)
    calls = [make_call(campaign) for _ in range(64)]

    at_once(*[partial(dispatch._claim, call) for call in calls])

    affordable = int(campaign.budget / costs.reservation())
    assert affordable < campaign.max_parallel
    assert Call.objects.filter(status="dialing").count() == affordable
    assert costs.committed(campaign.pk) <= campaign.budget


def test_lines_are_never_overbooked(carrier: FakeCarrier, settings: Settings) -> None:
    settings.MAX_LIVE_CALLS = 5
    campaign = make_campaign(max_parallel=3, budget=Decimal("100.00"))
    calls = [make_call(campaign) for _ in range(8)] + [make_call() for _ in range(8)]

    at_once(*[partial(dispatch.place, call.pk) for call in calls])

    assert Call.objects.live().count() == 5
    assert Call.objects.live().filter(campaign=campaign).count() <= 3


def test_of_twenty_claims_at_once_as_many_dial_as_a_person_may_have_calls(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.MAX_CALLS_PER_PERSON_PER_DAY = 3
    person = make_person()
    calls = [make_call(make_campaign(person)) for _ in range(20)]

    at_once(*[partial(dispatch.place, call.pk) for call in calls])

    assert len(carrier.dials) == Call.objects.live().count() == Ring.objects.count() == 3


def test_of_twenty_claims_at_once_as_many_dial_as_the_deployment_may_make(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.MAX_CALLS_PER_DAY = 3
    calls = [make_call() for _ in range(20)]

    at_once(*[partial(dispatch.place, call.pk) for call in calls])

    assert len(carrier.dials) == Call.objects.live().count() == Ring.objects.count() == 3


def test_of_twenty_claims_at_once_as_many_ring_a_number_as_it_may_be_called(
    carrier: FakeCarrier, settings: Settings
) -> None:
    settings.MAX_CALLS_PER_NUMBER_PER_DAY = 3
    desk = make_provider()

    def rings_and_tries_until_refused(call: Call) -> None:
        while call.reason != "This number has been called often enough for a day.":
            if dispatch._claim(call):
                with call_state.in_order(call):
                    call_state.finish(call, "failed", outcome=Call.Outcome.NO_ANSWER)
                return
            call.refresh_from_db()

    jobs = [partial(rings_and_tries_until_refused, make_call(provider=desk)) for _ in range(20)]
    at_once(*jobs)

    assert Call.objects.filter(status="failed").count() == Ring.objects.count() == 3


def test_cancel_or_claim_but_never_both(carrier: FakeCarrier) -> None:
    for _ in range(20):
        call = make_call()
        twin = Call.objects.get(pk=call.pk)
        before = len(carrier.dials)

        at_once(partial(dispatch.place, call.pk), partial(twin.end, "You cancelled."))

        call.refresh_from_db()
        dialled = len(carrier.dials) > before
        if call.status == Call.Status.CANCELLED:
            assert not dialled
        else:
            assert dialled, (call.status, call.reason, call.unwanted_at, call.due_at)
            assert call.status == Call.Status.DIALING
            assert call.unwanted_at is not None  # will be hung up


def test_news_and_reapers_at_once_conclude_a_call_once(
    carrier: FakeCarrier, webhooks: Webhooks, concluded: list[UUID]
) -> None:
    for number in range(5):
        call = make_call(status="ringing", carrier_id=f"CA{number}")
        Call.objects.filter(pk=call.pk).update(claimed_at=call.created_at.replace(year=2020))
        tell = [
            lambda call=call: webhooks.status(call, "completed", 3, CallDuration="30"),
            lambda call=call: webhooks.status(call, "in-progress", 2),
            lambda call=call: webhooks.status(call, "completed", 3, CallDuration="30"),
        ]

        at_once(*tell, reconciler.reap, reconciler.reap)

        call.refresh_from_db()
        assert call.ended
        assert concluded.count(call.pk) == 1


def test_a_stream_token_opens_one_socket_of_many(webhooks: Webhooks) -> None:
    call = make_call(status="in_progress", carrier_id="CA1")
    token = stream_tokens.issue(call)

    opened = at_once(*[lambda: stream_tokens.redeem(token)] * 8)

    assert sum(found is not None for found in opened) == 1


def test_an_answer_asked_for_many_times_gives_one_token(webhooks: Webhooks) -> None:
    call = make_call(status="ringing", carrier_id="CA1")

    answers = at_once(*[lambda: webhooks.voice(call)] * 6)

    assert sum(b"<Stream" in answer.content for answer in answers) == 1
    assert all(answer.status_code == 200 for answer in answers)
