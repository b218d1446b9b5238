"""The prices that a turn names, in figures or words."""

import re

from scheduling.language.en.words import BIG_TENS, SMALL, TENS
from voice.evidence.patterns import one_of
from voice.evidence.words import answers

_CURRENCY = one_of(answers.CURRENCIES)
_NUMBER = one_of([*SMALL, *TENS, *BIG_TENS, "hundred", "thousand"])
_PRICE = re.compile(
    rf"[$£€]\s?(?P<sign>\d[\d,]*(?:\.\d\d)?)|(?P<figures>\d[\d,]*(?:\.\d\d)?)\s?{_CURRENCY}"
    rf"|(?P<words>\b(?:a |{_NUMBER}\b[ -]?(?:and )?)+){_CURRENCY}\b"
)


def prices(text: str) -> set[int]:
    """All amounts in hundredths; which currency does not matter within one call."""
    return {amount for _, amount in priced(text)}


def priced(text: str) -> list[tuple[str, int]]:
    """The words of each price in lower case, with its amount in hundredths."""
    found = []
    for match in _PRICE.finditer(text.lower()):
        figures = match["sign"] or match["figures"]
        if figures:
            amount = round(float(figures.replace(",", "")) * 100)
        else:
            amount = _amount(match["words"]) * 100
        found.append((match.group(), amount))
    return found


def _amount(words: str) -> int:
    """ "one hundred and twenty five": 125; "one twenty" is 120."""
    total = 0
    part = 0
    for word in re.findall(r"[a-z]+", words):
        if word == "hundred":
            part = max(part, 1) * 100
        elif word == "thousand":
            total, part = (total + max(part, 1)) * 1000, 0
        elif word in SMALL or word in TENS or word in BIG_TENS:
            value = SMALL.get(word) or TENS.get(word) or BIG_TENS[word]
            if 0 < part < 10 and value >= 10:
                part *= 100  # "one twenty"
            part += value
    return total + part
