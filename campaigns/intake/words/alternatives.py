"""Alternatives as part of a pattern."""

from collections.abc import Iterable


def any_of(alternatives: Iterable[str]) -> str:
    """One of them; the first that fits counts, so a longer one stands before its beginning."""
    return f"(?:{'|'.join(alternatives)})"
