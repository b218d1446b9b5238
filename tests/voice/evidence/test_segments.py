"""Tests of voice/evidence/segments.py: where a turn is cut."""

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE
from voice.evidence.claim_ledger import ClaimLedger
from voice.evidence.segments import lowered, segments_of


def cut(text: str) -> list[str]:
    low = lowered(text)
    found = ClaimLedger(ZONE, TODAY).read(text)
    return [low[each.start : each.end].strip() for each in segments_of(low, found)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Tuesday is full, Monday is not.", ["tuesday is full", "monday is not"]),
        (
            "sorry i could not book it how about nine",
            ["sorry i could not book it", "how about nine"],
        ),
        ("we could say how about nine", ["we could say how about nine"]),
        ("next Tuesday but at nine", ["next tuesday but at nine"]),
        ("Tuesday is full but nine is not", ["tuesday is full", "nine is not"]),
        ("the only time on Tuesday is nine", ["the only time on tuesday is nine"]),
        (
            "At ten. That is gone. Would you like a nine o'clock visit?",
            ["at ten", "that is gone", "would you like a nine o'clock visit"],
        ),
        ("nine is gone do you want ten", ["nine is gone", "ten"]),  # each word in one piece only
        ("no we have nine", ["no", "we have nine"]),
        ("Tuesday is full not Wednesday", ["tuesday is full not wednesday"]),
        ("Paula T. Hobbs has nine", ["paula t  hobbs has nine"]),
        ("With Paula T. We have nine", ["with paula t", "we have nine"]),
        ("Hart And Lowe have nine", ["hart &   lowe have nine"]),
    ],
)
def test_a_turn_is_cut_where_a_predicate_begins(text: str, pieces: list[str]) -> None:
    assert cut(text) == pieces


def test_lowering_keeps_every_character_in_its_place() -> None:
    text = "Dr. Reed And Paula T. Hobbs, İstanbul"

    assert len(lowered(text)) == len(text)
