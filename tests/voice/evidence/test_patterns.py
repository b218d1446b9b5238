"""Lists of words, compiled in one way."""

import re

from voice.evidence.patterns import one_of


def test_any_of_the_alternatives_matches_and_nothing_around_it() -> None:
    pattern = re.compile(rf"\b{one_of(('ten', 'half past ten'))}\b")

    assert pattern.findall("at ten or half past ten, not often") == ["ten", "half past ten"]


def test_a_frame_holds_for_every_alternative() -> None:
    assert re.search(rf"^{one_of(('no', 'nope'))}$", "nope")
    assert not re.search(rf"^{one_of(('no', 'nope'))}$", "nope, sorry")
