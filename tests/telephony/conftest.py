"""The carrier's fixtures: a fake on loopback, and signed webhooks."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

import pytest
from celery.signals import before_task_publish
from channels.layers import get_channel_layer
from django.test import Client
from pytest_django.fixtures import Settings
from twilio.request_validator import RequestValidator

from callpilot.json_types import JsonObject
from campaigns import announcements
from campaigns.models import Call
from telephony import listeners
from telephony.carriers.twilio.client import TwilioCarrier
from telephony.signals import call_ended
from tests.campaigns.clients import Answer
from tests.scripted import ScriptedAgent, install
from tests.telephony.fake_carrier import FakeCarrier, fake_carrier
from voice.session.db_threads import in_thread


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedAgent]:
    """Who speaks in every call, as the test tells it to."""
    yield from install(monkeypatch)


@pytest.fixture
def twilio(register: Callable[[str, object], None]) -> TwilioCarrier:
    """Our side of the carrier; waits however busy the machine is."""
    adapter = TwilioCarrier(timeout_seconds=60.0)
    register("CARRIER", adapter)
    return adapter


@pytest.fixture
def carrier(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, twilio: TwilioCarrier
) -> Iterator[FakeCarrier]:
    """A carrier on loopback that the product will dial through; nothing is paced.

    Only one that was told to hang is not waited for.
    """

    def lose_patience() -> None:
        twilio.timeout_seconds = 1.5

    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    settings.CALLS_PER_SECOND = 1000.0
    settings.CALLING_HOURS = "any"
    with fake_carrier() as fake:
        fake.before_hanging = lose_patience
        settings.TWILIO_API_URL = fake.url
        yield fake


@pytest.fixture
def concluded() -> Iterator[list[UUID]]:
    """The ids of calls that campaigns was asked to conclude, in order; nothing is concluded."""
    calls: list[UUID] = []

    def note(call_id: UUID, **kwargs: object) -> None:
        calls.append(call_id)

    call_ended.disconnect(dispatch_uid="telephony")
    call_ended.connect(note)
    yield calls
    call_ended.disconnect(note)
    call_ended.connect(listeners.when_ended, dispatch_uid="telephony")


@pytest.fixture
def handed_over() -> Iterator[list[tuple[str, ...]]]:
    """The tasks that the broker was handed: each one's name, and what it is about."""
    taken: list[tuple[str, ...]] = []

    def note(sender: str, body: tuple[list[str], object, object], **kwargs: object) -> None:
        taken.append((sender, *body[0]))

    before_task_publish.connect(note)
    yield taken
    before_task_publish.disconnect(note)


class Webhooks:
    """The carrier's side of our webhooks: signs and posts."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.client = Client()

    def form(self, call: Call, **fields: str) -> dict[str, str]:
        return {
            "AccountSid": self.settings.TWILIO_ACCOUNT_SID,
            "CallSid": call.carrier_id or "CA" + call.pk.hex,
            "From": self.settings.TWILIO_CALLER_ID,
            "To": call.to_number,
            "FromCity": "",
        } | fields

    def sign(self, path: str, form: dict[str, str]) -> str:
        validator = RequestValidator(self.settings.TWILIO_AUTH_TOKEN)
        return str(validator.compute_signature(self.settings.PUBLIC_URL + path, form))

    def post(self, path: str, form: dict[str, str], signature: str | None = None) -> Answer:
        return self.client.post(
            path,
            urlencode(form),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signature or self.sign(path, form)},
        )

    def voice(self, call: Call, **fields: str) -> Answer:
        form = self.form(call, CallStatus="in-progress", **fields)
        return self.post(f"/twilio/voice/{call.token}", form)

    def status(self, call: Call, word: str, sequence: int, **fields: str) -> Answer:
        form = self.form(
            call,
            CallStatus=word,
            SequenceNumber=str(sequence),
            CallbackSource="call-progress-events",
            **fields,
        )
        return self.post(f"/twilio/voice/{call.token}/status", form)

    def resume(self, call: Call) -> Answer:
        form = self.form(call, CallStatus="in-progress")
        return self.post(f"/twilio/voice/{call.token}/resume", form)

    def keys(self, call: Call) -> Answer:
        form = self.form(call, CallStatus="in-progress")
        return self.post(f"/twilio/voice/{call.token}/keys", form)

    def fallback(self, call: Call) -> Answer:
        url = f"{self.settings.PUBLIC_URL}/twilio/voice/{call.token}"
        form = self.form(call, CallStatus="in-progress", ErrorCode="11200", ErrorUrl=url)
        return self.post(f"/twilio/voice/{call.token}/fallback", form)

    def amd(self, call: Call, answered_by: str) -> Answer:
        form = {
            "AccountSid": self.settings.TWILIO_ACCOUNT_SID,
            "CallSid": call.carrier_id or "CA" + call.pk.hex,
            "AnsweredBy": answered_by,
            "MachineDetectionDuration": "2310",
        }
        return self.post(f"/twilio/voice/{call.token}/amd", form)


@pytest.fixture
def webhooks(settings: Settings, tmp_path: Path) -> Webhooks:
    settings.STATIC_ROOT = tmp_path  # WhiteNoise warns of a folder that is not there
    return Webhooks(settings)


async def told_during(call: Call, act: Callable[[], object]) -> list[JsonObject]:
    """What the conversation of a call is told while something is done."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(announcements.call_group(call.pk), channel)
    await in_thread(act)
    await in_thread(announcements.tell_call, call.pk, {"type": "the.end"})
    told: list[JsonObject] = []
    while (message := await layer.receive(channel)) != {"type": "the.end"}:
        told.append(message)
    await layer.group_discard(announcements.call_group(call.pk), channel)
    return told
