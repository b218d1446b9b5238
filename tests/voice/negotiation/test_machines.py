"""Which key of a phone menu leads to somebody who books."""

import pytest

from voice.negotiation.machines import Option, choice, options, word


@pytest.mark.parametrize(
    ("menu", "key"),
    [
        ("For appointments, press 1. For billing, press 2.", "1"),
        ("For billing, press one. To book a visit, press two.", "2"),
        ("Press 1 for billing. Press 2 for reservations.", "2"),
        ("For billing, press 1. For anything else, press zero.", "0"),
        ("To reach the front desk, press the pound key.", "#"),
        ("Press 1 for billing, press 2 to book, or press zero.", "2"),
        ("Press 1 for billing, or press 0 for the operator.", "0"),
        ("Press nine to hear this again.", ""),
        ("Please hold.", ""),
    ],
)
def test_the_key_of_whoever_books_is_pressed_else_that_of_a_human(menu: str, key: str) -> None:
    assert choice(menu) == key


def test_after_a_way_that_led_nowhere_a_human_is_asked_for() -> None:
    menu = "For appointments, press 1. For the operator, press 0."

    assert (choice(menu), choice(menu, human=True)) == ("1", "0")


def test_a_menu_says_what_for_before_the_key_or_behind_it() -> None:
    assert options("For billing, press 2.") == [Option("2", "for billing")]
    assert options("Press star for billing.") == [Option("*", "for billing")]


@pytest.mark.parametrize(
    ("menu", "said"),
    [
        ("To schedule an appointment, say appointments.", "appointments"),
        ("For billing, say billing. To book a visit, please say 'book a visit'.", "book a visit"),
        ("To talk to somebody at the desk, just say representative.", "representative"),
        ("For billing, say billing.", ""),
        ("For appointments, press 1.", ""),
    ],
)
def test_a_menu_that_listens_is_told_the_word(menu: str, said: str) -> None:
    assert word(menu) == said
