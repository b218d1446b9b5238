"""Calls by chance; `python -m tests.voice.negotiation.random_callee 10000 1` places many more."""

import pytest

from tests.voice.negotiation.random_callee import place


@pytest.mark.parametrize("hundred", range(5))
def test_whatever_is_said_nothing_is_booked_without_a_yes_and_every_call_ends(
    hundred: int,
) -> None:
    for seed in range(100 * hundred + 1, 100 * hundred + 101):
        call = place(seed)
        assert not list(call.faults()), f"seed {seed}\n{call.script()}"


def test_chance_brings_every_kind_of_ending() -> None:
    outcomes = {place(seed).record.outcome for seed in range(1, 301)}

    assert outcomes >= {"booked", "refused", "declined", "offer", "no_slots", ""}


@pytest.mark.parametrize("seed", [707231, 707461, 708325, 709997])
def test_a_yes_to_whether_we_shall_stop_calling_books_nothing(seed: int) -> None:
    """Calls in which both questions of ours came before the one yes."""
    call = place(seed)

    assert not list(call.faults()), call.script()
