"""The vendor's own client against the simulated recogniser: its types know all that is told."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.types.listen_v1results import ListenV1Results
from deepgram.listen.v1.types.listen_v1utterance_end import ListenV1UtteranceEnd
from deepgram.listen.v2.types.listen_v2configure import ListenV2Configure
from deepgram.listen.v2.types.listen_v2configure_failure import ListenV2ConfigureFailure
from deepgram.listen.v2.types.listen_v2configure_success import ListenV2ConfigureSuccess
from deepgram.listen.v2.types.listen_v2configure_thresholds import ListenV2ConfigureThresholds
from deepgram.listen.v2.types.listen_v2connected import ListenV2Connected
from deepgram.listen.v2.types.listen_v2turn_info import ListenV2TurnInfo
from deepgram.listen.v2.types.listen_v2warning import ListenV2Warning

from tests.voice.simulator.accounts import unknown_members
from tests.voice.simulator.recogniser.sounds import listening, sound
from voice.simulator.recogniser.vendor import Recogniser

# The client asks its own library for a name that this has given up.
pytestmark = pytest.mark.filterwarnings("ignore:websockets.*:DeprecationWarning")
PATIENCE_SECONDS = 60.0
SAID = sound("We have Tuesday or", 750, "Friday.", 900)


@pytest.fixture
def recogniser() -> Recogniser:
    return Recogniser()


@pytest.fixture
async def client(
    recogniser: Recogniser, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[AsyncDeepgramClient]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    async with listening(recogniser) as url:
        ws = url.replace("http", "ws", 1)
        environment = DeepgramClientEnvironment(base=url, production=ws, agent=ws, agent_rest=url)
        yield AsyncDeepgramClient(api_key=recogniser.api_key, environment=environment)


async def test_flux_is_understood_by_its_own_client(
    client: AsyncDeepgramClient, recogniser: Recogniser
) -> None:
    told: list[object] = []
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        client.listen.v2.connect(
            model="flux-general-en", encoding="mulaw", sample_rate=8000,
            eot_threshold=0.7, eager_eot_threshold=0.4, eot_timeout_ms=3000, keyterm=["Reyes"],
        ) as socket,
    ):  # fmt: skip
        await socket.send_force_end_turn()
        for value in (0.8, 0.3):
            thresholds = ListenV2ConfigureThresholds(eot_threshold=value)
            await socket.send_configure(
                ListenV2Configure(type="Configure", thresholds=thresholds, keyterms=["Cho"])
            )
        await socket.send_media(SAID)
        await socket.send_close_stream()
        async for message in socket:
            told.append(message)

    kinds = [type(message) for message in told]
    assert kinds[:4] == [
        ListenV2Connected,
        ListenV2Warning,
        ListenV2ConfigureSuccess,
        ListenV2ConfigureFailure,
    ]
    infos = [message for message in told if isinstance(message, ListenV2TurnInfo)]
    assert kinds == kinds[:4] + [ListenV2TurnInfo] * len(infos)
    assert [info.event for info in infos if info.event != "Update"] == [
        "StartOfTurn",
        "EagerEndOfTurn",
        "TurnResumed",
        "EagerEndOfTurn",
        "EndOfTurn",
    ]
    assert infos[-1].transcript in ("", "We have Tuesday or Friday.")
    assert list(unknown_members(told)) == [] and recogniser.records[0].complaints == []


async def test_nova_is_understood_by_its_own_client(
    client: AsyncDeepgramClient, recogniser: Recogniser
) -> None:
    told: list[object] = []
    async with (
        asyncio.timeout(PATIENCE_SECONDS),
        client.listen.v1.connect(
            model="nova-3", encoding="mulaw", sample_rate=8000, channels=1, language="en-US",
            interim_results=True, endpointing=400, utterance_end_ms=1000, vad_events=True,
        ) as socket,
    ):  # fmt: skip
        await socket.send_keep_alive()
        await socket.send_media(SAID + sound(700))
        await socket.send_finalize()
        await socket.send_close_stream()
        async for message in socket:
            told.append(message)

    finals = [m for m in told if isinstance(m, ListenV1Results) and m.speech_final]
    assert [m.channel.alternatives[0].transcript for m in finals] == [
        "We have Tuesday or",
        "Friday.",
    ]
    assert any(isinstance(message, ListenV1UtteranceEnd) for message in told)
    assert list(unknown_members(told)) == [] and recogniser.records[0].complaints == []


async def test_a_wrong_key_is_the_clients_own_error(
    client: AsyncDeepgramClient, recogniser: Recogniser
) -> None:
    recogniser.api_key = "another"

    with pytest.raises(ApiError) as caught:
        async with client.listen.v2.connect(
            model="flux-general-en", encoding="mulaw", sample_rate=8000
        ):
            pass

    assert caught.value.status_code == 401
