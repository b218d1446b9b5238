"""Cells for spreadsheets, which would run a text that looks like a formula."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(text: str) -> str:
    """The text, marked as text where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULAS) else text
