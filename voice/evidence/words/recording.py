"""English by which a desk speaks of being recorded, and says that it would rather not be."""

RECORDING = (
    "record(?:s|ed|ing|ings)?",
    "on tape",
    "taped?",
)

# Before a word of recording.
AGAINST = (
    "no",
    "not",
    "never",
    "don't",
    "do not",
    "won't",
    "can't",
    "cannot",
    "without",
    "stop",
    "rather you",
    "against",
    "mind",
)

# "Recording this is not allowed."
RECORDED = (
    "record(?:ed|ing)?",
    "tape",
)

NOT = (
    "not",
    "isn't",
    "never",
)

# Who does not mind being recorded is not against it.
DOES_NOT_MIND = ("don't mind",)
