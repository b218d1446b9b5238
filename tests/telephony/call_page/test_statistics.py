"""The numbers of a call: how long the desk waited, who talked, what it cost, what was when."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from campaigns.models import Call
from campaigns.pages import call_cards
from telephony.call_page import statistics
from telephony.dialling import costs
from tests.factories import make_call
from voice.models import Turn
from voice.session import transcript
from voice.session.transcript import Spoken

pytestmark = pytest.mark.django_db


def turns(call: Call, *said: tuple[str, int, int]) -> None:
    for number, (speaker, started, ended) in enumerate(said, 1):
        Turn.objects.create(
            call=call, number=number, speaker=speaker, text="Words.", started_ms=started,
            ended_ms=ended,
        )  # fmt: skip


def test_a_wait_goes_from_their_last_word_to_our_first() -> None:
    call = make_call()
    turns(call, ("callee", 0, 2000), ("agent", 2900, 4000))

    waits = statistics.waits(call)

    assert waits is not None
    assert [(bar.ms, bar.clock, bar.seconds) for bar in waits.bars] == [(900, "0:02", "0.9")]


def test_the_card_of_a_call_tells_the_wait_that_its_page_tells() -> None:
    call = make_call(status="in_progress")
    assert call.campaign is not None
    said = [
        ("carrier", "Hello, I am an automated assistant.", 0, 900),
        ("callee", "Yes?", 1000, 2000),
        ("agent", "", 2100, 2100),  # cut off before it was heard
        ("agent", "I would like a time.", 2900, 4000),
        ("agent", "On Tuesday.", 4100, 5000),
        ("callee", "Ten?", 5100, 6000),
        ("agent", "Yes.", 7250, 7900),
        ("agent", "Thank you.", 8000, 9000),
    ]
    for number, (speaker, text, started, ended) in enumerate(said, 1):
        turn = Spoken(number, speaker, text, False, started, ended, latency_ms=40)
        transcript.store(call.pk, [turn])

    waits = statistics.waits(call)
    [card] = call_cards.cards(call.campaign)

    assert waits is not None and [bar.ms for bar in waits.bars] == [900, 1250]
    assert card.wait == waits.bars[-1].seconds == "1.2"


def test_a_call_without_an_answer_of_ours_has_no_waits() -> None:
    call = make_call()
    turns(call, ("callee", 0, 2000), ("callee", 3000, 4000))

    assert statistics.waits(call) is None


def test_what_we_say_without_being_spoken_to_is_no_wait() -> None:
    call = make_call()
    turns(call, ("agent", 0, 900), ("callee", 1000, 2000), ("agent", 2500, 3000), ("agent", 9, 9))

    waits = statistics.waits(call)

    assert waits is not None and [bar.number for bar in waits.bars] == [3]


def test_who_is_interrupted_has_not_waited() -> None:
    call = make_call()
    turns(call, ("callee", 0, 2000), ("agent", 1500, 3000))

    waits = statistics.waits(call)

    assert waits is not None and waits.bars[0].ms == 0 and waits.bars[0].height == 1


def test_the_wait_is_counted_from_the_last_thing_they_said() -> None:
    call = make_call()
    turns(call, ("callee", 0, 1000), ("callee", 2000, 3000), ("agent", 3400, 5000))

    waits = statistics.waits(call)

    assert waits is not None and waits.bars[0].ms == 400


def test_the_longest_bar_fills_the_picture_and_all_fit_into_its_width() -> None:
    call = make_call()
    turns(
        call,
        ("callee", 0, 1000), ("agent", 2000, 2500),
        ("callee", 3000, 4000), ("agent", 8000, 9000),
    )  # fmt: skip

    waits = statistics.waits(call)

    assert waits is not None
    assert [round(bar.height, 1) for bar in waits.bars] == [9.5, 38.0]
    assert waits.bars[-1].x + 10 <= waits.width == 26
    assert (waits.bars[1].y, waits.median, waits.slow) == (2, "1.0", "4.0")


def test_who_talked_how_much_is_told_for_both() -> None:
    call = Call(metrics={"talk_ratio": 0.42, "interruptions": 2, "hold_seconds": 61.6})

    assert statistics.quality(call) == {
        "interruptions": 2, "ours": 42, "theirs": 58, "hold_seconds": 62,
    }  # fmt: skip


def test_a_call_without_metrics_claims_nothing() -> None:
    told = statistics.quality(Call(metrics={}))

    assert told["ours"] is told["theirs"] is told["interruptions"] is None


def test_the_bill_is_the_sum_of_those_who_are_paid() -> None:
    cost = costs.actual(130)
    bill = statistics.bill(Call(cost=cost, answered_at=now()))

    assert bill is not None
    assert bill["phone"] + bill["voice"] == bill["total"] == cost
    assert bill["phone"] > 0 and bill["voice"] > 0


@pytest.mark.parametrize(
    "changes", [{"cost": None, "answered_at": now()}, {"cost": Decimal(1), "answered_at": None}]
)
def test_without_an_answer_or_a_price_there_is_no_bill(changes: JsonObject) -> None:
    assert statistics.bill(Call(**changes)) is None


def test_what_happened_is_told_with_how_long_it_rang() -> None:
    start = now()
    call = Call(
        claimed_at=start,
        ringing_at=start + timedelta(seconds=2),
        answered_at=start + timedelta(seconds=9),
        ended_at=start + timedelta(seconds=60),
    )

    found = statistics.moments(call)

    assert [name for name, _at, _more in found] == ["Dialled", "Answered", "Ended"]
    assert found[1][2] == "after ringing for 7 s"


def test_what_has_not_happened_is_not_told() -> None:
    assert statistics.moments(Call(claimed_at=now()))[-1][0] == "Dialled"
    assert statistics.moments(Call()) == []


def test_clocks_that_disagree_never_ring_for_less_than_nothing() -> None:
    moment = now()
    call = Call(claimed_at=moment, answered_at=moment - timedelta(seconds=3))

    assert statistics.moments(call)[1][2] == "after ringing for 0 s"
