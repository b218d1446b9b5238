"""The callee's end without any network: acts, silences, keys; and the buffer of a stream."""

from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.simulator.network.playout import Playout
from telephony.simulator.personas import sounds
from telephony.simulator.personas.callee_actions import Act, Beep, HangUp, Music, Speak, Wait
from telephony.simulator.personas.handset import Handset
from telephony.simulator.personas.sounds import Frame
from tests.telephony.simulator.world import Script, Scripted


def handset(**script: Unpack[Script]) -> tuple[Handset, Scripted, list[bool]]:
    return held_by(Scripted(**script))


def held_by(callee: Scripted) -> tuple[Handset, Scripted, list[bool]]:
    ends: list[bool] = []
    made = Handset(
        callee,
        callee.pickup.kind,
        say=lambda text: sounds.sentence(text, "en-us+m3"),
        hung_up=lambda: ends.append(True),
    )
    made.pick_up()
    return made, callee, ends


class Bored(Scripted):
    """Remembers each silence that it was told of."""

    def __init__(self, greeting: str | None) -> None:
        super().__init__(greeting=greeting)
        self.told: list[int] = []

    def idle(self, silent_ms: int) -> list[Act]:
        self.told.append(silent_ms)
        return []


def quiet(made: Handset, seconds: float) -> list[Frame]:
    """Let it run in silence; the frames it said."""
    return [f for _ in range(round(seconds * 10)) for f in made.advance([None] * 5)]


def test_acts_follow_each_other_in_their_own_time() -> None:
    made, _, ends = handset(
        greeting=None, on_idle=[[Music(1.0), Wait(500), Beep(), Speak("Hello."), HangUp()]]
    )
    said = quiet(made, 5)
    loud = [n for n, frame in enumerate(said) if frame]
    music, rest = loud[:50], loud[50:]
    assert music == list(range(music[0], music[0] + 50))
    assert rest[0] - music[-1] == 26  # 500 ms
    assert said[rest[0] : rest[0] + len(sounds.BEEP)] == list(sounds.BEEP)
    assert made.gone and ends == [True]


def test_silence_is_told_in_steps_and_starts_anew_after_speech() -> None:
    callee = Bored(greeting="Hello.")
    made, _, _ = held_by(callee)
    told = callee.told
    quiet(made, 4)
    assert told == [500 * (n + 1) for n in range(len(told))] and len(told) >= 4
    made.advance(list(sounds.sentence("What?", sounds.CARRIER_VOICE).frames))
    quiet(made, 2.5)
    assert callee.heard == ["What?"]
    assert told.count(500) == 2


def test_a_machine_beeps_while_it_is_being_talked_to() -> None:
    made, _, _ = handset(kind="voicemail", greeting="Leave a message.", on_idle=[[Beep()]])
    talk = sounds.sentence("word " * 40, sounds.CARRIER_VOICE).frames
    for at in range(0, len(talk), 5):
        made.advance(list(talk[at : at + 5]))
    assert made.beeped


def test_a_human_is_not_asked_to_be_bored_while_being_talked_to() -> None:
    callee = Bored(greeting=None)
    made, _, _ = held_by(callee)
    talk = sounds.sentence("word " * 40, sounds.CARRIER_VOICE).frames
    for at in range(0, len(talk), 5):
        made.advance(list(talk[at : at + 5]))
    assert callee.told == []


def test_a_key_silences_a_menu() -> None:
    made, callee, _ = handset(kind="menu", greeting="word " * 60, on_key=[Speak("Thank you.")])
    quiet(made, 2)
    made.advance(sounds.keys("2"))
    quiet(made, 3)
    assert callee.keys == "2" and not made.making_sound


def test_a_dead_line_is_answered_by_nothing() -> None:
    made, callee, _ = handset()
    made.line_dies()
    assert quiet(made, 2) == [None] * 100 and callee.heard == []


@pytest.mark.parametrize("frames_before", range(6))  # the ear thinks in blocks of five
def test_the_last_word_before_the_line_dies_is_heard(frames_before: int) -> None:
    made, callee, _ = handset(kind="voicemail", greeting=None)
    said = "We may call again. Goodbye."
    made.advance([None] * frames_before)
    made.advance(list(sounds.sentence(said, sounds.CARRIER_VOICE).frames))
    made.line_dies()
    assert callee.heard == [said]


@given(
    st.lists(
        st.one_of(
            st.integers(1, 900).map(lambda n: ("media", n)),
            st.just(("mark", 0)),
            st.just(("clear", 0)),
            st.integers(1, 6).map(lambda n: ("play", n)),
        ),
        max_size=60,
    )
)
def test_every_mark_returns_once_in_order_and_never_before_its_sound(
    steps: list[tuple[str, int]],
) -> None:
    playout, position, played = Playout(), 0, 0
    sent: list[tuple[int, int]] = []
    returned: list[str] = []
    for number, (what, size) in enumerate(steps):
        names: list[str] = []
        if what == "media":
            playout.add(b"\x10" * size)
            position += size
        elif what == "mark":
            sent.append((number, position))
            names = playout.mark(str(number))
        elif what == "clear":
            names = playout.clear()
            played = position
        else:
            frames, names = playout.take(size)
            assert len(frames) == size
            played = min(played + size * sounds.FRAME_BYTES, position)
        returned += names
        assert returned == [str(n) for n, at in sent if at <= played]
    playout.clear()
    assert playout.waiting_bytes == 0


def test_a_machine_hears_keys_from_the_sound_even_while_it_talks() -> None:
    made, callee, _ = handset(kind="menu", greeting="Press one for this. " * 9, on_key=[Beep()])
    quiet(made, 2)
    made.advance(sounds.keys("2#"))
    quiet(made, 0.2)
    assert callee.keys == "2#"
    assert made.beeped


def test_a_human_minds_no_keys() -> None:
    made, callee, _ = handset(greeting=None, on_key=[Beep()])
    made.advance(sounds.keys("2#"))
    quiet(made, 1)
    assert (callee.keys, callee.heard, made.beeped) == ("", [], False)
