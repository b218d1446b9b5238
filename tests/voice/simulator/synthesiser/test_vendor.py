"""The simulated speech vendor at its addresses: who is let in, what is kept, what goes wrong."""

import aiohttp
import pytest

from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import KEY, MANY, ONE, QUERY, speaking
from voice.simulator.synthesiser.vendor import UNKNOWN_VOICE, Synthesiser

BEGIN = {"text": " ", "context_id": "a"}


@pytest.mark.parametrize(
    ("path", "query", "headers", "error"),
    [
        (MANY, QUERY, {"xi-api-key": "wrong"}, "invalid_api_key"),
        (MANY, QUERY, {}, "invalid_api_key"),
        (MANY.replace("voice_1", UNKNOWN_VOICE), QUERY, KEY, "voice_id_does_not_exist"),
        (MANY, QUERY | {"model_id": "eleven_v3"}, KEY, "model_not_available"),
        (ONE, QUERY | {"output_format": "mp3_44100_128"}, KEY, "output_format_not_allowed"),
        (
            MANY,
            QUERY | {"model_id": "eleven_flash_v2", "language_code": "en"},
            KEY,
            "unsupported_language",
        ),
    ],
)
async def test_a_refusal_follows_the_first_message(
    path: str, query: dict[str, str], headers: dict[str, str], error: str
) -> None:
    async with (
        speaking(Synthesiser(voice=plain_voice)) as url,
        aiohttp.ClientSession() as http,
        http.ws_connect(url + path, params=query, headers=headers) as socket,
    ):
        await socket.send_json(BEGIN)
        told, closed = await socket.receive_json(), await socket.receive()

    assert (told["error"], closed.data) == (error, 1008)


async def test_a_session_is_recorded() -> None:
    synthesiser = Synthesiser(voice=plain_voice)
    async with speaking(synthesiser) as url, aiohttp.ClientSession() as http:
        async with http.ws_connect(url + MANY, params=QUERY, headers=KEY) as socket:
            await socket.send_json(BEGIN)
            await socket.send_json({"text": "Nine works. ", "context_id": "a"})
            await socket.send_json({"close_socket": True})
            frames = [message.json() async for message in socket]
        told = await (await http.get(f"{url}/simulator/synthesiser")).json()

    [record] = told["sessions"]
    assert frames[-1] == {"isFinal": True, "contextId": "a"}
    assert (record["voice_id"], record["texts"], record["most_contexts"]) == (
        "voice_1",
        ["Nine works."],
        1,
    )
    assert (record["closed_by"], record["code"], record["complaints"]) == ("vendor", 1000, [])


async def test_faults_strike_the_next_session() -> None:
    synthesiser = Synthesiser(voice=plain_voice)
    async with speaking(synthesiser) as url, aiohttp.ClientSession() as http:
        synthesiser.faults.add({"refuse_status": 429})
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await http.ws_connect(url + MANY, params=QUERY, headers=KEY)
        synthesiser.faults.add({"close_code": 1011})
        async with http.ws_connect(url + MANY, params=QUERY, headers=KEY) as socket:
            closed = await socket.receive()

    assert (caught.value.status, closed.data) == (429, 1011)
