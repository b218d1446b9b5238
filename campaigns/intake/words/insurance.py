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
# Before the name in an answer: "I have Sunny Health", "it's Sunny Health".
BEFORE_NAME = (
    "i(?:'ve| have)(?: got)?",
    "we(?:'ve| have)(?: got)?",
    "i'm (?:with|insured (?:with|by))",
    "it(?:'s| is)",
    "that(?:'s| is| would be)",
    "my insurance is",
    "(?:insured )?(?:with|by)",
)
# An answer that begins so names nobody.
NO_NAME = (
    "what", "which", "why", "who", "whose", "how", "where", "when", "whether", "do", "does", "did",
    "is", "are", "am", "can", "could", "should", "would", "will", "may", "i", "i'm", "i'll", "i'd",
    "i've", "we", "we're", "you", "they", "he", "she", "it", "it's", "that", "this", "there", "no",
    "not", "don't", "dunno", "maybe", "perhaps", "sorry", "wait", "stop", "cancel", "help", "hi",
    "hello", "hey", "thanks?", "thank", "please", "ok", "okay", "yes", "yeah", "yep", "sure", "go",
    "later", "same", "tomorrow", "today", "as", "if", "because", "the (?:usual|same|one)", "some",
    "any", "only", "just", "forget", "never", "never ?mind", "let", "let's", "tell", "ask",
    "nothing", "whatever", "change",
)  # fmt: skip
MOST_WORDS = 6  # of a name

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
