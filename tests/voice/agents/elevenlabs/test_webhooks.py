"""`POST /elevenlabs/post-call`: signed reports of our own conversations are kept, once."""

import asyncio
import json
import time
from decimal import Decimal

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now
from elevenlabs import ElevenLabs
from elevenlabs.types import GetConversationResponseModel
from pytest_django.fixtures import Settings

from callpilot.json_types import JsonObject
from campaigns.models import Booking, Call, Offer
from scheduling.models import Appointment
from tests.factories import make_call
from tests.voice.simulator.accounts import served, unknown_members
from tests.voice.simulator.callers import FACTS, Script, listening, plain_voice
from voice.agent_design import design
from voice.agents.base import Brief, voice_agent
from voice.agents.elevenlabs.signatures import HEADER, sign
from voice.agents.elevenlabs.webhooks import MAX_BYTES
from voice.agents.prompt import placeholders
from voice.models import VendorSession
from voice.simulator import provisioned
from voice.simulator.switches import Fault
from voice.simulator.vendor import Vendor
from voice.simulator.workspace import Workspace
from voice.vendor_sessions import GRACE, ask_after, opened

URL = "/elevenlabs/post-call"
SECRET = "wsec_of_ours"
DATA: JsonObject = {
    "agent_id": "agent_1",
    "conversation_id": "conv_1",
    "status": "done",
    "transcript": [{"role": "user", "message": "We have Tuesday at ten. Yes, that's right."}],
    "metadata": {
        "start_time_unix_secs": 1_795_200_100,
        "call_duration_secs": 42,
        "cost": 120,
        "cost_fiat": 0.056,
        "termination_reason": "end_call tool was called.",
    },
}
EVENT: JsonObject = {"type": "post_call_transcription", "event_timestamp": 1, "data": DATA}


@pytest.fixture(autouse=True)
def secret(settings: Settings) -> None:
    settings.ELEVENLABS_WEBHOOK_SECRET = SECRET


@pytest.fixture
def session(db: None) -> VendorSession:
    """One of ours, of a call that is over."""
    opened(make_call(status="completed"), "conv_1")
    return VendorSession.objects.get()


def post(body: bytes, header: str | None = None) -> int:
    signature = sign(body, time.time()) if header is None else header
    answer = Client().post(URL, body, "application/json", headers={HEADER: signature})
    return answer.status_code


def tell(event: object) -> int:
    return post(json.dumps(event).encode())


def test_a_report_is_kept(session: VendorSession) -> None:
    assert tell(EVENT) == 200

    session.refresh_from_db()
    assert session.told_at is not None and not session.failed
    assert (session.seconds, session.credits, session.cost) == (42, 120, Decimal("0.0560"))
    assert session.reason == "end_call tool was called."


def test_the_second_time_it_changes_nothing_and_is_taken_all_the_same(
    session: VendorSession,
) -> None:
    tell(EVENT)
    other = DATA | {"status": "failed", "metadata": DATA["metadata"] | {"cost_fiat": 99.0}}

    assert tell(EVENT | {"data": other}) == 200

    session.refresh_from_db()
    assert (session.failed, session.cost) == (False, Decimal("0.0560"))


def test_nothing_but_the_session_comes_of_it(session: VendorSession) -> None:
    before = Call.objects.filter(pk=session.call_id).values().get()

    with CaptureQueriesContext(connection) as asked:
        tell(EVENT)

    assert Call.objects.filter(pk=session.call_id).values().get() == before
    assert not (Offer.objects.exists() or Booking.objects.exists() or Appointment.objects.exists())
    written = [q["sql"] for q in asked if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    assert len(written) == 1 and "voice_vendorsession" in written[0]


def test_a_call_that_could_not_be_placed_is_kept_as_failed(session: VendorSession) -> None:
    data = {"agent_id": "a", "conversation_id": "conv_1", "failure_reason": "busy", "metadata": {}}

    assert tell({"type": "call_initiation_failure", "event_timestamp": 1, "data": data}) == 200

    session.refresh_from_db()
    assert (session.failed, session.reason) == (True, "busy")


@pytest.mark.parametrize(
    "event",
    [
        EVENT | {"data": DATA | {"conversation_id": "conv_of_somebody_else"}},
        EVENT | {"data": DATA | {"conversation_id": "conv\x00_1"}},
        EVENT | {"data": DATA | {"status": "in-progress"}},
        EVENT | {"data": {}},
        {"type": "post_call_audio", "event_timestamp": 1, "data": {"conversation_id": "conv_1"}},
        {"type": "something_new"},
    ],
)
def test_what_is_none_of_ours_or_unknown_is_taken_and_kept_nowhere(
    session: VendorSession, event: JsonObject
) -> None:
    assert tell(event) == 200

    session.refresh_from_db()
    assert session.told_at is None and VendorSession.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"x", b"[]", b"{}", b'{"type": 5}', b"\xff", b'{"type":"a","data":[]}']
)
def test_what_is_no_event_is_a_bad_request(db: None, body: bytes) -> None:
    assert post(body) == 400


def test_nesting_without_an_end_is_a_bad_request(db: None) -> None:
    deep = b'{"a":' * 50_000 + b"1" + b"}" * 50_000

    assert post(b'{"type":"post_call_transcription","data":' + deep + b"}") == 400


def test_who_has_not_signed_is_refused(session: VendorSession, settings: Settings) -> None:
    body = json.dumps(EVENT).encode()

    assert post(body, "") == post(body, "t=1,v0=00") == 403
    assert post(body, sign(b"another", time.time())) == 403
    assert post(body, sign(body, time.time() - 3600)) == 403
    header = sign(body, time.time())
    settings.ELEVENLABS_WEBHOOK_SECRET = ""
    assert post(body, header) == 403
    assert Client().get(URL).status_code == 405
    session.refresh_from_db()
    assert session.told_at is None


def test_more_than_a_report_can_be_is_not_read(db: None) -> None:
    assert post(b"x" * (MAX_BYTES + 1)) == 413


def test_a_report_may_be_longer_than_other_requests(
    session: VendorSession, settings: Settings
) -> None:
    words = [{"role": "user", "message": "word " * 100}] * 1000
    body = json.dumps(EVENT | {"data": DATA | {"transcript": words}}).encode()
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE < len(body) < MAX_BYTES

    assert post(body) == 200
    session.refresh_from_db()
    assert session.seconds == 42


@pytest.mark.django_db(transaction=True)
def test_what_the_simulated_vendor_sends_is_believed_by_the_vendors_own_helper_and_by_us(
    settings: Settings,
) -> None:
    told, vendor_id = asyncio.run(_a_conversation(settings))

    [(body, header)] = told
    event = ElevenLabs(api_key="x").webhooks.construct_event(body.decode(), header, SECRET)
    assert event["type"] == "post_call_transcription"
    assert "transcript" not in event["data"]  # we have asked for figures alone
    parsed = GetConversationResponseModel.model_validate({"transcript": [], **event["data"]})
    assert list(unknown_members(parsed)) == [] and parsed.status == "done"
    opened(make_call(status="completed"), vendor_id)
    assert post(body, header) == 200
    session = VendorSession.objects.get()
    assert session.told_at is not None and session.seconds == parsed.metadata.call_duration_secs
    assert session.cost is not None


@pytest.mark.django_db(transaction=True)
def test_a_report_that_was_lost_is_asked_for(settings: Settings) -> None:
    workspace = provisioned.workspace(design())
    told, vendor_id = asyncio.run(_a_conversation(settings, copies=0, into=workspace))
    opened(make_call(status="completed", ended_at=now() - GRACE * 2), vendor_id)

    with served(workspace) as settings.ELEVENLABS_API_URL:
        ask_after()

    session = VendorSession.objects.get()
    assert (told, session.asked) == ([], 1)
    assert session.told_at is not None and session.seconds == 1 and session.cost


async def _a_conversation(
    settings: Settings, *, copies: int = 1, into: Workspace | None = None
) -> tuple[list[tuple[bytes, str]], str]:
    """What is delivered after a conversation of ours, and the vendor's name for it.

    into: another account that is to know of it too.
    """
    told: list[tuple[bytes, str]] = []

    async def take(request: web.Request) -> web.Response:
        told.append((await request.read(), request.headers[HEADER]))
        return web.Response()

    app = web.Application()
    app.router.add_post("/post-call", take)
    server = TestServer(app)
    await server.start_server()
    where = str(server.make_url("/post-call"))
    workspace = provisioned.workspace(design(), post_call=(where, SECRET))
    vendor = Vendor(speaker=Script(), voice=plain_voice, workspace=workspace)
    vendor.faults.waiting.append(Fault({"post_call_copies": copies}))
    async with listening(vendor) as url:
        settings.ELEVENLABS_API_URL, settings.ELEVENLABS_API_KEY = url, vendor.api_key
        settings.ELEVENLABS_AGENT_ID = "agent_simulated_ulaw_8000"
        settings.ELEVENLABS_OVERRIDES = []
        facts = dict.fromkeys(placeholders(design().prompt), "none") | FACTS
        brief = Brief(prompt="Book an appointment.", facts=facts)
        session = await voice_agent("elevenlabs").open(brief)
        await session.hear(b"\xff" * 8000)
        while vendor.records[-1].heard_ms < 1000:
            await asyncio.sleep(0.001)
        await session.close()
        async with asyncio.timeout(60):
            while len(told) < copies or not vendor.records[-1].closed_by:
                await asyncio.sleep(0.01)
    await server.close()
    if into is not None:
        into.conversations |= workspace.conversations
    return told, session.vendor_id
