"""Lists of words, compiled in one way."""

import re

from voice.evidence.patterns import MOST_LETTERS, one_of, within_reach


def test_any_of_the_alternatives_matches_and_nothing_around_it() -> None:
    pattern = re.compile(rf"\b{one_of(('ten', 'half past ten'))}\b")

    assert pattern.findall("at ten or half past ten, not often") == ["ten", "half past ten"]


def test_a_frame_holds_for_every_alternative() -> None:
    assert re.search(rf"^{one_of(('no', 'nope'))}$", "nope")
    assert not re.search(rf"^{one_of(('no', 'nope'))}$", "nope, sorry")


def test_of_a_long_turn_the_beginning_and_the_end_are_searched() -> None:
    text = f"It begins. {'And so on. ' * MOST_LETTERS}It ends."

    kept = within_reach(text)

    assert kept.startswith("It begins.") and kept.endswith("It ends.")
    assert MOST_LETTERS <= len(kept) < MOST_LETTERS + 10
    assert within_reach(text[:MOST_LETTERS]) == text[:MOST_LETTERS]
