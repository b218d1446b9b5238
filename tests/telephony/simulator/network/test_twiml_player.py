"""Documents: what the verbs do to the call and to the callee."""

import asyncio

import pytest
from aiohttp import web
from pytest_django.fixtures import Settings

from callpilot.simulation.modem import GAP
from telephony.carriers.base import Dial
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.simulator.network.twiml_player import MAX_DOCUMENTS
from telephony.simulator.personas.callee_actions import Beep, HangUp, Music, Speak
from tests.telephony.simulator.world import ACCOUNT, OURS, THEIRS, TOKEN, Answer, World, says, wire

FIELDS = wire("carrier_fields.json")


async def test_the_document_is_asked_for_with_twilios_fields(world: World) -> None:
    call = await world.call()
    await world.over(call)
    hit = world.application.to("/voice")[0]
    assert hit.signed and set(hit.fields) == set(FIELDS["voice_request"])
    assert hit.fields["CallStatus"] == "in-progress"
    assert hit.headers["Content-Type"].startswith("application/x-www-form-urlencoded")


async def test_what_is_said_is_heard_and_the_end_of_the_document_hangs_up(world: World) -> None:
    callee = world.callee(greeting=None)
    text = "This is an automated assistant, calling for Alex Example."
    call = await world.call(f"<Response><Say>{text}</Say><Pause length='2'/></Response>")
    phone_call = await world.over(call)
    assert callee.heard == [text]
    assert phone_call.status == "completed" and phone_call.seconds > 4
    assert await world.noted() == []


async def test_a_hang_up_in_mid_sentence_leaves_what_had_arrived(world: World) -> None:
    callee = world.callee(greeting=None, on_idle=[])
    text = "one two three four five six seven eight nine ten " * 60
    call = await world.call(f"<Response><Say>{text}</Say></Response>")
    leg = await world.until(lambda: world.phone_call(call).leg)
    await world.until(lambda: leg.circuit.handset._ear.so_far)
    world.phone_call(call).clock.speed = 1.0  # so that we are still in the middle of it
    await world.sdk(world.client.calls(call.sid).update, status="completed")
    heard = callee.heard[0].replace(GAP, "").split()
    assert 1 <= len(heard) < 600 and heard == text.split()[: len(heard)]


async def test_a_human_who_is_talked_over_gives_way(world: World) -> None:
    callee = world.callee(greeting="Good morning, this is the surgery of Doctor Nobody. " * 12)
    document = f"<Response><Pause length='2'/><Say>{'word ' * 20}</Say></Response>"
    call = await world.call(document)
    await world.over(call)
    assert len(callee.was_cut_off) == 1
    assert callee.was_cut_off[0].startswith("Good morning,")


async def test_a_machine_is_not_talked_down(world: World) -> None:
    callee = world.callee(kind="voicemail", greeting="You have reached nobody. " * 4)
    call = await world.call(f"<Response><Say>{'word ' * 20}</Say></Response>")
    await world.over(call)
    assert callee.was_cut_off == []


async def test_the_callee_may_hang_up_at_any_time(world: World) -> None:
    world.callee(greeting=None, replies=[[Speak("No."), HangUp()]])
    call = await world.call("<Response><Say>Hello.</Say><Pause length='900'/></Response>")
    assert (await world.over(call)).seconds < 800
    await world.until(lambda: world.application.statuses()[-1:] == ["completed"])


async def test_a_redirect_follows_a_relative_address(world: World) -> None:
    world.application.answers["/next/part"] = "<Response><Hangup/></Response>"
    await world.call("<Response><Redirect>next/part</Redirect><Say>never</Say></Response>")
    assert (await world.until(lambda: world.application.to("/next/part")))[0].signed


async def test_a_loop_of_redirects_ends(world: World) -> None:
    call = await world.call("<Response><Redirect/></Response>")
    await world.over(call)
    assert len(world.application.to("/voice")) == MAX_DOCUMENTS
    assert await world.noted() == [11100]


async def test_unknown_verbs_and_attributes_are_noted_and_left_out(world: World) -> None:
    callee = world.callee(greeting=None)
    document = (
        "<Response><Shout>Hey</Shout><Say volume='11'>Hello there.</Say>"
        "<Pause length='2'/></Response>"
    )
    call = await world.call(document)
    await world.over(call)
    assert await world.noted() == [12200, 12200]
    assert callee.heard == ["Hello there."]


async def hangs(request: web.Request) -> web.Response:
    await asyncio.sleep(20)
    return web.Response()


async def fails(request: web.Request) -> web.Response:
    return web.Response(status=500)


async def is_json(request: web.Request) -> web.Response:
    return web.json_response({})


@pytest.mark.parametrize(
    "answer,code",
    [
        (hangs, 11205),
        (fails, 11200),
        (is_json, 12300),
        ("<Response><Say>unclosed</Response>", 12100),
        ("<Answer/>", 12100),
        ("<!DOCTYPE x []><Response/>", 12100),
        ("<Response><Redirect>ftp://x/y</Redirect></Response>", 11100),
    ],
)
async def test_a_bad_document_asks_the_fallback_with_the_error(
    world: World, answer: Answer, code: int
) -> None:
    if answer is hangs:
        world.network.exchange.twiml_seconds = 0.3
    call = await world.call(answer, fallback_url=f"{world.application.url}/fallback")
    hit = (await world.until(lambda: world.application.to("/fallback")))[0]
    assert hit.signed and hit.fields["ErrorCode"] == str(code)
    assert hit.fields["ErrorUrl"] == f"{world.application.url}/voice"
    assert (await world.over(call)).status == "completed"


def our_dial(world: World, settings: Settings) -> str:
    """A call as CallPilot orders it, with this application in its place."""
    settings.TWILIO_API_URL, settings.PUBLIC_URL = world.url, world.application.url
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN = ACCOUNT, TOKEN
    settings.TWILIO_CALLER_ID = OURS
    return TwilioCarrier(timeout_seconds=60).place(Dial(THEIRS, "t", 30, 60))


async def test_our_dial_survives_two_faults_of_ours_at_the_answer(
    world: World, settings: Settings
) -> None:
    callee = world.callee(greeting=None)
    faults = [fails, fails]

    async def recovers(request: web.Request) -> web.StreamResponse:
        if faults:
            return await faults.pop()(request)
        text = "<Response><Say>Good morning.</Say><Pause length='2'/></Response>"
        return web.Response(text=text, content_type="text/xml")

    world.application.answers["/twilio/voice/t"] = recovers
    sid = await world.sdk(our_dial, world, settings)
    await world.until(lambda: world.network.calls[sid].ended)

    assert callee.heard == ["Good morning."]
    hits = world.application.to("/twilio/voice/t")
    assert len(hits) == 3 and all(hit.signed for hit in hits)


async def test_our_dial_ends_with_our_own_apology_when_we_go_on_failing(
    world: World, settings: Settings
) -> None:
    callee = world.callee(greeting=None)
    sorry = "<Response><Say>I am sorry. Goodbye.</Say><Pause length='2'/></Response>"
    world.application.answers |= {"/twilio/voice/t": fails, "/twilio/voice/t/fallback": sorry}

    sid = await world.sdk(our_dial, world, settings)
    await world.until(lambda: world.network.calls[sid].ended)

    assert callee.heard == ["I am sorry. Goodbye."]
    [hit] = world.application.to("/twilio/voice/t/fallback")
    assert hit.signed and hit.fields["ErrorCode"] == "11200"


async def test_without_a_fallback_the_callee_hears_an_apology(world: World) -> None:
    callee = world.callee(greeting=None)
    call = await world.call(fails)
    assert (await world.over(call)).status == "completed"
    assert callee.heard[0].startswith("We are sorry, an application error")


async def test_an_inline_document_needs_no_application(world: World) -> None:
    callee = world.callee(greeting=None)
    twiml = "<Response><Say>Hello.</Say><Pause length='2'/></Response>"
    call = await world.call(url=None, twiml=twiml)
    await world.over(call)
    assert callee.heard == ["Hello."] and not world.application.to("/voice")


async def test_an_address_wins_over_an_inline_document(world: World) -> None:
    await world.call(twiml="<Response/>")
    await world.until(lambda: world.application.to("/voice"))


async def test_a_live_call_takes_a_new_document(world: World) -> None:
    callee = world.callee(greeting=None)
    call = await world.call("<Response><Pause length='900'/></Response>")
    await world.until(lambda: world.application.to("/voice"))
    twiml = "<Response><Say>Something else.</Say><Pause length='2'/></Response>"
    await world.sdk(world.client.calls(call.sid).update, twiml=twiml)
    await world.over(call)
    assert callee.heard == ["Something else."]


async def test_keys_are_pressed_on_the_callees_menu(world: World) -> None:
    menu = "For appointments, press 2. " * 5
    callee = world.callee(kind="menu", greeting=menu, on_key=says("Thank you for holding."))
    call = await world.call("<Response><Play digits='w2w#'/></Response>")
    await world.over(call)
    assert callee.keys == "2#"


GATHER = (
    "<Response><Gather input='dtmf speech' action='/gathered' numDigits='2' timeout='3'"
    " speechTimeout='auto'><Say>Yes or no?</Say></Gather><Redirect>/silence</Redirect></Response>"
)


async def test_gather_understands_what_is_said(world: World) -> None:
    world.callee(greeting=None, replies=[says("Yes, Tuesday works.")])
    await world.call(GATHER)
    hit = (await world.until(lambda: world.application.to("/gathered")))[0]
    assert hit.fields["SpeechResult"] == "Yes, Tuesday works."
    assert 0 <= float(hit.fields["Confidence"]) <= 1
    assert "Digits" not in hit.fields


async def test_gather_takes_keys_of_the_callee(world: World) -> None:
    world.callee(greeting=None)
    call = await world.call(GATHER.replace("timeout='3'", "timeout='900'"))
    leg = await world.until(lambda: world.phone_call(call).leg)
    await world.until(lambda: leg.on_key)
    for digit in "42":
        url = f"{world.url}/simulator/calls/{call.sid}/press"
        assert (await (await world.http.post(url, json={"digit": digit})).json())["ok"]
    hit = (await world.until(lambda: world.application.to("/gathered")))[0]
    assert (hit.fields["Digits"], hit.fields["msg"]) == ("42", "Gather End")


async def test_gather_without_an_answer_goes_on(world: World) -> None:
    world.callee(greeting=None)
    await world.call(GATHER)
    await world.until(lambda: world.application.to("/silence"))
    assert not world.application.to("/gathered")


async def test_music_and_beeps_have_no_words(world: World) -> None:
    world.callee(kind="hold", greeting=None, on_idle=[[Music(3.0), Beep()]])
    await world.call(GATHER)
    await world.until(lambda: world.application.to("/silence"))
    assert not world.application.to("/gathered")
