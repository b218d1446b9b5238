"""Terms: money, who decides, what may be told, how many are called, and what matters most."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.numbers import NUMBER

AMOUNT = r"\$ ?(\d{1,4}(?:\.\d\d)?)|(\d{1,4}) ?(?:dollars|bucks|usd)"
BUDGET = (
    rf"(?:call(?:ing)? )?budget(?: for calls)?(?: of| is|:)? (?:{AMOUNT})",
    rf"(?:spend )?(?:at most|up to|no more than|max(?:imum)?) (?:{AMOUNT})"
    r" (?:on|for) (?:the )?(?:calls|calling|phone)",
)
AT_MOST = (
    "under",
    "below",
    "at most",
    "up to",
    "no more than",
    "less than",
    "max(?:imum)?",
    "not over",
)
ASK_ME = (
    "ask me(?: first| before)?",
    "check with me",
    "don't book",
    "do not book",
    "let me (?:choose|decide|pick)",
    "i(?:'ll| will| want to) (?:choose|decide|pick)",
)
BOOK_IT = (
    "it(?: right away| directly| if it fits| when it fits)?",
    "the first (?:one|slot|time|that fits)",
    "whatever fits",
    "anything that fits",
    "when it fits",
    "if it fits",
    "directly",
    "automatically",
    "without asking",
    "straight away",
    "right away",
)
DO_NOT_SHARE = (
    "don't",
    "do not",
    "never",
    "without",
)
DO_SHARE = (
    "you (?:may|can)",
    "may",
    "feel free to",
    "please",
)
SHARING_IT = r"(?:share|give|tell|mention)[^.,;]*"
NOT_SHARING_IT = r"(?:share|give|tell|mention|sharing|giving)[^.,;]*"
SHARED = {  # what may be told → how it is named
    "phone": "phone|number",
    "insurance": "insur",
    "notes": "note",
    "name": r"\bname",
}
AT_ONCE = (
    "at a time",
    "at once",
    "in parallel",
    "simultaneously",
)
PARALLEL = rf"\b({NUMBER})(?: calls?)? {any_of(AT_ONCE)}"
DESKS = (
    "places",
    "providers",
    "desks",
    "dentists",
    "doctors",
    "salons",
    "shops",
    "restaurants",
    "vets",
    "garages",
    "offices",
    "clinics",
    "mechanics",
    "barbers",
)
MOST_DESKS = (
    rf"\b(?:call|try|ask|phone|ring)(?: at most| up to| no more than| only)? ({NUMBER})"
    rf" (?:\w+ )?{any_of(DESKS)}"
)
PRIORITIES = {  # what matters most; the first that is named counts
    "rating": (
        r"\b(?:best|top|highest)[- ](?:rated|reviewed|reviews)",
        r"\bgood reviews",
    ),
    "near": (
        r"\b(?:closest|nearest)\b",
        r"\bas (?:close|near) as possible",
    ),
    "soon": (
        r"\basap\b",
        r"\bas soon as possible",
        # "9 am at the earliest" is a limit and no haste
        r"(?<!at the )(?<!at )(?<![ap]m )(?<!\d )(?<!day )"
        r"\b(?:earliest|soonest)\b(?! (?:at |is )?\d)",
        r"\burgent",
    ),
}
