"""Status callbacks: which, signed how, told how often, and what can go wrong with them."""

import asyncio
import json

import pytest
from aiohttp import web

from callpilot.json_types import JsonObject
from telephony.simulator.network.callbacks import Overrides
from telephony.simulator.network.signing import signature
from telephony.simulator.personas.callee_actions import Beep, PickupKind
from tests.telephony.simulator.world import ACCOUNT, THEIRS, WIRE, World, wire

FIELDS = wire("carrier_fields.json")
WORDS = wire("carrier_words.json")
SIGNATURES = json.loads((WIRE / "signatures.json").read_text())


@pytest.mark.parametrize("vector", SIGNATURES, ids=lambda v: v["name"])
def test_signatures_are_twilios(vector: JsonObject) -> None:
    made = signature(vector["auth_token"], vector["url"], vector["params"])
    assert made == vector["signature"]


@pytest.mark.parametrize(
    "outcome,script,more",
    [
        ("answered", {}, {"machine_detection": "Enable"}),
        ("no_answer", {"kind": "no_answer", "ring_seconds": 60}, {"timeout": 5}),
        ("no_answer", {"ring_seconds": 20}, {"timeout": 5}),
        ("busy", {"kind": "busy"}, {}),
        ("failed", {"kind": "failed"}, {}),
        ("only_completed_subscribed", {}, {"status_callback_event": None}),
    ],
)
async def test_an_outcome_is_told_step_by_step(
    world: World, outcome: str, script: JsonObject, more: JsonObject
) -> None:
    world.callee(**script)
    document = "<Response><Pause length='2'/></Response>"
    settings = {"machine_detection": "Enable"} | more
    call = await world.call(document, **settings)
    words = FIELDS["status_words"][outcome]
    await world.over(call)
    await world.until(lambda: len(world.application.statuses()) >= len(words))
    hits = sorted(world.application.to("/status"), key=lambda h: int(h.fields["SequenceNumber"]))
    assert [hit.fields["CallStatus"] for hit in hits] == words
    assert [hit.fields["SequenceNumber"] for hit in hits] == [str(n) for n in range(len(hits))]
    assert all(hit.signed for hit in hits)
    base = set(FIELDS["voice_request"])
    for hit, extra in zip(hits, FIELDS["status_extra"][outcome], strict=True):
        assert set(hit.fields) - {"AnsweredBy"} == base | set(extra) - {"AnsweredBy"}
        assert hit.fields["CallStatus"] in WORDS["call_status_webhook"]
        assert hit.fields["CallbackSource"] == "call-progress-events"
    assert hits[-1].fields["CallStatus"] in WORDS["terminal"]


async def test_minutes_are_billed_up_and_seconds_told(world: World) -> None:
    call = await world.call("<Response><Pause length='61'/></Response>")
    await world.over(call)
    await world.until(lambda: "completed" in world.application.statuses())
    last = world.application.to("/status")[-1].fields
    assert (last["Duration"], last["SipResponseCode"]) == ("2", "200")
    assert 61 <= int(last["CallDuration"]) < 120  # and what a busy machine takes besides
    ledger = await world.get("/simulator/ledger")
    assert (ledger["accepted"], ledger["answered"], ledger["minutes"]) == (1, 1, 2)


async def test_a_call_cancelled_while_ringing_says_so(world: World) -> None:
    world.callee(ring_seconds=590)
    call = await world.call(timeout=600)
    await world.until(lambda: world.application.statuses()[-1:] == ["ringing"])
    await world.sdk(world.client.calls(call.sid).update, status="canceled")
    await world.until(lambda: len(world.application.statuses()) == 3)
    last = world.application.to("/status")[-1].fields
    assert (last["CallStatus"], last["SipResponseCode"]) == ("canceled", "487")


async def test_a_call_cancelled_in_the_queue_ends_without_a_word(world: World) -> None:
    world.network._seconds_between = 60.0
    await world.call("<Response/>", to="+14155550150")
    queued = await world.call()
    await world.sdk(world.client.calls(queued.sid).update, status="canceled")
    assert world.phone_call(queued).ended
    await world.until(lambda: "completed" in world.application.statuses())
    assert {hit.fields["To"] for hit in world.application.to("/status")} == {"+14155550150"}


async def test_the_time_limit_ends_a_call(world: World) -> None:
    call = await world.call("<Response><Pause length='900'/></Response>", time_limit=30)
    phone_call = await world.over(call)
    assert phone_call.status == "completed"
    assert 30 <= phone_call.seconds <= 32


async def test_a_shorter_limit_can_be_set_while_talking(world: World) -> None:
    call = await world.call("<Response><Pause length='900'/></Response>")
    await world.until(lambda: world.phone_call(call).status == "in-progress")
    await world.sdk(world.client.calls(call.sid).update, time_limit=10)
    assert (await world.over(call)).seconds < 800


async def test_events_in_one_field_are_taken_and_never_obeyed(world: World) -> None:
    await world.call(status_callback_event=["initiated ringing answered completed"])
    phone_call = next(iter(world.network.calls.values()))
    await world.until(lambda: phone_call.ended)
    assert world.application.statuses() == []
    assert await world.noted() == [21626]


async def test_the_fragment_steers_the_delivery_and_is_neither_sent_nor_signed(
    world: World,
) -> None:
    answers = []

    async def angry(request: web.Request) -> web.Response:
        answers.append(request.raw_path)
        return web.Response(status=500 if len(answers) < 3 else 204)

    world.application.answers["/status"] = angry
    await world.call(
        status_callback=f"{world.application.url}/status?a=1#rc=3&rp=all",
        status_callback_event=["completed"],
    )
    await world.until(lambda: len(answers) == 3)
    hits = world.application.to("/status")
    assert [hit.path for hit in hits] == ["/status?a=1"] * 3
    assert all(hit.signed for hit in hits)
    assert len({hit.headers["I-Twilio-Idempotency-Token"] for hit in hits}) == 1


async def test_without_overrides_a_server_error_is_not_told_again(world: World) -> None:
    async def angry(request: web.Request) -> web.Response:
        return web.Response(status=500)

    world.application.answers["/status"] = angry
    call = await world.call(status_callback_event=["completed"])
    await world.over(call)
    await world.until(world.application.statuses)
    await asyncio.sleep(0.4)
    assert len(world.application.statuses()) == 1


def test_overrides_out_of_range_are_left_alone() -> None:
    assert Overrides.of("rc=9&ct=5&tt=x&rp=5xx,rt") == Overrides(retry_on=frozenset({"5xx", "rt"}))
    assert Overrides.of("rc=0&ct=100").retries == 0


async def test_a_callback_by_get_is_signed_over_its_query(world: World) -> None:
    await world.call(status_callback_method="GET", status_callback_event=["completed"])
    hit = (await world.until(lambda: world.application.to("/status")))[0]
    assert (hit.method, hit.signed, hit.fields["CallStatus"]) == ("GET", True, "completed")


async def test_a_callback_can_come_twice(world: World) -> None:
    await world.fault("callback_duplicate", to=THEIRS, event="ringing")
    await world.call()
    await world.until(lambda: len(world.application.statuses()) == 5)
    twice = [h for h in world.application.to("/status") if h.fields["CallStatus"] == "ringing"]
    assert twice[0].fields == twice[1].fields


async def test_a_forged_copy_can_come_first_and_is_counted(world: World) -> None:
    await world.fault("callback_forged", event="ringing")
    await world.over(await world.call("<Response><Pause length='2'/></Response>"))
    await world.until(lambda: len(world.application.statuses()) >= 5)
    unsigned = [hit for hit in world.application.to("/status") if not hit.signed]
    assert [hit.fields["CallStatus"] for hit in unsigned] == ["completed"]
    world.application.hits.remove(unsigned[0])
    # The application of this test believes everybody.
    assert (await world.get("/simulator/ledger"))["forged"] == {"let_in": 1, "refused": 0}


async def test_a_callback_can_be_lost(world: World) -> None:
    await world.fault("callback_drop", event="completed")
    call = await world.call()
    await world.over(call)
    await asyncio.sleep(0.1)
    assert world.application.statuses() == ["initiated", "ringing", "in-progress"]


async def test_a_callback_can_be_late(world: World) -> None:
    await world.fault("callback_delay", event="initiated", seconds=1.0)
    await world.call()
    await world.until(lambda: len(world.application.statuses()) == 4)
    assert world.application.statuses()[-1] == "initiated"


async def test_callbacks_can_overtake_each_other(world: World) -> None:
    await world.fault("callback_reorder", event="ringing")
    await world.call()
    await world.until(lambda: len(world.application.statuses()) == 4)
    words = world.application.statuses()
    assert words.index("in-progress") < words.index("ringing")


@pytest.mark.parametrize(
    "kind,answered_by", [("human", "human"), ("voicemail", "machine_start"), ("hold", "unknown")]
)
async def test_detection_beside_the_call_tells_four_fields(
    world: World, kind: PickupKind, answered_by: str
) -> None:
    world.callee(kind=kind)
    call = await world.call(
        "<Response><Pause length='900'/></Response>",
        machine_detection="Enable",
        machine_detection_timeout=10,
        async_amd="true",
        async_amd_status_callback=f"{world.application.url}/amd",
    )
    await world.until(lambda: world.application.to("/amd"))
    hit = world.application.to("/amd")[0]
    assert sorted(hit.fields) == sorted(FIELDS["detection"])
    assert hit.signed and hit.fields["AnsweredBy"] == answered_by
    assert hit.fields["AccountSid"] == ACCOUNT
    assert answered_by in WORDS["answered_by_enable"]
    assert int(hit.fields["MachineDetectionDuration"]) > 1000
    assert "AnsweredBy" not in world.application.to("/voice")[0].fields
    assert world.phone_call(call).status == "in-progress"


async def test_detection_before_the_call_holds_the_document_back(world: World) -> None:
    await world.call(machine_detection="Enable")
    hit = (await world.until(lambda: world.application.to("/voice")))[0]
    assert hit.fields["AnsweredBy"] == "human"
    assert int(hit.fields["MachineDetectionDuration"]) >= 1800


async def test_the_end_of_a_recorded_greeting_is_its_beep(world: World) -> None:
    world.callee(kind="voicemail", on_idle=[[Beep()]])
    await world.call(machine_detection="DetectMessageEnd")
    hit = (await world.until(lambda: world.application.to("/voice")))[0]
    assert hit.fields["AnsweredBy"] == "machine_end_beep"
    assert hit.fields["AnsweredBy"] in WORDS["answered_by_detect_message_end"]


async def test_keys_sent_at_the_answer_switch_detection_off(world: World) -> None:
    callee = world.callee(kind="menu", greeting=None)
    await world.call(machine_detection="Enable", send_digits="ww42#")
    hit = (await world.until(lambda: world.application.to("/voice")))[0]
    assert "AnsweredBy" not in hit.fields
    assert callee.keys == "42#"
