"""What comes after a yes may leave a booking in doubt; code must know it to let it pass."""

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE, at, turns_of
from voice.evidence.last_word import overturned_by
from voice.evidence.read_back import reply_to

SLOT = at(24, 10, 30)
READ_BACK = "So that is Tuesday, November 24, at 10:30 in the morning, for Alex. Is that right?"


def overturned(later: str) -> int | None:
    """The number of the turn that leaves it in doubt; the yes is turn 2."""
    turns = turns_of(f"A: {READ_BACK} / C: Yes, that's right. / {later}")
    agreed = reply_to(turns, turns[0], SLOT, ZONE, TODAY, None)
    assert agreed.kind == "booked"
    found = overturned_by(turns, agreed, SLOT, ZONE, TODAY, None)
    return found.number if found else None


@pytest.mark.parametrize(
    "later",
    [
        "C: Goodbye.",
        "C: See you on Tuesday at 10:30.",
        "C: You're welcome. / C: Bye now.",
        "A: Until when can it be cancelled? / C: You can cancel up to 24 hours before.",
        "C: ",
    ],
)
def test_thanks_goodbyes_and_rules_of_the_house_change_nothing(later: str) -> None:
    assert overturned(later) is None


@pytest.mark.parametrize(
    "later",
    [
        "C: Sorry, that one just went.",
        "C: Actually, I have you for Wednesday at 2 p.m.",
        "C: There is a deposit of 20 dollars.",
        "C: The printer is on fire.",
        "C: Let me check Tuesday at ten thirty.",
        "C: Tuesday at eleven, not at ten thirty.",
        "C: Tuesday at 10:30 in the morning, you said?",
    ],
)
def test_another_slot_a_price_or_words_that_code_does_not_know_leave_it_in_doubt(
    later: str,
) -> None:
    assert overturned(later) == 3


def test_the_first_turn_in_doubt_is_named() -> None:
    assert overturned("C: Thank you. / C: Hm, it beeps at me. / C: Goodbye.") == 4


def test_who_goes_to_look_and_does_not_come_back_leaves_it_in_doubt() -> None:
    assert overturned("C: One moment, please.") == 3
    assert overturned("C: One moment, please. / C: You're all set.") is None


def test_our_own_words_after_the_yes_change_nothing() -> None:
    assert overturned("A: It is not booked, is it? There is a deposit.") is None


def test_more_than_can_be_read_leaves_it_in_doubt() -> None:
    assert overturned(f"C: {'Thank you. ' * 200}") == 3
