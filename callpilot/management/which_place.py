"""Asks in a terminal which place is meant, by a numbered list."""

from collections.abc import Callable

from callpilot.errors import BadInput


def ask(error: BadInput, field: str, write: Callable[[str], object]) -> str:
    """The label that was chosen by its number, or another text; "" from who gives none."""
    labels = [place["label"] for place in error.suggestions.get(field, ())]
    for sentence in error.errors[field]:
        write(sentence)
    for number, label in enumerate(labels, 1):
        write(f"{number:3}. {label}")
    answer = input("Number, or another place: " if labels else "Another place: ").strip()
    if answer.isascii() and answer.isdigit() and 1 <= int(answer) <= len(labels):
        return labels[int(answer) - 1]
    return answer
