"""Which of the agent's words were heard."""

from hypothesis import given
from hypothesis import strategies as st

from voice.session.spoken_text import Playout, cut

TEXT = "We would like a time on Tuesday morning please"


@given(st.text(max_size=80), st.floats(0, 1))
def test_a_cut_text_is_a_beginning_that_ends_with_a_word(text, share):
    heard = cut(text, share)

    assert text.startswith(heard)
    assert len(heard) <= max(share * len(text), 0) or share >= 1
    assert heard == text or heard == "" or text[len(heard) :][:1].isspace()


def test_half_of_the_sound_is_half_of_the_words():
    assert cut("one two three four", 0.5) == "one two"
    assert cut("one two", 1.0) == "one two"
    assert cut("one two", 0.0) == ""


def spoke(playout, event_id, ms, at):
    utterance = playout.sound(event_id, ms)
    if utterance.start is None:
        utterance.start = at
    return utterance


def test_an_interrupted_turn_is_cut_at_what_was_heard():
    playout = Playout()
    spoke(playout, 1, 1000, at=0)
    spoke(playout, 1, 1000, at=0)
    said = playout.said(TEXT, 1)
    said.number = 1

    playout.interrupted()
    changed = playout.cleared(1000)

    assert changed == [said]
    assert said.text == "We would like a time on"


def test_the_agents_own_correction_wins_before_and_after_the_clear():
    for first in (True, False):
        playout = Playout()
        spoke(playout, 1, 2000, at=0)
        said = playout.said(TEXT, 1)
        said.number = 1
        playout.interrupted()
        if first:
            playout.corrected("We would...", 1)
            playout.cleared(1500)
        else:
            playout.cleared(1500)
            playout.corrected("We would...", 1)

        assert said.text == "We would..."


def test_what_was_heard_in_full_is_not_cut():
    playout = Playout()
    spoke(playout, 1, 1000, at=0)
    said = playout.said(TEXT, 1)
    playout.boundary()
    spoke(playout, 2, 1000, at=1000)
    second = playout.said("And the price?", 2)

    playout.interrupted()
    playout.cleared(1500)

    assert said.text == TEXT
    assert second.text == "And the"


def test_text_may_come_before_its_sound():
    playout = Playout()
    said = playout.said(TEXT, 3)

    assert playout.sound(3, 500) is said


def test_sound_with_a_later_id_is_the_next_utterance():
    playout = Playout()
    playout.sound(3, 500)
    said = playout.said(TEXT, 3)

    following = playout.sound(4, 500)

    assert following is not said
    assert playout.said("Second", 4) is following


def test_without_ids_a_second_text_is_another_utterance():
    playout = Playout()
    first = playout.said("First", 0)
    playout.sound(0, 500)

    assert playout.said("Second", 0) is not first


def test_a_text_that_comes_already_cut_is_left_alone():
    playout = Playout()
    spoke(playout, 7, 2000, at=0)
    playout.interrupted()
    playout.cleared(500)

    late = playout.said("We would like", 7)

    assert late.text == "We would like"
    assert late.doomed
    assert playout.cleared(500) == []


def test_a_correction_of_nothing_changes_nothing():
    assert Playout().corrected("...", 1) is None


def test_an_utterance_is_placed_behind_what_waits_and_cut_when_the_line_is_silenced():
    playout = Playout()
    first = playout.said("One moment.", 1)
    playout.boundary()
    second = playout.said("Is Tuesday free?", 2)

    playout.sent(first, 500, now_ms=1000)
    playout.sent(second, 800, now_ms=1200)
    playout.silenced(1700)

    assert (first.began_ms, first.ended_ms) == (1000, 1500)
    assert (second.began_ms, second.ended_ms) == (1500, 1700)
