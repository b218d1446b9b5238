"""English numbers as they are said: "twenty four", "24", "the twenty-fourth"."""

import re

from scheduling.language.en.tokens import Found, Tokens
from scheduling.language.en.words import BIG_TENS, ORDINALS, SMALL, TENS


def number_at(text: Tokens, i: int) -> Found[int]:
    """A cardinal up to 99: "24", "twenty four", "twenty-four"."""
    word = text.word(i)
    if word.isdecimal():
        return int(word), i + 1
    if word in SMALL:
        return SMALL[word], i + 1
    tens = TENS.get(word) or BIG_TENS.get(word)
    if not tens:
        return None
    k = i + 2 if text.word(i + 1) == "-" else i + 1
    unit = SMALL.get(text.word(k), 10)
    return (tens + unit, k + 1) if unit < 10 else (tens, i + 1)


def ordinal_at(text: Tokens, i: int) -> Found[int]:
    """ "24th", "twenty-fourth", "thirty first"; 1 to 31."""
    word = text.word(i)
    if match := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)", word):
        return (int(match.group(1)), i + 1) if 1 <= int(match.group(1)) <= 31 else None
    if word in ORDINALS:
        return ORDINALS[word], i + 1
    if word in ("twenty", "thirty"):
        k = i + 2 if text.word(i + 1) == "-" else i + 1
        unit = ORDINALS.get(text.word(k), 10)
        if unit < 10 and TENS[word] + unit <= 31:
            return TENS[word] + unit, k + 1
    return None
