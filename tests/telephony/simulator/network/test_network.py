"""The network lets so many calls a second out of its queue, and can begin all over again."""

import pytest

from tests.telephony.simulator.world import OTHERS, World


async def test_calls_leave_the_queue_one_after_another(world: World) -> None:
    world.network._seconds_between = 5.0

    first = world.phone_call(await world.call())
    second = world.phone_call(await world.call(to=OTHERS))

    assert first.queue_seconds == 0 and second.queue_seconds == pytest.approx(5.0, abs=4.0)
    assert second.queue_seconds > first.queue_seconds


async def test_every_call_is_known_by_its_id(world: World) -> None:
    call = await world.call()

    assert world.network.calls[call.sid].order.to == call.to


async def test_a_reset_ends_all_calls_and_forgets_them(world: World) -> None:
    call = world.phone_call(await world.call("<Response><Pause length='600'/></Response>"))
    await world.until(lambda: call.leg)
    await world.fault("rest_429", on="list")

    await world.network.reset()

    assert call.ended and call.status == "completed"
    assert world.network.calls == {} and world.network.exchange.faults.waiting == []
    assert world.network.exchange.ledger.report()["accepted"] == 0


async def test_a_call_that_never_left_the_queue_is_cancelled_without_a_word(world: World) -> None:
    world.network._seconds_between = 3600.0
    await world.call()
    waiting = world.phone_call(await world.call(to=OTHERS))

    await world.network.reset()

    assert waiting.status == "canceled"
    assert OTHERS not in [hit.fields.get("To") for hit in world.application.to("/status")]
