"""ElevenLabs' speech at the door: which voice, which refusals, and what the doctor finds."""

from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web
from pytest_django.fixtures import Settings

from callpilot.checks import settings_check
from callpilot.errors import SpeechError
from tests import loopback
from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import speaking
from voice.simulator.synthesiser.vendor import Synthesiser, routes
from voice.tts.base import Speaking
from voice.tts.elevenlabs.client import ElevenLabsSpeech, refusal


@pytest.fixture
async def synthesiser(settings: Settings) -> AsyncIterator[Synthesiser]:
    vendor = Synthesiser(voice=plain_voice)
    async with speaking(vendor) as url:
        settings.ELEVENLABS_API_URL, settings.ELEVENLABS_API_KEY = url, vendor.api_key
        settings.ELEVENLABS_VOICE_ID = "voice_7"
        yield vendor


async def test_the_voice_is_the_one_that_is_set_or_wanted(synthesiser: Synthesiser) -> None:
    for voice in ("", "voice_8"):
        session = await ElevenLabsSpeech().open(Speaking(voice=voice))
        await session.close()

    assert [record.voice_id for record in synthesiser.records] == ["voice_7", "voice_8"]
    assert {record.model for record in synthesiser.records} == {"eleven_flash_v2_5"}


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (403, True), (404, True), (422, True), (429, False), (500, False)],
)
async def test_a_refusal_is_for_good_only_where_nothing_will_change(
    synthesiser: Synthesiser, status: int, permanent: bool
) -> None:
    synthesiser.faults.add({"refuse_status": status})

    with pytest.raises(SpeechError) as caught:
        await ElevenLabsSpeech().open(Speaking())

    assert caught.value.permanent is permanent
    assert str(caught.value) == str(refusal(status))


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "mailto:nobody"])
async def test_nobody_there_is_an_error_of_ours(settings: Settings, url: str) -> None:
    settings.ELEVENLABS_API_URL = url

    with pytest.raises(SpeechError) as caught:
        await ElevenLabsSpeech().open(Speaking())

    assert caught.value.permanent is url.startswith("mailto")


@pytest.fixture
def served(settings: Settings) -> Iterator[Synthesiser]:
    vendor = Synthesiser(voice=plain_voice)
    app = web.Application()
    app.add_routes(routes(vendor))
    with loopback.served(app) as url:
        settings.ELEVENLABS_API_URL, settings.ELEVENLABS_API_KEY = url, vendor.api_key
        yield vendor


def test_the_doctor_has_a_word_spoken(served: Synthesiser, settings: Settings) -> None:
    [(name, fine, words)] = ElevenLabsSpeech.doctor()
    assert (name, fine) == ("speech", True) and "eleven_flash_v2_5" in words
    assert served.records[0].texts == ["Hello."]

    settings.ELEVENLABS_API_KEY = "wrong"
    [(_, fine, words)] = ElevenLabsSpeech.doctor()
    assert not fine and "invalid_api_key" in words


def test_the_doctor_says_when_nobody_answers(settings: Settings) -> None:
    settings.ELEVENLABS_API_URL = "http://127.0.0.1:9"

    [(_, fine, words)] = ElevenLabsSpeech.doctor()

    assert not fine and "cannot be reached" in words


def test_a_model_of_another_socket_is_said_by_the_check(settings: Settings) -> None:
    settings.ELEVENLABS_SPEECH_MODEL = "eleven_v3"
    [message] = ElevenLabsSpeech.checks()
    assert message.id == "callpilot.E042" and "eleven_v3" in message.msg

    assert settings_check() == []  # no voice that is set speaks through it
    settings.ELEVENLABS_SPEECH_MODEL = "eleven_flash_v2_5"
    assert list(ElevenLabsSpeech.checks()) == []
