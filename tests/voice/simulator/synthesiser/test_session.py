"""Contexts at the simulated speech vendor: what is spoken, what is dropped, what is refused."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import pytest

from callpilot.json_types import JsonObject
from tests.voice.simulator.callers import plain_voice
from tests.voice.simulator.synthesiser.speakers import understood
from voice.simulator.formats import FORMATS
from voice.simulator.sessions.sockets import BROKEN, Close
from voice.simulator.synthesiser.session import Asked, Record, SpeechSession, Switches

PATIENCE_SECONDS = 60.0
BLANK = {"text": " "}


@dataclass
class Client:
    """Talks to a session and keeps what it is told."""

    session: SpeechSession
    told: list[JsonObject | str] = field(default_factory=list)
    closes: list[Close] = field(default_factory=list)

    async def send(self, *messages: JsonObject) -> Close | None:
        close = None
        for message in messages:
            close = await self.session.take(json.dumps(message))
        return close

    @property
    def frames(self) -> list[JsonObject]:
        return [frame for frame in self.told if isinstance(frame, dict)]

    def audio(self, context: str) -> bytes:
        return b"".join(
            b64decode(f["audio"])
            for f in self.frames
            if f.get("contextId") == context and f.get("audio")
        )

    def finals(self) -> list[str]:
        return [frame["contextId"] for frame in self.frames if frame.get("isFinal")]

    async def until(self, seen: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not seen():
                await asyncio.sleep(0)


Make = Callable[..., Client]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    made: list[Client] = []

    def client(
        switches: Switches | None = None,
        *,
        auto: bool = True,
        many: bool = True,
        inactivity_seconds: float = 20.0,
        refusal: tuple[str, str] | None = None,
        api_key: str = "",
    ) -> Client:
        told: list[JsonObject | str] = []
        closes: list[Close] = []

        async def tell(frame: JsonObject | str) -> None:
            told.append(frame)

        async def break_off(close: Close) -> None:
            closes.append(close)

        session = SpeechSession(
            Asked(FORMATS["ulaw_8000"], auto, inactivity_seconds),
            switches or Switches(),
            Record("voice_1", "eleven_flash_v2_5", many),
            plain_voice,
            tell,
            break_off,
            refusal=refusal,
            api_key=api_key,
        )
        made.append(Client(session, told, closes))
        return made[-1]

    yield client
    for each in made:
        each.session.stop()


def text(context: str, words: str, **more: object) -> JsonObject:
    return {"context_id": context, "text": words} | more


async def test_a_context_is_begun_spoken_in_and_closed(make: Make) -> None:
    client = make()

    await client.send(
        text("a", " ", voice_settings={}),
        text("a", "Nine works, "),
        text("a", "thank you. ", flush=True),
        {"context_id": "a", "close_context": True},
    )
    await client.until(client.finals)

    assert understood(client.audio("a")) == "Nine works, thank you."
    assert client.session.record.texts == ["Nine works,", "thank you."]
    assert client.session.record.complaints == []


async def test_what_was_not_flushed_ends_with_its_context_and_the_next_goes_on(make: Make) -> None:
    client = make(Switches(late_ms=50))

    await client.send(
        text("a", " "),
        text("a", "I would like an appointment. "),
        {"context_id": "a", "close_context": True},
        text("b", " "),
        text("b", "Yes. ", flush=True),
        {"context_id": "b", "close_context": True},
    )
    await client.until(lambda: len(client.finals()) == 2)

    assert client.finals() == ["a", "b"]
    assert client.audio("a") == b"" and understood(client.audio("b")) == "Yes."


async def test_text_waits_in_its_buffer_unless_nothing_is_to_wait(make: Make) -> None:
    client = make(auto=False)

    await client.send(text("a", " "), text("a", "Nine works, "))
    nothing = list(client.session.record.texts)
    await client.send(text("a", "thanks. ", flush=True))
    await client.until(lambda: client.session.record.texts)

    assert nothing == [] and client.session.record.texts == ["Nine works, thanks."]


async def test_the_sixth_context_is_one_too_many(make: Make) -> None:
    client = make()

    closes = [await client.send(text(f"c{number}", " ")) for number in range(6)]

    assert closes[:5] == [None] * 5
    assert closes[5] is not None and closes[5].code == 1008
    assert client.frames[-1]["error"] == "max_active_conversations"


async def test_a_context_that_ended_makes_room(make: Make) -> None:
    client = make()

    for number in range(9):
        name = f"c{number}"
        assert not await client.send(
            text(name, " "), text(name, "", flush=True), {"context_id": name, "close_context": True}
        )
        await client.until(lambda: len(client.finals()) > number)  # noqa: B023  within the round

    assert client.session.record.most_contexts == 1


async def test_a_word_to_a_context_that_is_not_there_makes_one_and_is_complained_of(
    make: Make,
) -> None:
    client = make()

    await client.send(text("phantom", ""), {"context_id": "nobody", "close_context": True})
    await client.send(text("a", " "), text("a", "Hm", voice_settings={}))
    await client.send({"context_id": "a", "close_context": True}, text("a", "More. "))

    assert client.session.record.most_contexts == 2
    assert len(client.session.record.complaints) == 5


async def test_a_context_of_which_nothing_is_heard_lapses_and_one_kept_alive_does_not(
    make: Make,
) -> None:
    client = make(inactivity_seconds=0.1)
    await client.send(text("a", " "), text("b", " "))

    async with asyncio.timeout(PATIENCE_SECONDS):
        while "a" not in client.finals():
            await client.send(text("b", ""))
            await asyncio.sleep(0.005)

    assert "b" not in client.finals() and client.session.record.kept_alive > 0


async def test_who_says_nothing_at_all_is_left(make: Make) -> None:
    client = make()

    close = await client.session.idle()

    assert close is not None and close.code == 1008
    assert client.frames[-1]["error"] == "input_timeout_exceeded"


async def test_closing_the_socket_speaks_what_there_is(make: Make) -> None:
    client = make(auto=False)

    close = await client.send(text("a", " "), text("a", "Nine works. "), {"close_socket": True})

    assert close == Close(1000) and understood(client.audio("a")) == "Nine works."


async def test_the_socket_with_one_context_ends_with_an_empty_text(make: Make) -> None:
    client = make(many=False, auto=False)

    close = await client.send(BLANK, {"text": "Nine works. "}, BLANK, {"text": ""})

    audio = b"".join(b64decode(frame["audio"]) for frame in client.frames if frame["audio"])
    assert close == Close(1000) and understood(audio) == "Nine works."
    assert client.frames[-1]["isFinal"] is True


@pytest.mark.parametrize("message", ["{", "[]", '"text"'])
async def test_what_is_no_message_is_refused(make: Make, message: str) -> None:
    close = await make().session.take(message)

    assert close is not None and close.code == 1008


async def test_a_key_may_come_with_the_first_message_and_has_to_be_right(make: Make) -> None:
    assert await make(api_key="k").send(BLANK | {"xi_api_key": "k"}) is None
    for wrong in ({}, {"xi_api_key": "x"}):
        client = make(api_key="k")
        assert await client.send(BLANK | wrong) is not None
        assert client.frames[-1]["error"] == "invalid_api_key"


async def test_what_is_wrong_with_the_address_is_told_with_the_first_message(make: Make) -> None:
    for client in (make(refusal=("no_voice", "No.")), make(Switches(error="no_voice"))):
        close = await client.send(BLANK)
        assert close is not None and client.frames[-1]["error"] == "no_voice"


async def test_sound_stalls_breaks_off_and_comes_with_garbage_between(make: Make) -> None:
    said = text("a", "I would like to ask for an appointment. ", flush=True)
    stalling = make(Switches(stall_after_ms=800))
    breaking = make(Switches(drop_after_ms=800))
    garbled = make(Switches(garbage_every=1, unaligned=1))
    for client in (stalling, breaking, garbled):
        await client.send(text("a", " "), said, {"context_id": "a", "close_context": True})
        await client.until(client.finals)

    assert len(stalling.audio("a")) == 8 * 800
    assert breaking.closes[0] == Close(BROKEN)
    assert understood(garbled.audio("a")) == "I would like to ask for an appointment."
    assert len([frame for frame in garbled.told if isinstance(frame, str)]) > 3
    assert garbled.frames[0]["alignment"] is None
