"""Whatever a vendor tells in whatever order: a turn starts once, ends once, and means its words."""

from hypothesis import given
from hypothesis import strategies as st

from voice.stt.base import (
    EagerEndOfTurn,
    EndOfTurn,
    Partial,
    Transcript,
    TurnEvent,
    TurnResumed,
    TurnStarted,
)
from voice.stt.turns import Turns

NINE, NINE_OR_TEN = Transcript("Nine."), Transcript("Nine. Or ten.")
NOTHING = Transcript()


def test_a_turn_starts_goes_on_and_ends_and_the_next_has_the_next_number() -> None:
    turns = Turns()

    told = [turns.heard(NOTHING), turns.heard(NINE), turns.heard(NINE_OR_TEN)]
    told += [turns.end(NINE_OR_TEN, 0.9, "silence"), turns.heard(NINE)]

    assert told == [
        [],
        [TurnStarted(0, NINE)],
        [Partial(0, NINE_OR_TEN)],
        [EndOfTurn(0, NINE_OR_TEN, 0.9, "silence")],
        [TurnStarted(1, NINE)],
    ]


def test_an_eager_end_is_told_once_and_taken_back_by_more_words() -> None:
    turns = Turns()
    turns.heard(NINE)

    assert turns.eager(NINE, 0.5) == [EagerEndOfTurn(0, NINE, 0.5)]
    assert turns.eager(NINE, 0.6) == []
    assert turns.heard(NINE) == [Partial(0, NINE)]
    assert turns.heard(NINE_OR_TEN) == [TurnResumed(0, NINE_OR_TEN)]
    assert turns.eager(NINE_OR_TEN, 0.5) == [EagerEndOfTurn(0, NINE_OR_TEN, 0.5)]


def test_an_end_with_other_words_than_the_eager_one_takes_that_back_first() -> None:
    turns = Turns()
    turns.heard(NINE)
    turns.eager(NINE)

    assert turns.end(NINE_OR_TEN) == [TurnResumed(0, NINE_OR_TEN), EndOfTurn(0, NINE_OR_TEN)]


def test_an_end_of_which_no_beginning_was_told_has_one() -> None:
    turns = Turns()

    assert turns.end(NOTHING) == []
    assert turns.end(NINE) == [TurnStarted(0, NINE), EndOfTurn(0, NINE)]
    assert turns.resumed(NINE) == [TurnStarted(1, NINE)]


def test_a_turn_that_was_no_speech_ends_without_words() -> None:
    turns = Turns()
    turns.heard(NINE)

    assert turns.end(NOTHING) == [EndOfTurn(0, NOTHING)]


STEPS = st.lists(
    st.tuples(st.sampled_from(["heard", "eager", "resumed", "end"]), st.sampled_from("abc ")),
    max_size=30,
)


def all_told(steps: list[tuple[str, str]]) -> list[TurnEvent]:
    turns = Turns()
    told = []
    for verb, text in steps:
        heard = Transcript(text.strip())
        match verb:
            case "heard":
                told += turns.heard(heard)
            case "eager":
                told += turns.eager(heard)
            case "resumed":
                told += turns.resumed(heard)
            case "end":
                told += turns.end(heard)
    return told


@given(STEPS)
def test_in_any_order_the_port_keeps_its_promises(steps: list[tuple[str, str]]) -> None:
    number, going_on, eager = 0, False, None
    for event in all_told(steps):
        assert event.turn == number
        match event:
            case TurnStarted():
                assert not going_on and event.heard.text
                going_on = True
            case EagerEndOfTurn():
                assert going_on and eager is None and event.heard.text
                eager = event.heard
            case TurnResumed():
                assert eager is not None
                eager = None
            case EndOfTurn():
                assert going_on and (eager is None or eager == event.heard)
                number, going_on, eager = number + 1, False, None
            case Partial():
                assert going_on
