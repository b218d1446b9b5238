"""Numbers as a request writes them."""

from campaigns.intake.words.alternatives import any_of
from scheduling.language.en.words import BIG_TENS, SMALL, TENS

NUMBERS = {"zero": 0, **SMALL, **TENS, **BIG_TENS, "forty-five": 45, "a": 1, "an": 1}
NUMBER = any_of([r"\d{1,3}", *sorted(NUMBERS, key=len, reverse=True)])
