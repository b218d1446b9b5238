"""Makes patterns of the lists in the words files: the one way in which words are compiled."""

from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """A group that matches any of these alternatives, the first that fits winning."""
    return f"(?:{'|'.join(words)})"
