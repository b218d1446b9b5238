"""Who pays, and whether they know the person there."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.people import NAME
from scheduling.language.en.words import WEEKDAY_NAMES

INSURERS = (
    "Delta Dental",
    "Aetna",
    "Cigna",
    "Blue Shield",
    "Blue Cross",
    "Anthem",
    "Kaiser(?: Permanente)?",
    "MetLife",
    "United ?Healthcare",
    "Humana",
    "Guardian",
    "Medicare",
    "Medicaid",
    "Medi-Cal",
    "Oscar",
    "Health Net",
)
INSURER = rf"\b({'|'.join(INSURERS)})(?: (?:PPO|HMO))?\b"
_NO_INSURERS = any_of((*(day.title() for day in WEEKDAY_NAMES), "Visa", "Master ?[Cc]ard", "Amex"))
INSURED_BY_NAME = (
    r"\b(?:insurance(?: is| with|:)?|insured (?:with|by|at)|takes?|taking|accepts?|accepting"
    rf"|in[- ]network (?:with|for)|covered by) (?!{_NO_INSURERS})({NAME})"
)
UNINSURED = (
    r"\b(?:no|without|don't have|do not have)(?: any)? insurance\b",
    r"\bself-?pay\b",
)
NONE = (
    "none",
    "no",
    "nope",
    "i have none",
    "don't have any",
)
SELF_PAY = (
    "none",
    "no",
    "self-pay",
    "none, self-pay",
)
KNOWN_THERE = (
    r"\b(?:existing|returning|regular|not a new) (?:patient|customer|client)",
    r"been there before",
)
NEW_THERE = (
    r"\bnew (?:patient|client|customer)",
    r"\bfirst (?:visit|time)\b",
    r"never been",
)
