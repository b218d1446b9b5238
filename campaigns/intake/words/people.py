"""For whom it is, and how many come."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.numbers import NUMBER
from scheduling.language.en.words import MONTH_NAMES, WEEKDAY_NAMES

NOT_IN_NAMES = (  # capital letters after a name that begin something else
    "On",
    "In",
    "At",
    "Near",
    "Next",
    "This",
    "And",
    "For",
    "With",
)
NAME = rf"[A-Z][\w'’-]+(?: (?!{any_of(NOT_IN_NAMES)}\b)[A-Z][\w'’-]+)?"
NO_NAMES = frozenset(
    {
        *WEEKDAY_NAMES,
        *MONTH_NAMES,
        "easter",
        "christmas",
        "thanksgiving",
        "today",
        "tomorrow",
        "me",
        "i",
    }
)
RELATIVES = (
    "daughter",
    "son",
    "wife",
    "husband",
    "partner",
    "mother",
    "mom",
    "mum",
    "father",
    "dad",
    "grandmother",
    "grandfather",
    "grandma",
    "grandpa",
    "sister",
    "brother",
    "kid",
    "child",
    "niece",
    "nephew",
    "friend",
    "boss",
    "girlfriend",
    "boyfriend",
    "aunt",
    "uncle",
)
_RELATIVE = any_of(RELATIVES)
FOR_A_RELATIVE = (
    rf"\bfor ((?:(?:me|myself),? and )?(?:my|our) {_RELATIVE}"
    rf"(?:(?:, and|,| and) (?:(?:my |our )?{_RELATIVE}|me|i))*)\b"
)
FOR_A_RELATIVE_BY_NAME = rf"\b[Ff]or (?:my|our) {any_of(RELATIVES)},? ({NAME})"
FOR_A_NAME = rf"\b[Ff]or ({NAME})"
TABLES = (
    "table",
    "dinner",
    "lunch",
    "brunch",
    "reservation",
    "seats?",
    "party",
    "group",
)
GUESTS = (
    "people",
    "persons",
    "guests",
)
PARTY = (  # how many; the number is the only group that is found
    rf"\b{any_of(TABLES)}\s+(?:for|of) ({NUMBER})\b"
    r"(?! ?(?::|am\b|pm\b|o'clock))(?: people| persons| guests| adults)?",
    rf"\bfor ({NUMBER}) (?:people|persons|guests|adults)\b",
    rf"\b({NUMBER}) {any_of(GUESTS)}\b",
    rf"\bwe are ({NUMBER})\b",
)
FOR_A_NUMBER = (  # once it is about a table: "a restaurant with a view for four on Friday"
    rf"\bfor ({NUMBER})(?=\s*(?:$|[,.;!?]|\b(?:on|at|tomorrow|tonight|today|this|next|in|near"
    r"|around|with|please|who|that)\b))"
)
BARE_PARTY = rf"(?:for )?({NUMBER})(?: people)?"
