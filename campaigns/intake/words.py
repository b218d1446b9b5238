"""English words by which a request is read: lists of alternatives, most of them patterns.

`any_of` makes one pattern of a list; the first alternative that fits counts, so a longer one
stands before its beginning. What a list is searched in and what follows is up to the readers.
"""

from collections.abc import Iterable

from scheduling.language.en.words import (
    BIG_TENS,
    MONTH_NAMES,
    SMALL,
    TENS,
    WEEKDAY_NAMES,
    WEEKDAY_STEMS,
    WEEKDAYS,
)


def any_of(alternatives: Iterable[str]) -> str:
    """One of them, as part of a pattern."""
    return f"(?:{'|'.join(alternatives)})"


# --- numbers and names -------------------------------------------------------------------------

NUMBERS = {"zero": 0, **SMALL, **TENS, **BIG_TENS, "forty-five": 45, "a": 1, "an": 1}
NUMBER = any_of([r"\d{1,3}", *sorted(NUMBERS, key=len, reverse=True)])
MONTHS = MONTH_NAMES
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
        *MONTHS,
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
FOR_A_RELATIVE = rf"\bfor (?:my|our) ({'|'.join(RELATIVES)})\b"
FOR_A_RELATIVE_BY_NAME = rf"\b[Ff]or (?:my|our) {any_of(RELATIVES)},? ({NAME})"
FOR_A_NAME = rf"\b[Ff]or ({NAME})"

# --- what exactly ------------------------------------------------------------------------------

DETAILS: dict[str, tuple[str, ...]] = {
    "dentist": (
        "check-?ups?",
        "cleaning",
        "root canal",
        "filling",
        "crown",
        "whitening",
        "braces",
        "wisdom tooth",
        "toothache",
        "chipped tooth",
        "x-?rays?",
    ),
    "doctor": (
        "check-?ups?",
        "physical",
        "flu shot",
        "vaccination",
        "blood test",
        "prescription",
        "follow-?up",
        "sore throat",
        "back pain",
        "knee pain",
        "rash",
    ),
    "hair_salon": (
        "(?:men's |women's |kids' )?haircut",
        "highlights",
        "colou?ring",
        "perm",
        "blow ?dry",
        "beard trim",
        "balayage",
        "trim",
    ),
    "car_repair": (
        "brakes?",
        "oil change",
        "tires?",
        "tyres?",
        "inspection",
        "smog check",
        "tune-?up",
        "transmission",
        "windshield",
        "battery",
        "service",
    ),
    "restaurant": (
        "dinner",
        "lunch",
        "brunch",
        "breakfast",
        "birthday",
        "anniversary",
        "outdoor table",
        "window seat",
    ),
    "vet": (
        "check-?ups?",
        "vaccination",
        "rabies shot",
        "neutering",
        "spaying",
        "nail trim",
        "dental cleaning",
        r"(?:dog|cat|puppy|kitten|rabbit|hamster|parrot|bird|ferret)(?: [A-Z]\w+)?",
    ),
}
MAKES = (
    "Acura",
    "Audi",
    "BMW",
    "Buick",
    "Cadillac",
    "Chevrolet",
    "Chevy",
    "Chrysler",
    "Dodge",
    "Fiat",
    "Ford",
    "GMC",
    "Honda",
    "Hyundai",
    "Jeep",
    "Kia",
    "Lexus",
    "Mazda",
    "Mercedes",
    "Mini",
    "Nissan",
    "Porsche",
    "Ram",
    "Subaru",
    "Tesla",
    "Toyota",
    "Volkswagen",
    "VW",
    "Volvo",
    "Golf",
    "Prius",
    "Civic",
    "Corolla",
)
NO_MODELS = (  # what may follow a make and is not its model
    "brakes",
    "oil",
    "service",
    "next",
    "this",
    "on",
)
VEHICLE = (
    rf"\b((?:(?:19|20)\d\d )?{any_of(MAKES)}"
    rf"(?: (?!{any_of(NO_MODELS)})[A-Z0-9][\w-]*)?)\b"
)
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
    rf"\b{any_of(TABLES)} (?:for|of) ({NUMBER})\b"
    r"(?! ?(?::|am\b|pm\b|o'clock))(?: people| persons| guests| adults)?",
    rf"\bfor ({NUMBER}) (?:people|persons|guests|adults)\b",
    rf"\b({NUMBER}) {any_of(GUESTS)}\b",
    rf"\bwe are ({NUMBER})\b",
)
BARE_PARTY = rf"(?:for )?({NUMBER})(?: people)?"

# --- insurance and acquaintance ----------------------------------------------------------------

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
INSURED_BY_NAME = rf"\b(?:insurance(?: is| with|:)?|insured (?:with|by|at)) ({NAME})"
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

# --- terms -------------------------------------------------------------------------------------

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
PRICE = rf"\b{any_of(AT_MOST)} (?:{AMOUNT})"
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
        r"\b(?:earliest|soonest)\b",
        r"\burgent",
    ),
}

# --- how long, where, when ---------------------------------------------------------------------

NO_LENGTH_AFTER = (  # "within 30 minutes" is a way or a notice and no length
    "within ",
    "in ",
    "next ",
    "every ",
    "than ",
    "least ",
)
NO_LENGTH_BEFORE = (
    "away",
    "drive",
    "walk",
    "from",
    "earlier",
    "later",
    "notice",
    "ahead",
    "before",
    "after",
)
_LENGTH = "".join(f"(?<!{word})" for word in NO_LENGTH_AFTER)
_NO_WAY = rf"(?! {any_of(NO_LENGTH_BEFORE)})"
HALF_AN_HOUR = rf"\b{_LENGTH}half an hour\b{_NO_WAY}"
HOURS = rf"\b{_LENGTH}({NUMBER}|\d\.\d)(?: |-)?(?:hours?|hrs?)\b( and a half)?{_NO_WAY}"
MINUTES = rf"\b{_LENGTH}({NUMBER})(?: |-)?min(?:ute)?s?\b{_NO_WAY}"
PLACE_AFTER = (
    "near",
    "in",
    "around",
    "close to",
    "by",
    "at",
    "on",
    "from",
    "next to",
)
PLACE = rf"\b{any_of(PLACE_AFTER)} (?:the )?(?=((?:[\w'.-]+,? ?){{1,6}}))"
NO_PLACES = r"\b(?:la|sf)\b"  # as small letters; "la" is a word
UNKNOWN_PLACE_AFTER = (
    "near",
    "in",
    "around",
    "close to",
    "next to",
)
NAMED_PLACE = rf"\b{any_of(UNKNOWN_PLACE_AFTER)} ((?:[A-Z][\w'’.-]+,? ?){{1,4}})"
NOT_PLACES = (
    f"{any_of(WEEKDAY_STEMS)}day",
    *(rf"{month}\b" for month in MONTHS),
    r"english\b",
    r"the\b",
)
MORNING = (
    r"\d ?a\.?m\b",
    "morning",
    "breakfast",
    "brunch",
)
ANY_TIME = (
    "any ?(?:time|day|thing)",
    "whenever",
    "flexible",
    "no preference",
    "does(?:n't| not) matter",
)
WEEKDAY = rf"\b{any_of(WEEKDAYS)}\b"
OTHER_DATES = (
    "this",
    "next",
    "last",
    "week",
    "today",
    "tomorrow",
    *MONTHS,
)

# --- talking -----------------------------------------------------------------------------------

CORRECTIONS = (
    "(?:no|nope|not that)[,.:;!-]+",
    r"sorry\b",
    r"actually\b",
    r"i meant?\b",
    r"rather\b",
    r"instead\b",
    r"make (?:it|that)\b",
    r"better\b",
    r"change (?:it|that)? ?to\b",
    r"oh\b",
    r"wait\b",
)
JOINTS = (  # between two wishes
    r"(?:[,;.]\s*|\s+)(?:and(?: also| then)?|also|then|plus)\s+",
    r"[;.!?]\s+",
)
ANOTHER_WISH = (
    "i (?:also )?(?:need|want)",
    "book",
    "get",
    "an?",
    "my",
    "the",
    "some",
)
SKIPS = (
    "skip(?: it)?",
    "pass",
    "not needed",
)
OTHER_SERVICE = (
    "something else",
    "other",
    "none of these",
)
SHARING = (  # what may be shared is set by its own control
    "share",
    "sharing",
    "disclose",
    "reveal",
    "give (?:them|out|away)",
    r"tell (?:them|everyone|every\w+)",
    "may_share",
    "pass on",
)
FOREIGN = (  # words of other languages by which they are known
    "ich",
    "bitte",
    "einen?",
    "morgen",
    "n[äa]chste",
    "woche",
    "zahnarzt",
    "friseur",
    "arzt",
    "termin",
    "je",
    "voudrais",
    "rendez",
    "vous",
    "semaine",
    "prochaine",
    "demain",
    "dentiste",
    "chez",
    "necesito",
    "quiero",
    "una?",
    "cita",
    "ma[ñn]ana",
    "semana",
    "pr[óo]xima",
    "el",
    "la",
    "para",
    "vorrei",
    "domani",
    "settimana",
    "prossima",
    "appuntamento",
    "dentista",
    "parrucchiere",
    "afspraak",
    "tandarts",
    "volgende",
    "jutro",
    "prosz[eę]",
    "randevu",
)
