"""One call of the network: how it ends, from whichever side, and that it ends once."""

import pytest

from telephony.simulator.personas.callee_actions import HangUp, PickupKind
from tests.telephony.simulator.world import World

PAUSE = "<Response><Pause length='{}'/></Response>"


@pytest.mark.parametrize(
    "kind,status", [("busy", "busy"), ("failed", "failed"), ("no_answer", "no-answer")]
)
async def test_who_does_not_pick_up_ends_the_call_in_his_own_way(
    world: World, kind: PickupKind, status: str
) -> None:
    world.callee(kind=kind)

    ended = await world.over(await world.call())

    assert (ended.status, ended.seconds, ended.answered_at) == (status, 0, None)


async def test_the_callee_may_hang_up(world: World) -> None:
    world.callee(greeting=None, on_idle=[[HangUp()]])

    ended = await world.over(await world.call(PAUSE.format(60)))

    assert ended.status == "completed" and ended.seconds < 60


async def test_nobody_talks_longer_than_was_ordered(world: World) -> None:
    ended = await world.over(await world.call(PAUSE.format(600), time_limit=5))

    assert ended.status == "completed" and 4 <= ended.seconds <= 9


async def test_who_rings_longer_than_ordered_is_not_answered(world: World) -> None:
    world.callee(ring_seconds=30.0)

    ended = await world.over(await world.call(timeout=3))

    assert ended.status == "no-answer"


async def test_the_ledger_says_who_ended_it_and_what_was_said_before(world: World) -> None:
    world.callee(greeting=None, on_idle=[[HangUp()]])
    await world.over(await world.call(PAUSE.format(60)))
    world.callee(greeting=None)
    await world.over(await world.call(time_limit=5))
    world.application.answers["/voice"] = "<Response><Say>Goodbye.</Say><Hangup/></Response>"
    await world.over(await world.call())

    calls = world.network.exchange.ledger.report()["calls"]

    assert [call["ended_by"] for call in calls] == ["callee", "carrier", "document"]
    said = [[(words["text"], words["by"]) for words in call["words"]] for call in calls]
    assert said == [[], [], [("Goodbye.", "application")]]


async def test_the_carriers_own_apology_is_not_ours(world: World) -> None:
    await world.over(await world.call("no document"))

    (call,) = world.network.exchange.ledger.report()["calls"]

    assert [words["by"] for words in call["words"]] == ["carrier"]


async def test_a_call_ends_once(world: World) -> None:
    call = world.phone_call(await world.call(PAUSE.format(60)))
    await world.until(lambda: call.leg)

    call.hang_up()
    at = call.ended_at
    call.end("failed", 500, "carrier")

    assert (call.status, call.ended_at) == ("completed", at)


async def test_a_call_that_is_hung_up_while_it_rings_is_cancelled(world: World) -> None:
    world.callee(ring_seconds=60.0)
    call = world.phone_call(await world.call())
    await world.until(lambda: call.status == "ringing")

    call.hang_up()

    assert call.status == "canceled" and call.seconds == 0


async def test_keys_that_nobody_listens_for_are_not_noticed(world: World) -> None:
    call = world.phone_call(await world.call(PAUSE.format(30)))
    assert not call.press_key("5")
    await world.until(lambda: call.leg)

    assert not call.press_key("5")
