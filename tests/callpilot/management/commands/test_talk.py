"""`manage.py talk`: by keyboard, or with a persona."""

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> str:
    """What is printed when somebody types these lines and then closes the input."""
    rest: Iterator[str] = iter(lines)

    def read(prompt: str = "") -> str:
        line = next(rest, None)
        if line is None:
            raise EOFError
        return line

    out = io.StringIO()
    monkeypatch.setattr("builtins.input", read)
    call_command("talk", "--as-callee", stdout=out)
    return out.getvalue()


def test_a_persona_is_watched_to_the_outcome() -> None:
    out = io.StringIO()
    call_command("talk", "--persona", "generous", stdout=out)

    assert "report_slot_offer" in out.getvalue()
    assert out.getvalue().endswith("Outcome: offer\n")


def test_who_types_an_opt_out_hears_an_apology(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typed(monkeypatch, "Take us off your list.", "never reached")

    assert "Agent: I'm sorry" in printed
    assert "Outcome: declined" in printed


def test_who_types_silence_to_our_question_is_not_called_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = typed(monkeypatch, "We don't like these calls.", "", "never reached")

    assert "Agent: Shall we not call you again?\nAgent: I'm sorry" in printed
    assert "Outcome: declined" in printed


def test_closing_the_input_ends_it_cleanly(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = typed(monkeypatch, "Hello?", "")

    assert "Are you still there?" in printed
    assert printed.endswith("The line is closed.\n")


def test_an_unknown_persona_is_refused_by_name() -> None:
    with pytest.raises(CommandError, match="There is no persona nobody") as refused:
        call_command("talk", "--persona", "nobody")

    assert refused.value.returncode == 2
