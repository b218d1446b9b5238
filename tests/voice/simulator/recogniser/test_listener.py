"""Words out of sound, with their times, whatever pieces the sound comes in."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voice.simulator.recogniser.sounds import sound
from voice.simulator.formats import FORMATS
from voice.simulator.recogniser.listener import SURE, UNSURE, Listener

SENTENCE = sound(500, "We have Tuesday.", 700)


def listener() -> Listener:
    return Listener(FORMATS["ulaw_8000"])


def heard_all(ear: Listener) -> Listener:
    while ear.step():
        pass
    return ear


def test_words_have_times_that_follow_each_other() -> None:
    ear = listener()
    ear.take(SENTENCE)
    words = heard_all(ear).words()

    assert [word.text for word in words] == ["We", "have", "Tuesday."]
    assert 450 <= words[0].start_ms <= 550
    for before, after in zip(words, words[1:], strict=False):
        assert before.start_ms < before.end_ms == after.start_ms
    assert {word.confidence for word in words} == {SURE}


def test_silence_is_counted_from_the_last_sound() -> None:
    ear = listener()
    ear.take(SENTENCE)
    heard_all(ear)

    assert ear.now_ms - ear.words()[-1].end_ms - 100 <= ear.silent_ms <= 800


def test_what_was_garbled_is_a_gap_that_is_not_sure() -> None:
    clean = sound("We have Tuesday at three.")
    size = len(clean)
    garbled = clean[: size // 2] + b"\xff" * 1200 + clean[size // 2 + 1200 :]
    ear = listener()
    ear.take(sound(300) + garbled + sound(700))

    words = heard_all(ear).words()

    assert [w.confidence for w in words if w.text == "…"] == [UNSURE]
    assert words[0].text == "We" and words[-1].text == "three."


def test_words_are_never_taken_back() -> None:
    ear, before = listener(), list[object]()
    ear.take(sound("Nine o'clock, or", 300, "ten on Friday.", 900))

    while ear.step():
        now = list(ear.words())
        assert now[: len(before)] == before
        before = [*now]
    assert len(before) == 6 and len(ear.words(after=4)) == 2


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3000), max_size=8))
def test_any_cut_of_the_sound_is_heard_alike(cuts: list[int]) -> None:
    whole, pieces = listener(), listener()
    whole.take(SENTENCE)
    rest = SENTENCE
    for cut in [*cuts, len(SENTENCE)]:
        pieces.take(rest[:cut])
        rest = rest[cut:]
        heard_all(pieces)

    assert pieces.words() == heard_all(whole).words()
    assert pieces.now_ms == whole.now_ms
