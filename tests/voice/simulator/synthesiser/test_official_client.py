"""The vendor's own client, and its types, against the simulated speech."""

import asyncio

import aiohttp
import httpx
import pytest
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.types.audio_output_multi import AudioOutputMulti
from elevenlabs.types.final_output_multi import FinalOutputMulti

from tests.voice.simulator.accounts import unknown_members
from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import KEY, MANY, QUERY, speaking, understood
from voice.simulator.synthesiser.vendor import Synthesiser


def spoken(url: str, api_key: str) -> bytes:
    with httpx.Client(trust_env=False) as http:
        client = ElevenLabs(api_key=api_key, base_url=url, httpx_client=http)
        client.text_to_speech._ws_base_url = url.replace("http", "ws", 1)
        parts = client.text_to_speech.convert_realtime(
            "voice_1",
            text=iter(["Nine works, ", "thank you very much. ", "Goodbye."]),
            model_id="eleven_flash_v2_5",
            output_format="ulaw_8000",
        )
        return b"".join(parts)


async def test_its_client_hears_what_it_had_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    synthesiser = Synthesiser(voice=plain_voice)
    async with speaking(synthesiser) as url:
        audio = await asyncio.to_thread(spoken, url, synthesiser.api_key)

    assert understood(audio) == "Nine works, thank you very much. Goodbye."
    assert synthesiser.records[0].complaints == []


async def test_its_client_is_refused_with_a_wrong_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with speaking(Synthesiser(voice=plain_voice)) as url:
        with pytest.raises(ApiError) as caught:
            await asyncio.to_thread(spoken, url, "wrong")

    assert caught.value.status_code == 1008


async def test_its_types_know_the_frames_of_many_contexts() -> None:
    async with (
        speaking(Synthesiser(voice=plain_voice)) as url,
        aiohttp.ClientSession() as http,
        http.ws_connect(url + MANY, params=QUERY, headers=KEY) as socket,
    ):
        await socket.send_json({"text": " ", "context_id": "a"})
        await socket.send_json({"text": "Nine works. ", "context_id": "a"})
        await socket.send_json({"close_socket": True})
        *sounds, final = [message.json() async for message in socket]

    read = [AudioOutputMulti.model_validate(sound) for sound in sounds]
    # What the vendor sends and its own types leave out.
    assert set(unknown_members(read)) == {".isFinal"}
    assert list(unknown_members(FinalOutputMulti.model_validate(final))) == []
    assert {sound.context_id for sound in read} == {"a"}
