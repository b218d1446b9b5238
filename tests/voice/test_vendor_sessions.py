"""How sessions went: told once, asked for a bounded number of times when nobody tells."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from callpilot.errors import AgentError
from tests.factories import make_call
from voice import vendor_sessions
from voice.agents.base import Provisioned, SessionReport, engines
from voice.models import VendorSession
from voice.vendor_sessions import ENOUGH, GRACE, PAUSES, ask_after, keep, opened, price_per_minute

pytestmark = pytest.mark.django_db


class Teller(Provisioned):
    """An adapter whose vendor says what a test has put here."""

    asked: list[str]
    says: SessionReport | Exception | None

    @classmethod
    def report(cls, vendor_id: str) -> SessionReport | None:
        cls.asked.append(vendor_id)
        if isinstance(cls.says, Exception):
            raise cls.says
        return cls.says


@pytest.fixture(autouse=True)
def teller() -> Iterator[type[Teller]]:
    Teller.asked, Teller.says = [], SessionReport("s1", seconds=30)
    with engines.registered("toy", f"{__name__}.Teller"):
        yield Teller


def session(vendor_id: str = "s1", ended_before: timedelta = GRACE * 2) -> VendorSession:
    call = make_call(status="completed", engine="toy", ended_at=now() - ended_before)
    opened(call, vendor_id)
    return VendorSession.objects.get(vendor_id=vendor_id)


def later(by: timedelta) -> None:
    """The last questions were put so long ago."""
    for row in VendorSession.objects.exclude(asked_at=None):
        VendorSession.objects.filter(pk=row.pk).update(asked_at=now() - by)


def test_a_session_is_written_down_once_with_the_engine_of_its_call() -> None:
    call = make_call(engine="toy")
    opened(call, "s1")
    opened(call, "s1")
    opened(make_call(), "s2")

    rows = VendorSession.objects.order_by("vendor_id").values_list("engine", "vendor_id")
    assert list(rows) == [("toy", "s1"), (engines.chosen, "s2")]


def test_it_is_told_once_and_only_of_its_own_engine() -> None:
    row = session()

    assert not keep("elevenlabs", SessionReport("s1", seconds=1))
    assert keep("toy", SessionReport("s1", seconds=2, reason="x" * 500))
    assert not keep("toy", SessionReport("s1", seconds=3))

    row.refresh_from_db()
    assert (row.seconds, len(row.reason)) == (2, 300)


def test_who_was_not_told_of_is_asked_about(teller: type[Teller]) -> None:
    row = session()
    session("s2", ended_before=timedelta(0))  # the vendor may still tell
    opened(make_call(status="in_progress", engine="toy"), "s3")

    ask_after()
    ask_after()

    row.refresh_from_db()
    assert teller.asked == ["s1"]
    assert (row.seconds, row.asked) == (30, 1) and row.told_at is not None


@pytest.mark.parametrize(
    "answer", [None, AgentError("down"), KeyError("ours"), SessionReport("another")]
)
def test_who_knows_nothing_is_asked_again_ever_more_rarely_and_not_for_ever(
    teller: type[Teller], answer: SessionReport | Exception | None
) -> None:
    teller.says = answer
    row = session()

    for number in range(1, len(PAUSES)):
        ask_after()
        ask_after()
        assert len(teller.asked) == number
        later(PAUSES[number] + timedelta(seconds=1))
    for _ in range(3):
        ask_after()
        later(timedelta(days=2))

    row.refresh_from_db()
    assert len(teller.asked) == row.asked == len(PAUSES)
    assert row.told_at is None


def test_a_question_is_claimed_before_it_is_put(teller: type[Teller]) -> None:
    row = session()

    assert vendor_sessions._is_mine(row)
    assert not vendor_sessions._is_mine(row)


def test_sessions_of_an_engine_that_is_gone_are_left_alone(teller: type[Teller]) -> None:
    call = make_call(status="completed", engine="gone", ended_at=now() - GRACE * 2)
    opened(call, "s1")

    ask_after()

    assert teller.asked == []


def test_what_a_minute_costs_is_known_from_twenty_bills_on() -> None:
    call = make_call(engine="toy")
    for number in range(ENOUGH):
        assert price_per_minute("toy") is None
        opened(call, f"s{number}")
        cost = Decimal("0.03") if number % 2 else Decimal("0.01")
        keep("toy", SessionReport(f"s{number}", seconds=15, cost=cost))

    assert price_per_minute("toy") == Decimal("0.08")
    assert price_per_minute("another") is None
