"""When our own sound was heard: nothing before it was sent, nothing twice, nothing unproven."""

from hypothesis import given
from hypothesis import strategies as st

from telephony.audio.stereo_wav import RATE_HZ
from telephony.recording.playback_clock import LATE, MAX_WAITING, Heard


def test_sound_is_nowhere_before_it_is_proven() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)

    assert heard.proven(0, 100) == []


def test_proven_sound_stands_where_it_was_sent() -> None:
    heard = Heard()
    heard.sent(b"abc", 500)

    assert heard.proven(3, 503) == [(500, b"abc")]


def test_what_follows_without_a_pause_is_one_piece() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.sent(b"def", 1)  # sent while the first still plays: heard behind it

    assert heard.proven(6, 6) == [(0, b"abcdef")]


def test_a_pause_between_two_sentences_is_kept() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.sent(b"def", 100)

    assert heard.proven(6, 103) == [(0, b"abc"), (100, b"def")]


def test_half_a_piece_may_be_proven_and_the_rest_later() -> None:
    heard = Heard()
    heard.sent(b"abcdef", 0)

    assert heard.proven(2, 2) == [(0, b"ab")]
    assert heard.proven(6, 6) == [(2, b"cdef")]


def test_the_same_proof_twice_gives_nothing_twice() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.proven(3, 3)

    assert heard.proven(3, 4) == []


def test_a_proof_that_is_a_little_late_moves_nothing() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.asked(3, 0)

    assert heard.proven(3, 3 + LATE) == [(0, b"abc")]


def test_a_proof_that_is_very_late_means_that_the_sound_was_late() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.asked(3, 0)

    assert heard.proven(3, 3 + LATE + 1) == [(LATE + 1, b"abc")]


def test_a_mark_asked_for_after_the_sound_ended_proves_no_delay() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.asked(3, 5000)

    assert heard.proven(3, 9000) == [(0, b"abc")]


def test_what_was_cut_off_was_heard_only_until_then() -> None:
    heard = Heard()
    heard.sent(b"abcdef", 0)

    assert heard.cleared(0, 4) == [(0, b"abcd")]


def test_what_would_have_come_after_the_cut_was_never_heard() -> None:
    heard = Heard()
    heard.sent(b"abc", 0)
    heard.sent(b"def", 100)

    assert heard.cleared(0, 50) == [(0, b"abc")]


def test_after_a_cut_counting_goes_on_from_what_is_proven() -> None:
    heard = Heard()
    heard.sent(b"abcdef", 0)
    heard.cleared(0, 2)
    heard.sent(b"xyz", 10)

    assert heard.proven(3, 13) == [(10, b"xyz")]


def test_a_cut_of_nothing_is_nothing() -> None:
    assert Heard().cleared(0, 1000) == []


def test_nobody_plays_two_minutes_behind_so_that_much_is_not_kept() -> None:
    heard = Heard()
    heard.sent(b"x" * MAX_WAITING, 0)
    heard.sent(b"y", 0)

    laid = heard.proven(MAX_WAITING + 1, MAX_WAITING)

    assert b"y" not in b"".join(sound for _start, sound in laid)
    assert MAX_WAITING == 120 * RATE_HZ


pieces = st.lists(st.tuples(st.binary(min_size=1, max_size=50), st.integers(0, 200)), max_size=12)


@given(pieces)
def test_all_that_is_proven_is_laid_once_in_order_and_never_before_it_was_sent(
    sent: list[tuple[bytes, int]],
) -> None:
    heard, clock, sends = Heard(), 0, []
    for sound, pause in sent:
        clock += pause
        heard.sent(sound, clock)
        sends.append((clock, sound))
    total = sum(len(sound) for sound, _ in sent)

    laid = heard.proven(total, clock + total)

    assert b"".join(sound for _start, sound in laid) == b"".join(sound for sound, _ in sent)
    ends = 0
    for start, sound in laid:
        assert start >= ends
        ends = start + len(sound)
    if laid:
        assert laid[0][0] >= sends[0][0]


@given(pieces, st.integers(0, 3000))
def test_a_cut_never_keeps_what_comes_after_it(sent: list[tuple[bytes, int]], at: int) -> None:
    heard, clock = Heard(), 0
    for sound, pause in sent:
        clock += pause
        heard.sent(sound, clock)

    for start, sound in heard.cleared(0, at):
        assert start + len(sound) <= at and sound
