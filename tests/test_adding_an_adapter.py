""" "Adding an adapter" of the README, followed to the letter, with a toy of every port."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from importlib import reload
from pathlib import Path
from uuid import uuid4

import pytest
from channels.routing import URLRouter
from django.test import Client
from django.urls import clear_url_caches
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from callpilot import urls as our_urls
from callpilot.adapters import REGISTRIES
from callpilot.checks import settings_check
from callpilot.management.commands.doctor import vendors
from campaigns import launch
from campaigns.models import Call
from scheduling import availability
from scheduling.calendars.base import EventDraft, calendars
from scheduling.slots import Slot
from telephony import socket_urls
from telephony import urls as telephony_urls
from telephony.carriers.base import carriers
from telephony.dialling import dispatch
from telephony.media import stream_tokens
from tests.factories import make_call, make_person
from tests.sockets import PATIENCE_SECONDS, Socket
from voice.agents.base import Ended, engines
from voice.session.db_threads import in_thread
from voice.stt.base import Listening, Transcript, TurnStarted, recognisers
from voice.tts.base import Sound, Speaking, Spoken, synthesisers

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent
SECTION = (ROOT / "README.md").read_text().partition("### Adding an adapter")[2]

CARRIER = '''
from django.core.checks import Error
from callpilot.adapters import Diagnosed
from telephony.carriers.base import News
from telephony.carriers.media_stream import BadFrame, FrameTooLarge, Media, Started, Stopped


class Messages:
    """Frames are one word and its value."""

    def parse(self, text):
        if len(text) > 10_000:
            raise FrameTooLarge("too large")
        word, _, value = text.partition(" ")
        match word:
            case "hello":
                return Started("S1", value, "toy-account")
            case "sound":
                return Media(bytes.fromhex(value), 0)
            case "bye":
                return Stopped()
        raise BadFrame(word)

    def media(self, stream_id, ulaw):
        return "sound " + ulaw.hex()

    def mark(self, stream_id, name):
        return "mark " + name

    def clear(self, stream_id):
        return "clear"


class Sockets:
    messages = Messages()
    subprotocol = "toy"
    keys_in_band = False

    def signed(self, scope):
        return (b"x-toy", b"secret") in scope["headers"]

    def ours(self, started):
        return started.account_id == "toy-account"


class ToyCarrier(Diagnosed):
    keys = ("TOY_KEY",)
    urls = "toys.carrier_urls"
    socket = Sockets()

    def __init__(self):
        self.placed, self.pressed = [], []

    @classmethod
    def checks(cls):
        yield Error("Toys break.", id="toys.E001")

    @classmethod
    def doctor(cls):
        yield "toys", True, "wound up"

    def place(self, dial):
        self.placed.append(dial)
        return "TOY1"

    def hang_up(self, carrier_id):
        pass

    def find(self, *, carrier_id="", to_number="", since=None):
        return []

    def press_keys(self, carrier_id, token):
        self.pressed.append((carrier_id, token))

    def is_answered(self, number):
        return True
'''

CARRIER_URLS = """
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from campaigns.models import Call
from telephony.carriers.base import News
from telephony.dialling.webhook_inbox import apply


@csrf_exempt
def news(request, token):
    call = Call.objects.get(token=token)
    status = request.POST["status"]
    apply(call, News("TOY1", status), source="toy", dedupe_key=status, kind="status")
    return HttpResponse(status=204)


urlpatterns = [path("voice/<str:token>", news)]
"""

AGENT = """
import asyncio
from voice.agents.base import Ended, Speech, VoiceChoices


class Session:
    input_format = output_format = "ulaw_8000"
    vendor_id = ""

    def __init__(self):
        self.over = asyncio.Event()
        self.heard = []

    async def hear(self, audio):
        self.heard.append(audio)

    def cut(self, event_id, heard_ms):
        pass

    async def events(self):
        yield Speech(b"\\x2a" * 800)
        await self.over.wait()
        yield Ended("closed")

    async def answer(self, tool_call_id, answer, *, failed=False):
        pass

    async def instruct(self, text, *, speak=False):
        pass

    async def close(self):
        self.over.set()


class ToyAgent:
    line = "media_stream"

    def __init__(self):
        self.sessions = []

    def choices(self):
        return VoiceChoices({"squeak": "Squeak"}, voice_followed=True)

    async def open(self, brief):
        self.sessions.append(Session())
        return self.sessions[-1]
"""

EARS = """
from voice.agents.base import Ended
from voice.stt.base import Transcript, TurnStarted


class Session:
    vendor_id = ""

    def __init__(self):
        self.told = []

    async def hear(self, audio):
        self.told.append(TurnStarted(0, Transcript(f"{len(audio)} bytes")))

    async def end_turn(self):
        pass

    async def events(self):
        for event in self.told:
            yield event

    async def close(self):
        self.told.append(Ended("closed"))


class ToyEars:
    async def open(self, listening):
        return Session()
"""

MOUTH = """
from voice.agents.base import Ended
from voice.tts.base import Sound, Spoken


class Session:
    def __init__(self):
        self.told = []

    async def say(self, utterance, text, *, last=False):
        self.told.append(Sound(utterance, text.encode()))
        if last:
            self.told.append(Spoken(utterance))

    async def stop(self, utterance):
        self.told = []

    async def events(self):
        for event in self.told:
            yield event

    async def close(self):
        self.told.append(Ended("closed"))


class ToyMouth:
    async def open(self, speaking):
        return Session()
"""

OTHERS = """
import numpy as np
from callpilot.errors import VendorError
from campaigns.providers.directories.base import Listing
from campaigns.providers.geocoders.base import Located, Place
from scheduling.calendars.base import Busy
from scheduling.distances.base import Matrix


class ToyCalendar:
    def __init__(self):
        self.slots = {}

    def busy(self, person, window):
        return [Busy(slot) for slot in self.slots.values() if slot.overlaps(window)]

    def add(self, person, event):
        from scheduling.slots import Slot
        self.slots[event.appointment_id] = Slot(event.start, event.end)

    def remove(self, person, appointment_id):
        self.slots.pop(appointment_id, None)


class ToyDirectory:
    attribution = "Toy town"

    def find(self, service, latitude, longitude, most):
        return [Listing("toy:1", "Bricks and Teeth", service, "+14165550142", "1 Toy St",
                        latitude, longitude, "America/Los_Angeles")][:most]


class ToyGeocoder:
    def locate(self, text, near=None):
        return Located(self.describe(near or Point(1.0, 2.0)), named=True)

    def describe(self, point):
        return Place("Toy town", point.latitude, point.longitude, "America/Toronto")


class ToyDistance:
    def ways(self, origins, places):
        shape = (len(origins), len(places))
        return Matrix(np.full(shape, 7.0), np.full(shape, 12.0), "walking")
"""

LINES = {  # what the README has one write into the registry of each port
    "CARRIER": "toys.carrier.ToyCarrier",
    "VOICE_ENGINE": "toys.agent.ToyAgent",
    "STT": "toys.ears.ToyEars",
    "TTS": "toys.mouth.ToyMouth",
    "CALENDAR": "toys.others.ToyCalendar",
    "DIRECTORY": "toys.others.ToyDirectory",
    "DISTANCE": "toys.others.ToyDistance",
    "GEOCODER": "toys.others.ToyGeocoder",
}


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[None]:
    """A package of toys: written, registered by a line each, and chosen by setting."""
    folder = tmp_path / "toys"
    folder.mkdir()
    files = {"__init__": "", "carrier": CARRIER, "carrier_urls": CARRIER_URLS, "agent": AGENT}
    parts = {"ears": EARS, "mouth": MOUTH, "others": OTHERS}
    for name, text in (files | parts).items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(tmp_path))
    settings.TOY_KEY, settings.CALLING_HOURS = "wound", "any"
    with ExitStack() as stack:
        for setting, path in LINES.items():
            stack.enter_context(REGISTRIES[setting].registered("toy", path))
            setattr(settings, setting, "toy")
        _read_addresses()
        yield
    _read_addresses()
    for name in [name for name in sys.modules if name.partition(".")[0] == "toys"]:
        del sys.modules[name]


def _read_addresses() -> None:
    """As a process does when it starts."""
    for module in (telephony_urls, socket_urls, our_urls):
        reload(module)
    clear_url_caches()


def test_the_readme_names_every_port_and_no_file_that_is_not_there() -> None:
    for setting, registry in REGISTRIES.items():
        assert f"`{setting}`" in SECTION, setting
        assert registry.names
    files = re.findall(
        r"`((?:callpilot|telephony|voice|campaigns|scheduling)/[\w/]+\.py)`", SECTION
    )
    assert len(files) >= 6
    for file in files:
        assert (ROOT / file).is_file(), file
        if file.endswith("base.py"):
            assert "= Registry[" in (ROOT / file).read_text(), file


def test_keys_checks_and_the_doctors_question_are_the_adapters(
    toys: None, settings: Settings
) -> None:
    settings.TOY_KEY = ""

    said = {message.id: message.msg for message in settings_check()}

    assert said == {"callpilot.E003": "CARRIER=toy needs TOY_KEY.", "toys.E001": "Toys break."}
    assert list(vendors()) == [("toys", True, "wound up")]


def test_the_toy_carrier_dials_and_its_news_moves_the_call(toys: None) -> None:
    call = make_call()

    assert dispatch.place(call.pk)
    toy = vars(carriers.get())
    [dial] = toy["placed"]
    assert (dial.to_number, dial.token) == (call.to_number, call.token)
    answer = Client().post(f"/toy/voice/{call.token}", {"status": "in_progress"})
    call.refresh_from_db()
    assert answer.status_code == 204 and call.status == "in_progress"
    Call.objects.filter(pk=call.pk).update(keys_wanted="1")
    dispatch.press_keys(call.pk)
    assert toy["pressed"] == [("TOY1", call.token)]


async def test_the_toy_agent_speaks_through_the_toy_carriers_socket(toys: None) -> None:
    def answered() -> str:
        return stream_tokens.issue(make_call(status="in_progress", carrier_id="TOY1"))

    address = f"/toy/stream/{await in_thread(answered)}"
    phone = Socket(
        URLRouter(socket_urls.urlpatterns), address, [(b"x-toy", b"secret")], ["other", "toy"]
    )

    assert await phone.connect() == (True, "toy")
    await phone.send_to(text_data="hello TOY1")
    assert await phone.receive_from(PATIENCE_SECONDS) == "sound " + "2a" * 800
    while not vars(engines.get())["sessions"][0].heard:
        await phone.send_to(text_data="sound " + "ff" * 160)
        await asyncio.sleep(0.01)
    await phone.send_to(text_data="bye")
    await phone.disconnect()


def test_the_toy_carriers_socket_lets_nobody_else_in(toys: None) -> None:
    assert not carriers.get().socket.signed({"headers": [(b"x-twilio-signature", b"x")]})


def test_whom_the_toy_directory_lists_is_called_and_measured(toys: None) -> None:
    campaign = launch.create(make_person(), {"service": "dentist"})

    launch.start(campaign.pk)

    [candidate] = campaign.candidates.all()
    assert candidate.provider.name == "Bricks and Teeth"
    assert (candidate.distance_km, campaign.calls.count()) == (7.0, 1)


def test_the_toy_calendar_says_when_somebody_is_busy(toys: None) -> None:
    person, start = make_person(), now() + timedelta(days=3)
    slot = Slot(start, start + timedelta(hours=1))
    event = EventDraft(uuid4(), "Dentist", slot.start, slot.end, "UTC", "", "")

    assert availability.busy(person, slot) == []
    calendars.get().add(person, event)

    assert availability.busy(person, slot) == [slot]


async def test_the_toy_ears_hear(toys: None) -> None:
    session = await recognisers.get().open(Listening())

    await session.hear(b"\xff" * 160)
    await session.close()

    assert [event async for event in session.events()] == [
        TurnStarted(0, Transcript("160 bytes")),
        Ended("closed"),
    ]


async def test_the_toy_mouth_speaks(toys: None) -> None:
    session = await synthesisers.get().open(Speaking())

    await session.say(0, "quack", last=True)
    await session.close()

    told = [event async for event in session.events()]
    assert told == [Sound(0, b"quack"), Spoken(0), Ended("closed")]
