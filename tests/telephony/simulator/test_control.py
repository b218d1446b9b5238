"""Steering the simulated network: what can be ordered, what is refused, and what it tells."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from tests.telephony.simulator.world import THEIRS, World, json_of

PAUSE = "<Response><Pause length='60'/></Response>"


async def post(world: World, path: str, body: object) -> tuple[int, JsonObject]:
    answer = await world.http.post(f"{world.url}{path}", json=body)
    is_json = answer.content_type == "application/json"
    return answer.status, await json_of(answer) if is_json else {}


async def test_a_fault_is_ordered_listed_and_cleared(world: World) -> None:
    status, body = await post(world, "/simulator/faults", {"kind": "stream_drop", "to": THEIRS})
    assert status == 201 and body["faults"][0]["to"] == THEIRS

    await world.http.delete(f"{world.url}/simulator/faults")

    assert (await world.get("/simulator/faults"))["faults"] == []


@pytest.mark.parametrize("body", [{"kind": "none"}, {"count": 1}, {"kind": "rest_429", "x": 1}])
async def test_what_is_no_fault_is_refused_in_words(world: World, body: JsonObject) -> None:
    status, told = await post(world, "/simulator/faults", body)

    assert status == 400 and told["error"]


@pytest.mark.parametrize("body", [[], "text", None, 7])
async def test_only_an_object_is_understood(world: World, body: object) -> None:
    status, _ = await post(world, "/simulator/faults", body)

    assert status == 400


@pytest.mark.parametrize("digit", ["", "12", "x", "E"])
async def test_what_is_no_key_cannot_be_pressed(world: World, digit: str) -> None:
    call = await world.call(PAUSE)

    status, told = await post(world, f"/simulator/calls/{call.sid}/press", {"digit": digit})

    assert status == 400 and "digit" in told["error"]


async def test_what_was_said_to_a_machine_can_be_read(world: World) -> None:
    world.callee(kind="voicemail")
    call = await world.call("<Response><Say>Please ring us.</Say></Response>")
    await world.over(call)

    assert await world.get(f"/simulator/people/{THEIRS}/recorded") == {
        "recorded": ["Please ring us."]
    }


async def test_the_books_of_the_desks_can_be_read(world: World) -> None:
    assert await world.get("/simulator/books") == {"entries": []}


async def test_the_carriers_clock_may_be_wrong(world: World) -> None:
    status, _ = await post(world, "/simulator/clock", {"ahead_seconds": 600})
    assert status == 200
    fetched = await world.sdk(world.client.calls((await world.call(PAUSE)).sid).fetch)
    assert fetched.date_created > now() + timedelta(seconds=500)
    assert (await post(world, "/simulator/clock", {"ahead_seconds": "soon"}))[0] == 400


@pytest.mark.parametrize("act", ["press", "hang-up"])
async def test_a_call_that_is_unknown_is_not_found(world: World, act: str) -> None:
    status, _ = await post(world, f"/simulator/calls/CA1/{act}", {"digit": "1"})

    assert status == 404


async def test_the_callee_hangs_up_once_there_is_one(world: World) -> None:
    call = await world.call(PAUSE)
    phone_call = world.phone_call(call)
    await world.until(lambda: phone_call.leg)

    first = await post(world, f"/simulator/calls/{call.sid}/hang-up", {})
    second = await post(world, f"/simulator/calls/{call.sid}/hang-up", {})

    assert first == (200, {"ok": True}) and second[0] == 400
    assert phone_call.status == "completed"


async def test_counts_come_without_the_whole_ledger(world: World) -> None:
    call = await world.call(PAUSE)
    await world.until(lambda: world.phone_call(call).leg)

    told = await world.get("/simulator/counts")

    assert told == {"accepted": 1, "streams": 0, "talking": [call.sid], "written_down": 0}


async def test_the_ledger_and_the_debugger_tell_what_happened(world: World) -> None:
    await world.over(await world.call("<Response><Explode/></Response>"))

    assert (await world.get("/simulator/ledger"))["by_to"] == {THEIRS: 1}
    assert 12200 in await world.noted()
