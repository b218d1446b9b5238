"""Makes patterns of the lists in the words files, and bounds the text that they search."""

from collections.abc import Iterable

# Of whoever talks for minutes without a pause the beginning and the end count; a call cannot wait.
MOST_LETTERS = 2_400
_OF_THE_BEGINNING = 600


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of these alternatives, the first that fits winning."""
    return f"(?:{'|'.join(words)})"


def within_reach(text: str) -> str:
    """As much of a turn as is searched for anything but an opt-out, which is heard anywhere."""
    if len(text) <= MOST_LETTERS:
        return text
    behind = MOST_LETTERS - _OF_THE_BEGINNING
    return f"{text[:_OF_THE_BEGINNING]} … {text[-behind:]}"
