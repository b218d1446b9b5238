"""What the person whispers is noted once, and told once to an agent who listens."""

import pytest

from voice.session.whispers import Whispers


def test_a_whisper_is_noted_and_told_once() -> None:
    whispers = Whispers()

    assert [whispers.note(7), whispers.note(7)] == [True, False]
    assert [whispers.take(7), whispers.take(7)] == [True, False]
    assert whispers.take(8)


def test_a_whisper_that_could_not_be_told_is_told_to_the_next_agent() -> None:
    whispers = Whispers()
    assert whispers.take(7)

    whispers.give_back(7)

    assert [whispers.take(7), whispers.take(7)] == [True, False]


@pytest.mark.parametrize("how", ["note", "take"])
def test_a_whisper_that_no_event_stands_for_is_never_held_to_be_known(how: str) -> None:
    whispers = Whispers()

    assert [getattr(whispers, how)(0) for _ in range(3)] == [True, True, True]
