"""Sound in frames: all of it, and every letter at its time in the frame that it begins in."""

from base64 import b64decode

from hypothesis import given, settings
from hypothesis import strategies as st

from callpilot.simulation.modem import modulate
from voice.simulator.formats import FORMATS
from voice.simulator.synthesiser.frames import FRAME_MS, error, final, letters, sound

ULAW = FORMATS["ulaw_8000"]


@settings(max_examples=25)
@given(st.lists(st.text("abc", min_size=1, max_size=20), min_size=1, max_size=5))
def test_all_of_the_sound_and_every_letter_is_told_once(words: list[str]) -> None:
    spoken = modulate(" ".join(words))

    frames = list(sound(spoken, ULAW, "c"))

    assert b"".join(b64decode(f["audio"]) for f in frames) == ULAW.encode(spoken.samples)
    told = [letter for f in frames for letter in f["alignment"]["chars"]]
    assert "".join(told) == "".join(f"{word} " for word in words)
    for frame in frames:
        assert all(0 <= start <= FRAME_MS for start in frame["alignment"]["charStartTimesMs"])
        assert (frame["contextId"], frame["isFinal"]) == ("c", False)


def test_letters_follow_each_other_without_a_gap() -> None:
    timed = letters(modulate("Nine works."), 8000)

    assert [letter for letter, _, _ in timed] == list("Nine works. ")
    for (_, start, duration), (_, following, _) in zip(timed, timed[1:], strict=False):
        assert start + duration == following


def test_the_socket_with_one_context_names_none() -> None:
    [first, *_] = sound(modulate("Nine."), ULAW, None, aligned=False)

    assert first["isFinal"] is None and "contextId" not in first and first["alignment"] is None
    assert final(None)["audio"] is None and final("c") == {"isFinal": True, "contextId": "c"}
    assert error("x", "Words.") == {"message": "Words.", "error": "x", "code": 1008}
