"""Which of the agent's words were heard."""

from hypothesis import given
from hypothesis import strategies as st

from voice.audio.spoken_text import SpokenText, Utterance, cut

TEXT = "We would like a time on Tuesday morning please"


@given(st.text(max_size=80), st.floats(0, 1))
def test_a_cut_text_is_a_beginning_that_ends_with_a_word(text: str, share: float) -> None:
    heard = cut(text, share)

    assert text.startswith(heard)
    assert len(heard) <= max(share * len(text), 0) or share >= 1
    assert heard == text or heard == "" or text[len(heard) :][:1].isspace()


def test_half_of_the_sound_is_half_of_the_words() -> None:
    assert cut("one two three four", 0.5) == "one two"
    assert cut("one two", 1.0) == "one two"
    assert cut("one two", 0.0) == ""


def spoke(spoken: SpokenText, event_id: int, ms: int, at: float) -> Utterance:
    utterance = spoken.sound(event_id, ms)
    if utterance.start is None:
        utterance.start = at
    return utterance


def test_an_interrupted_turn_is_cut_at_what_was_heard() -> None:
    spoken = SpokenText()
    spoke(spoken, 1, 1000, at=0)
    spoke(spoken, 1, 1000, at=0)
    said = spoken.said(TEXT, 1)
    said.number = 1

    spoken.interrupted()
    changed = spoken.cleared(1000)

    assert changed == [said]
    assert said.text == "We would like a time on"


def test_the_agents_own_correction_wins_before_and_after_the_clear() -> None:
    for first in (True, False):
        spoken = SpokenText()
        spoke(spoken, 1, 2000, at=0)
        said = spoken.said(TEXT, 1)
        said.number = 1
        spoken.interrupted()
        if first:
            spoken.corrected("We would...", 1)
            spoken.cleared(1500)
        else:
            spoken.cleared(1500)
            spoken.corrected("We would...", 1)

        assert said.text == "We would..."


def test_what_was_heard_in_full_is_not_cut() -> None:
    spoken = SpokenText()
    spoke(spoken, 1, 1000, at=0)
    said = spoken.said(TEXT, 1)
    spoken.boundary()
    spoke(spoken, 2, 1000, at=1000)
    second = spoken.said("And the price?", 2)

    spoken.interrupted()
    spoken.cleared(1500)

    assert said.text == TEXT
    assert second.text == "And the"


def test_text_may_come_before_its_sound() -> None:
    spoken = SpokenText()
    said = spoken.said(TEXT, 3)

    assert spoken.sound(3, 500) is said


def test_sound_with_a_later_id_is_the_next_utterance() -> None:
    spoken = SpokenText()
    spoken.sound(3, 500)
    said = spoken.said(TEXT, 3)

    following = spoken.sound(4, 500)

    assert following is not said
    assert spoken.said("Second", 4) is following


def test_without_ids_a_second_text_is_another_utterance() -> None:
    spoken = SpokenText()
    first = spoken.said("First", 0)
    spoken.sound(0, 500)

    assert spoken.said("Second", 0) is not first


def test_a_text_that_comes_already_cut_is_left_alone() -> None:
    spoken = SpokenText()
    spoke(spoken, 7, 2000, at=0)
    spoken.interrupted()
    spoken.cleared(500)

    late = spoken.said("We would like", 7)

    assert late.text == "We would like"
    assert late.doomed
    assert spoken.cleared(500) == []


def test_a_correction_of_nothing_changes_nothing() -> None:
    assert SpokenText().corrected("...", 1) is None


def test_an_utterance_is_placed_behind_what_waits_and_cut_when_the_line_is_silenced() -> None:
    spoken = SpokenText()
    first = spoken.said("One moment.", 1)
    spoken.boundary()
    second = spoken.said("Is Tuesday free?", 2)

    spoken.sent(first, 500, now_ms=1000)
    spoken.sent(second, 800, now_ms=1200)
    spoken.silenced(1700)

    assert (first.began_ms, first.ended_ms) == (1000, 1500)
    assert (second.began_ms, second.ended_ms) == (1500, 1700)
