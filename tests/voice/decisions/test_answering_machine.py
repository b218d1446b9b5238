"""A machine on the line: listened to, left a message, given up when it has nothing to say."""

from voice.decisions.answering_machine import (
    GREETING_MS,
    LONGEST_MS,
    TONE_MS,
    WORDS_MS,
    AnsweringMachine,
    Due,
)
from voice.evidence.answer_detection import PickedUp


def found(picked_up: PickedUp, *, leaves_message: bool = False) -> AnsweringMachine:
    machine = AnsweringMachine(leaves_message)
    machine.found(picked_up)
    return machine


def due_after(machine: AnsweringMachine, *, loud: bool = False, most_ms: int = 100_000) -> int:
    """Milliseconds until something is due; fails when nothing ever is."""
    for at_ms in range(200, most_ms, 200):
        if machine.tick(200, loud=loud) is Due.END:
            return at_ms
    raise AssertionError("nothing is ever due")


def test_people_and_menus_are_talked_to() -> None:
    kinds: list[PickedUp] = ["", "human", "menu", "hold", "screening"]
    for kind in kinds:
        machine = found(kind)
        assert not machine.silent
        assert machine.tick(100_000, loud=False) is None


def test_a_machine_of_which_nothing_is_known_is_listened_to_until_it_has_fallen_silent() -> None:
    machine = found("machine")

    assert machine.silent
    assert due_after(machine) == WORDS_MS


def test_sound_begins_the_wait_anew_but_not_without_end() -> None:
    machine = found("machine")
    machine.tick(WORDS_MS - 200, loud=False)
    machine.tick(200, loud=True)
    assert due_after(machine) == WORDS_MS

    assert due_after(found("machine"), loud=True) == LONGEST_MS


def test_what_turns_out_to_be_a_menu_is_talked_to_after_all() -> None:
    machine = found("machine")
    machine.tick(5_000, loud=False)

    machine.found("menu")

    assert not machine.silent
    assert machine.tick(60_000, loud=False) is None


# --- where a message is left --------------------------------------------------------------------


def message_after(machine: AnsweringMachine) -> int:
    """Milliseconds of silence until a message is due."""
    for at_ms in range(200, 20_000, 200):
        due = machine.tick(200, loud=False)
        if due is not None:
            assert due is Due.MESSAGE
            return at_ms
    raise AssertionError("nothing is ever due")


def test_a_message_follows_upon_the_tone() -> None:
    machine = found("voicemail", leaves_message=True)

    assert machine.silent and machine.waits_for_tone
    assert machine.tick(200, loud=True, beeped=True) is None
    assert message_after(machine) == TONE_MS


def test_without_a_tone_it_follows_upon_the_end_of_the_greeting() -> None:
    assert message_after(found("voicemail", leaves_message=True)) == GREETING_MS


def test_a_machine_that_was_not_heard_records_once_it_has_been_silent_for_long() -> None:
    assert message_after(found("machine", leaves_message=True)) == WORDS_MS


def test_words_that_are_known_later_than_the_tone_do_not_undo_it() -> None:
    machine = found("machine", leaves_message=True)
    machine.tick(200, loud=True, beeped=True)

    machine.found("voicemail")

    assert message_after(machine) == TONE_MS


def test_a_tone_of_who_then_turns_out_to_be_a_menu_counts_no_more() -> None:
    machine = found("machine", leaves_message=True)
    machine.tick(200, loud=True, beeped=True)
    machine.found("menu")
    machine.found("machine")

    assert message_after(machine) == WORDS_MS


def test_who_never_falls_silent_gets_no_message() -> None:
    machine = found("voicemail", leaves_message=True)

    assert due_after(machine, loud=True) == LONGEST_MS


def test_where_none_is_left_a_voicemail_is_not_waited_for() -> None:
    assert not found("voicemail").silent
    assert not found("machine").waits_for_tone
