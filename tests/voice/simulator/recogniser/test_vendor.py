"""The simulated recogniser at its addresses: who is let in, what is kept, what goes wrong."""

import aiohttp
import pytest

from tests.voice.simulator.recogniser.sounds import FLUX, NOVA, listening, sound
from voice.simulator.recogniser.vendor import Recogniser

KEY = {"Authorization": "Token simulated-deepgram-key"}
SAID = sound("We have Tuesday.", 900)


@pytest.mark.parametrize(
    ("path", "query", "headers", "status", "code"),
    [
        ("/v2/listen", FLUX, {}, 401, "INVALID_AUTH"),
        ("/v2/listen", FLUX, {"Authorization": "Token wrong"}, 401, "INVALID_AUTH"),
        ("/v1/listen", NOVA, {"Authorization": "Bearer x"}, 401, "INVALID_AUTH"),
        ("/v2/listen", FLUX | {"model": "x"}, KEY, 400, "Bad Request"),
        ("/v1/listen", NOVA | {"encoding": "x"}, KEY, 400, "Bad Request"),
    ],
)
async def test_a_refusal_is_a_status_with_a_code_and_an_id(
    path: str, query: dict[str, str], headers: dict[str, str], status: int, code: str
) -> None:
    async with (
        listening(Recogniser()) as url,
        aiohttp.ClientSession() as http,
        http.get(url + path, params=query, headers=headers) as answer,
    ):
        body = await answer.json()

    assert answer.status == status
    assert (body["err_code"], answer.headers["dg-error"]) == (code, code)
    assert body["request_id"] == answer.headers["dg-request-id"]


@pytest.mark.parametrize(("path", "query"), [("/v2/listen", FLUX), ("/v1/listen", NOVA)])
async def test_a_session_is_recorded(path: str, query: dict[str, str]) -> None:
    recogniser = Recogniser()
    async with listening(recogniser) as url, aiohttp.ClientSession() as http:
        async with http.ws_connect(url + path, params=query, headers=KEY) as socket:
            await socket.send_bytes(SAID)
            await socket.send_str('{"type":"CloseStream"}')
            frames = [message.json() async for message in socket]
        told = await (await http.get(f"{url}/simulator/recogniser")).json()

    [record] = told["sessions"]
    assert frames and record["heard_ms"] == len(SAID) // 800 * 100
    assert (record["path"], record["model"]) == (path, query["model"])
    assert (record["turns"], record["closed_by"], record["code"]) == (1, "vendor", 1000)
    assert record["messages"] == ['{"type":"CloseStream"}'] and record["complaints"] == []


async def test_faults_strike_the_next_session() -> None:
    recogniser = Recogniser()
    recogniser.faults.add({"refuse_status": 429})
    recogniser.faults.add({"close_code": 1011})
    async with listening(recogniser) as url, aiohttp.ClientSession() as http:
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await http.ws_connect(f"{url}/v2/listen", params=FLUX, headers=KEY)
        recogniser.faults.add({"close_code": 1011})
        async with http.ws_connect(f"{url}/v2/listen", params=FLUX, headers=KEY) as socket:
            connected, closed = await socket.receive_json(), await socket.receive()

    assert caught.value.status == 429
    assert connected["type"] == "Connected" and closed.data == 1011
    assert recogniser.records[0].closed_by == "vendor"


async def test_who_sends_nothing_is_left_after_a_while() -> None:
    recogniser = Recogniser(idle_seconds=0.01)
    async with (
        listening(recogniser) as url,
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{url}/v1/listen", params=NOVA, headers=KEY) as socket,
    ):
        closed = await socket.receive()

    assert closed.data == 1011 and "NET-0001" in str(closed.extra)
