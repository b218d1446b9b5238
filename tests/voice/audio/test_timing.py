"""Who spoke when, on the line's clock."""

from voice.audio.audio_queue import Sound
from voice.audio.spoken_text import Utterance
from voice.audio.timing import Timing
from voice.session.metrics import Metrics


def test_a_turn_of_the_callee_begins_with_their_first_sound() -> None:
    timing = Timing()
    timing.callee_loud(1_000, 200)
    timing.callee_loud(1_800, 200)

    assert timing.callee_said(at_ms=2_500, now=9.0) == (1_000, 2_000)


def test_words_without_any_sound_stand_where_they_were_known() -> None:
    assert Timing().callee_said(at_ms=2_500, now=9.0) == (2_500, 2_500)


def test_a_reply_is_measured_from_the_callees_last_sound_and_ours_without_the_vendor() -> None:
    timing, metrics = Timing(), Metrics()
    timing.callee_loud(1_000, 500)
    timing.callee_said(at_ms=1_600, now=10.0)
    first = Sound(b"", 20, Utterance(), 1, arrived=10.9)

    timing.began(first, at_ms=2_600, now=10.95, metrics=metrics, tools_ms_since=lambda since: 40)
    timing.began(first, at_ms=3_000, now=11.50, metrics=metrics, tools_ms_since=lambda since: 40)

    assert metrics.reply_ms == [1_100]
    assert metrics.our_ms == [90]
    assert metrics.first_word_ms == 2_600


def test_a_turn_of_ours_begins_when_what_was_sent_before_has_been_played() -> None:
    timing = Timing()
    timing.sent(1_000, at_ms=0)
    timing.sent(1_000, at_ms=100)

    assert timing.agent_until == 2_000
    assert timing.agent_said(at_ms=200, ms=1_000) == (1_000, 2_000)


def test_the_time_to_fall_silent_is_measured_once_for_an_interruption() -> None:
    timing, metrics = Timing(), Metrics()
    timing.sent(5_000, at_ms=0)
    timing.interrupted_at = 10.0

    timing.cleared(1_000, now=10.25, metrics=metrics)
    timing.cleared(1_000, now=11.0, metrics=metrics)

    assert metrics.stop_ms == [250]
    assert timing.agent_until == 1_000
