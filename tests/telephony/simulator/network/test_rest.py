"""Twilio's own client against the simulated REST API."""

import asyncio
import base64
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings

from callpilot.errors import CarrierError
from callpilot.json_types import JsonObject
from telephony.carriers.twilio.client import TwilioCarrier
from tests.telephony.simulator.world import ACCOUNT, OTHERS, OURS, THEIRS, TOKEN, World, wire

FIELDS = wire("carrier_fields.json")
WORDS = wire("carrier_words.json")


def auth(token: str = TOKEN) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{ACCOUNT}:{token}".encode()).decode()}


def calls_url(world: World) -> str:
    return f"{world.url}/2010-04-01/Accounts/{ACCOUNT}/Calls"


async def test_a_new_call_is_queued_and_shown_as_twilio_shows_it(world: World) -> None:
    form = {"To": THEIRS, "From": OURS, "Url": f"{world.application.url}/voice"}
    answer = await world.http.post(f"{calls_url(world)}.json", data=form, headers=auth())
    body = await answer.json()
    assert answer.status == 201
    assert list(body) == FIELDS["call"]
    assert list(body["subresource_uris"]) == FIELDS["subresources"]
    assert (body["status"], body["queue_time"]) == ("queued", "0")
    assert body["date_created"] is None and body["duration"] is None


async def test_the_sdk_places_and_reads_a_call_to_its_end(world: World) -> None:
    world.callee(greeting=None)
    call = await world.call("<Response><Pause length='9'/></Response>")
    assert call.sid.startswith("CA") and len(call.sid) == 34
    await world.over(call)
    ended = await world.sdk(world.client.calls(call.sid).fetch)
    assert ended.status == "completed"
    assert ended.duration in {"9", "10", "11"}
    assert ended.end_time >= ended.start_time >= ended.date_created
    assert ended.status in WORDS["call_status_rest"]
    assert ended.direction in WORDS["direction"]
    assert ended.price is None


async def test_a_price_comes_late_and_is_negative(world: World) -> None:
    world.network.exchange.priced_after_seconds = 0.0
    call = await world.call("<Response><Pause length='3'/></Response>")
    await world.over(call)
    assert (await world.sdk(world.client.calls(call.sid).fetch)).price == "-0.01400"


async def test_initiated_is_never_shown(world: World) -> None:
    world.network.exchange.setup_seconds = (6000.0, 0.0)
    call = await world.call()
    await world.until(lambda: world.application.statuses() == ["initiated"])
    assert (await world.sdk(world.client.calls(call.sid).fetch)).status == "queued"


@pytest.mark.parametrize(
    "form,code",
    [
        ({"From": OURS, "Url": "http://127.0.0.1/x"}, 21201),
        ({"To": "+12125550199", "Url": "http://127.0.0.1/x"}, 21213),
        ({"To": "+4930123456", "From": OURS, "Url": "http://127.0.0.1/x"}, 21211),
        ({"To": "+14155551234", "From": OURS, "Url": "http://127.0.0.1/x"}, 21211),
        ({"To": THEIRS, "From": "+14155550177", "Url": "http://127.0.0.1/x"}, 21210),
        ({"To": THEIRS, "From": "nobody", "Url": "http://127.0.0.1/x"}, 21212),
        ({"To": THEIRS, "From": OURS}, 21205),
        ({"To": THEIRS, "From": OURS, "Url": "/relative"}, 21205),
        ({"To": THEIRS, "From": OURS, "Url": "http://127.0.0.1/x", "Timeout": "601"}, 21208),
    ],
)
async def test_a_wrong_order_is_refused_in_twilios_shape(
    world: World, form: JsonObject, code: int
) -> None:
    answer = await world.http.post(f"{calls_url(world)}.json", data=form, headers=auth())
    body = await answer.json()
    assert answer.status == body["status"] == 400
    assert sorted(body) == sorted(FIELDS["error"])
    assert body["code"] == code
    assert not world.network.calls


async def test_a_wrong_token_is_refused(world: World) -> None:
    answer = await world.http.get(f"{calls_url(world)}.json", headers=auth("wrong"))
    assert (answer.status, (await answer.json())["code"]) == (401, 20003)


async def test_an_unknown_call_or_address_is_not_found(world: World) -> None:
    for path in (f"{calls_url(world)}/CA{'0' * 32}.json", f"{world.url}/2010-04-01/Nothing.json"):
        answer = await world.http.get(path, headers=auth())
        assert (answer.status, (await answer.json())["code"]) == (404, 20404)


async def test_calls_are_listed_by_number_status_and_start(world: World) -> None:
    world.callee(OTHERS, kind="busy")
    one = await world.call("<Response><Pause length='600'/></Response>")
    two = await world.call(to=OTHERS)
    await world.until(lambda: world.phone_call(one).status == "in-progress")
    await world.over(two)

    async def listed(**filters: object) -> set[str | None]:
        return {c.sid for c in await world.sdk(world.client.calls.list, **filters)}

    hour = timedelta(hours=1)
    now = datetime.now(UTC)
    assert await listed() == {one.sid, two.sid}
    assert await listed(to=THEIRS, from_=OURS) == {one.sid}
    assert await listed(status="busy") == {two.sid}
    assert await listed(start_time_after=now - hour) == {one.sid}
    assert await listed(start_time_after=now + hour) == set()
    assert await listed(start_time_before=now + hour, to=THEIRS) == {one.sid}
    assert await listed(from_="+14155550177") == set()


async def test_a_long_list_comes_in_pages(world: World) -> None:
    numbers = [f"+1415555011{n}" for n in range(5)]
    for number in numbers:
        world.callee(number, kind="no_answer", ring_seconds=60)
        await world.call(to=number)
    calls = await world.sdk(world.client.calls.list, page_size=2)
    assert [call.to for call in calls] == numbers[::-1]


@pytest.mark.parametrize(
    ("kind", "code"),
    [("rest_429", "429/20429"), ("rest_500_not_placed", "500/20500"), ("", "401/20003")],
)
async def test_our_carrier_reads_a_refused_list_as_what_it_is(
    world: World, settings: Settings, kind: str, code: str
) -> None:
    if kind:
        await world.fault(kind, on="list")
    settings.TWILIO_API_URL, settings.TWILIO_ACCOUNT_SID = world.url, ACCOUNT
    settings.TWILIO_AUTH_TOKEN, settings.TWILIO_CALLER_ID = TOKEN if kind else "wrong", OURS
    with pytest.raises(CarrierError) as caught:
        await world.sdk(TwilioCarrier(timeout_seconds=60).find, to_number=THEIRS)
    assert caught.value.code == code


async def test_completing_a_ringing_call_cancels_it(world: World) -> None:
    world.callee(ring_seconds=590)
    call = await world.call(timeout=600)
    await world.until(lambda: world.phone_call(call).status == "ringing")
    answer = await world.sdk(world.client.calls(call.sid).update, status="completed")
    assert answer.status == "canceled"


async def test_an_answered_call_can_be_completed_but_not_cancelled(world: World) -> None:
    call = await world.call("<Response><Pause length='600'/></Response>")
    await world.until(lambda: world.phone_call(call).status == "in-progress")
    error = await world.refused(world.client.calls(call.sid).update, status="canceled")
    assert (error.status, error.code) == (400, 21220)
    answer = await world.sdk(world.client.calls(call.sid).update, status="completed")
    assert answer.status == "completed"


async def test_an_ended_call_can_neither_be_completed_nor_redirected(world: World) -> None:
    call = await world.call()
    await world.over(call)
    error = await world.refused(world.client.calls(call.sid).update, status="completed")
    assert (error.status, error.code) == (404, 20404)
    error = await world.refused(world.client.calls(call.sid).update, twiml="<Response/>")
    assert (error.status, error.code) == (400, 21220)


async def test_a_ringing_call_cannot_be_redirected(world: World) -> None:
    world.callee(ring_seconds=590)
    call = await world.call(timeout=600)
    await world.until(lambda: world.phone_call(call).status == "ringing")
    error = await world.refused(world.client.calls(call.sid).update, twiml="<Response/>")
    assert (error.status, error.code) == (400, 21220)


async def test_only_an_ended_call_is_deleted_and_the_ledger_keeps_it(world: World) -> None:
    call = await world.call("<Response><Pause length='600'/></Response>")
    assert (await world.refused(world.client.calls(call.sid).delete)).status == 409
    await world.sdk(world.client.calls(call.sid).update, status="completed")
    assert await world.sdk(world.client.calls(call.sid).delete) is True
    assert (await world.refused(world.client.calls(call.sid).fetch)).code == 20404
    assert (await world.get("/simulator/ledger"))["by_to"] == {THEIRS: 1}


async def test_calls_leave_the_queue_at_the_carriers_pace(world: World) -> None:
    world.network._seconds_between = 30.0
    calls = [await world.call(to=f"+1415555012{n}") for n in range(3)]
    assert int(calls[0].queue_time) == 0 < int(calls[1].queue_time) < int(calls[2].queue_time)
    assert world.phone_call(calls[2]).status == "queued"
    assert (await world.over(calls[0])).status == "completed"


async def test_too_many_requests_place_nothing(world: World) -> None:
    await world.fault("rest_429")
    error = await world.refused(world.client.calls.create, to=THEIRS, from_=OURS, twiml="<x/>")
    assert (error.status, error.code) == (429, 20429)
    assert not world.network.calls


@pytest.mark.parametrize("kind,placed", [("rest_500_placed", 1), ("rest_500_not_placed", 0)])
async def test_a_server_error_says_nothing_about_the_call(
    world: World, kind: str, placed: int
) -> None:
    await world.fault(kind, to=THEIRS)
    error = await world.refused(world.client.calls.create, to=THEIRS, from_=OURS, twiml="<x/>")
    assert error.status == 500
    assert len(world.network.calls) == placed


async def test_a_reply_can_be_lost_after_the_call_was_accepted(world: World) -> None:
    await world.fault("rest_reply_lost")
    with pytest.raises(Exception, match="Connection"):
        await world.call()
    assert len(world.network.calls) == 1
    await world.call(to=OTHERS)  # only once


@pytest.mark.parametrize("kind", ["rest_slow", "rest_answer_late"])
async def test_an_answer_can_be_late_and_the_call_is_placed(world: World, kind: str) -> None:
    await world.fault(kind, seconds=0.4)
    loop = asyncio.get_running_loop()
    began = loop.time()
    await world.call()
    assert loop.time() - began >= 0.4 and len(world.network.calls) == 1


async def test_an_answer_can_be_no_json_though_the_call_is_placed(world: World) -> None:
    await world.fault("rest_garbled")
    with pytest.raises(ValueError, match="Expecting value"):
        await world.call()
    assert len(world.network.calls) == 1


async def test_a_fault_strikes_its_own_number_and_route_only(world: World) -> None:
    await world.fault("rest_429", to=OTHERS, count=None)
    await world.fault("rest_500_not_placed", on="fetch")
    call = await world.call("<Response><Pause length='600'/></Response>")
    assert (await world.refused(world.client.calls(call.sid).fetch)).status == 500
    assert (await world.sdk(world.client.calls(call.sid).fetch)).sid == call.sid
    for _ in range(2):
        error = await world.refused(world.client.calls.create, to=OTHERS, from_=OURS, twiml="<x/>")
        assert error.status == 429


@pytest.mark.parametrize("wrong", [{"kind": "rain"}, {"kind": "rest_429", "count": 0}, {"to": "x"}])
async def test_what_is_no_fault_is_refused_in_words(world: World, wrong: JsonObject) -> None:
    answer = await world.http.post(f"{world.url}/simulator/faults", json=wrong)
    assert answer.status == 400 and (await answer.json())["error"]


async def test_a_reset_ends_everything(world: World) -> None:
    call = await world.call("<Response><Pause length='600'/></Response>")
    await world.fault("rest_429")
    phone_call = world.phone_call(call)
    await world.http.post(f"{world.url}/simulator/reset")
    assert phone_call.ended and not world.network.calls
    assert (await world.get("/simulator/faults"))["faults"] == []
    assert (await world.get("/simulator/ledger"))["calls"] == []
