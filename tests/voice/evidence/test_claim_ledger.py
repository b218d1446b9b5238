"""What a call has said about times so far, and what our own turns put to the callee."""

import pytest

from tests.voice.evidence.dialogue import TODAY, ZONE, at, ledger_of
from voice.evidence.claim_ledger import ClaimLedger, Said, cut_off

SLOT = at(24, 10, 30)


def put(text: str, *, interrupted: bool = False) -> tuple[object, ...] | None:
    asked = ClaimLedger(ZONE, TODAY).put_by(Said(1, "agent", text, interrupted))
    return None if asked is None else asked.instants


def test_an_offer_stands_until_it_is_taken_back() -> None:
    assert ledger_of("C: We have Tuesday at 10:30.").standing() == [SLOT]

    gone = ledger_of("C: We have Tuesday at 10:30. / C: Sorry, that one just went.")

    assert gone.standing() == []
    assert gone.kind_of(SLOT)[0] == "revoked"


def test_what_was_never_offered_is_refused_and_not_revoked() -> None:
    assert ledger_of("C: Tuesday at 10:30 is taken.").kind_of(SLOT)[0] == "refused"


def test_a_later_doubt_undoes_an_offer_and_nothing_but_an_offer_undoes_a_no() -> None:
    offered = "C: We have Tuesday at 10:30."
    doubted = "C: Tuesday at 10:30 might work."
    refused = "C: Tuesday at 10:30 is taken."

    assert ledger_of(f"{offered} / {doubted}").kind_of(SLOT)[0] == "no_agreement"
    assert ledger_of(f"{refused} / {doubted}").kind_of(SLOT)[0] == "refused"
    assert ledger_of(f"{refused} / {offered}").kind_of(SLOT)[0] == "offered"


def test_offers_stand_in_the_order_in_which_they_were_named() -> None:
    ledger = ledger_of("C: We have Wednesday at 2 p.m. / C: We also have Tuesday at 10:30.")

    assert ledger.standing() == [at(25, 14), SLOT]


def test_nothing_is_known_of_a_time_that_nobody_named() -> None:
    assert ledger_of("C: We have Tuesday at 10:30.").kind_of(at(24, 11)) == (None, None)


def test_how_long_a_slot_is_kept_is_forgotten_with_a_no() -> None:
    kept = "C: We have Tuesday at 10:30. / C: I can hold it until noon on Monday."

    assert ledger_of(kept).kept_until(SLOT) == at(23, 12)
    assert ledger_of(f"{kept} / C: Sorry, that one just went.").kept_until(SLOT) is None


@pytest.mark.parametrize(
    ("text", "instants"),
    [
        ("Is Tuesday at 10:30 free?", (SLOT,)),
        ("Tuesday at 10:30 would be good. Is that right?", (SLOT,)),
        ("Is Tuesday free?", ()),
        ("Do you have anything earlier than Tuesday at 10:30?", ()),
        ("Thank you.", None),
        ("Let me see.", None),
    ],
)
def test_a_yes_can_only_mean_a_time_that_we_put_whole(
    text: str, instants: tuple[object, ...] | None
) -> None:
    assert put(text) == instants


def test_a_question_of_ours_that_was_cut_off_puts_no_time() -> None:
    assert put("Is Tuesday at 10:30 free?", interrupted=True) == ()


def test_a_turn_is_cut_off_when_it_says_so_or_ends_in_a_dash() -> None:
    assert cut_off(Said(1, "agent", "Is Tuesday at", interrupted=True))
    assert cut_off(Said(1, "callee", "We have Tuesday at —"))
    assert not cut_off(Said(1, "callee", "We have Tuesday."))
