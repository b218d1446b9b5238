"""Deepgram at the door: which socket, which refusals, and what the doctor finds."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from aiohttp import web
from pytest_django.fixtures import Settings

from callpilot.checks import settings_check
from callpilot.errors import RecognitionError
from tests import loopback
from tests.voice.simulator.recogniser.sounds import listening
from voice.simulator.recogniser.vendor import Recogniser, routes
from voice.stt.base import Listening
from voice.stt.deepgram.client import DeepgramRecogniser, refusal


@pytest.fixture
async def recogniser(settings: Settings) -> AsyncIterator[Recogniser]:
    vendor = Recogniser()
    async with listening(vendor) as url:
        settings.DEEPGRAM_API_URL, settings.DEEPGRAM_API_KEY = url, vendor.api_key
        yield vendor


@pytest.mark.parametrize(
    ("model", "path"), [("flux-general-en", "/v2/listen"), ("nova-2-phonecall", "/v1/listen")]
)
async def test_the_model_decides_which_socket_is_opened(
    recogniser: Recogniser, settings: Settings, model: str, path: str
) -> None:
    settings.DEEPGRAM_MODEL = model

    session = await DeepgramRecogniser().open(Listening(terms=("Reyes",)))
    await session.close()

    [record] = recogniser.records
    assert (record.path, record.model, record.complaints) == (path, model, [])
    assert (session.vendor_id == record.request_id) is model.startswith("flux")


@pytest.mark.parametrize(
    ("status", "permanent"),
    [(400, True), (401, True), (402, True), (403, True), (429, False), (500, False), (503, False)],
)
async def test_a_refusal_is_for_good_only_where_nothing_will_change(
    recogniser: Recogniser, status: int, permanent: bool
) -> None:
    recogniser.faults.add({"refuse_status": status})

    with pytest.raises(RecognitionError) as caught:
        await DeepgramRecogniser().open(Listening())

    assert caught.value.permanent is permanent
    assert str(caught.value) == str(refusal(status))


async def test_a_socket_that_closes_at_once_is_no_session(recogniser: Recogniser) -> None:
    recogniser.faults.add({"close_code": 1011}, None)
    recogniser.faults.add({"silent_after_ms": 0}, None)  # not even a greeting

    with pytest.raises(RecognitionError) as caught:
        await DeepgramRecogniser().open(Listening())

    assert not caught.value.permanent


@pytest.mark.parametrize("url", ["http://127.0.0.1:9", "mailto:nobody"])
async def test_nobody_there_is_an_error_of_ours(settings: Settings, url: str) -> None:
    settings.DEEPGRAM_API_URL = url

    with pytest.raises(RecognitionError) as caught:
        await DeepgramRecogniser().open(Listening())

    assert caught.value.permanent is url.startswith("mailto")


# --- checks and the doctor ----------------------------------------------------------------------


@pytest.fixture
def served(settings: Settings) -> Iterator[Recogniser]:
    vendor = Recogniser()
    app = web.Application()
    app.add_routes(routes(vendor))
    with loopback.served(app) as url:
        settings.DEEPGRAM_API_URL, settings.DEEPGRAM_API_KEY = url, vendor.api_key
        yield vendor


def test_the_doctor_says_whether_the_key_may_use_the_model(
    served: Recogniser, settings: Settings
) -> None:
    [(name, fine, words)] = DeepgramRecogniser.doctor()
    assert (name, fine) == ("deepgram", True) and "flux-general-en" in words

    settings.DEEPGRAM_API_KEY = "wrong"
    [(_, fine, words)] = DeepgramRecogniser.doctor()
    assert not fine and "DEEPGRAM_API_KEY" in words


def test_the_doctor_says_when_nobody_answers(settings: Settings) -> None:
    settings.DEEPGRAM_API_URL = "http://127.0.0.1:9"

    [(_, fine, words)] = DeepgramRecogniser.doctor()

    assert not fine and "cannot be reached" in words


def test_a_model_that_there_is_not_is_said_by_the_check(settings: Settings) -> None:
    settings.DEEPGRAM_MODEL = "whisper"
    [message] = DeepgramRecogniser.checks()
    assert message.id == "callpilot.E041" and "DEEPGRAM_MODEL=whisper" in message.msg

    assert settings_check() == []  # no voice that is set hears through it
    settings.DEEPGRAM_MODEL = "nova-3"
    assert list(DeepgramRecogniser.checks()) == []


async def test_opening_that_is_given_up_leaves_no_socket_behind(recogniser: Recogniser) -> None:
    recogniser.faults.add({"silent_after_ms": 0})

    opening = asyncio.create_task(DeepgramRecogniser().open(Listening()))
    while not recogniser.records:
        await asyncio.sleep(0.001)
    opening.cancel()
    async with asyncio.timeout(60):
        while not recogniser.records[0].closed_by:
            await asyncio.sleep(0.001)
