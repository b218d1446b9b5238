"""English of what we ask and of its answers: read-backs, conditions, picks, corrections."""

# A question with one of these is about another time than the one it names.
ASKS_ELSE = (
    "earlier",
    "later",
    "sooner",
    "else",
    "another",
    "other",
    "different",
    "already",
    "instead of",
    "besides",
    "apart from",
    "cheaper",
    "skip",
    "cancel",
    "drop",
    "release",
    "move",
    "change",
    "no longer",
    "give up",
    "forget",
    "any other",
)

# A question that hangs on the sentence before it.
TAG = (
    "(?:is|was) (?:that|this|it)(?: all)?(?: still)? (?:right|correct|ok|okay|fine|good)",
    "(?:is|was) (?:that|this|it)(?: all)?(?: still)? (?:possible|free|available|agreed)",
    "(?:is|was) (?:that|this|it)(?: all)?(?: still)? confirmed",
    "(?:does|would|will|could) (?:that|it|this)(?: still)?"
    " (?:work|suit|be (?:ok|okay|fine|possible|all right|alright|right|correct))",
    "right",
    "correct",
    "ok",
    "okay",
    "yes",
    "agreed",
    "deal",
    "(?:can|could|will|would) you (?:please )?(?:confirm|book|keep|hold)(?: (?:that|it|this))?",
    "(?:can|could|will|would) you (?:please )?(?:reserve|note)(?: (?:that|it|this))?",
    "please confirm",
    "(?:shall|may|can|could) (?:i|we) (?:book|take|have|confirm|keep|reserve)"
    "(?: (?:it|that|this|this slot|that slot|the slot|this time|that time|that one))?",
    "have i got that right",
    "did i get that right",
    "do i have that right",
    "is this booked",
    "is that booked",
)

BEHIND_TAG = (
    "for (?:you|us|me|him|her|them)",
    "please",
    "now",
    "then",
    "with you",
    "yes or no",
)

WISHES = (
    "would",
    "'d",
    "want",
    "wish",
    "hope",
)

POINTERS = (
    "it",
    "that",
    "this",
    "this slot",
    "that slot",
)

# A turn of nothing but these answers nothing yet.
NEUTRAL = (
    "um+",
    "uh+",
    "er+",
    "hm+",
    "ah",
    "oh",
    "well",
    "so",
    "okay",
    "ok",
    "let me see",
    "let's see",
    "right",
    "alright",
    "all right",
    "thanks",
    "thank you",
    "sure",
    "of course",
    "one moment",
    "no problem",
    "take your time",
    "great",
    "i see",
    "please",
)

WHETHER_FREE = (
    "free",
    "available",
    "possible",
    "open",
    "work",
    "suit",
    "have",
    "offer",
    "do",
)

TO_BOOK = (
    "book",
    "booked",
    "confirm",
    "confirmed",
    "right",
    "correct",
    "reserve",
    "agreed",
)

FILLER = (
    "um+",
    "uh+",
    "er+",
    "hm+",
    "ah",
    "oh",
    "well",
    "so",
    "let me see",
    "let's see",
    "now",
    "just",
    "the",
)

BEFORE_YES = (
    "oh",
    "um",
    "uh",
    "well",
    "okay",
    "ok",
    "ah",
    "hm+",
)

YES_FIRST = (
    "yes",
    "yeah",
    "yep",
    "yup",
    "sure",
    "certainly",
    "absolutely",
    "of course",
    "definitely",
    "correct",
    "exactly",
    "that's right",
)

AGREES_TO_TIME = (
    "works?",
    "suits?",
    "fine",
    "good",
    "great",
    "perfect",
    "possible",
    "okay",
    "ok",
    "all right",
    "alright",
    "lovely",
    "free",
    "available",
    "yes",
    "yeah",
    "sure",
)

STRONG_CORRECTION = (
    "sorry,? no",
    "no,? (?:wait|sorry)",
    "i mean",
    "i meant",
    "scratch that",
    "make (?:that|it)",
    "or rather",
    "correction",
    "my mistake",
    "actually",
    "i misspoke",
    "strike that",
    "oops",
    "whoops",
    "my bad",
)

KEEPS_NOTHING = (
    "hold",
    "keep",
    "reserve",
    "pencil",
    "save",
    "promise",
    "do (?:that|so)",
)

BEFORE_HALF = (
    "that's",
    "it's",
    "in the",
    "uh",
    "um",
    "oh",
)

# The answer to a question with one of these is a number, and no hour.
ASKS_A_NUMBER = (
    "address",
    "number",
    "street",
    "room",
    "suite",
    "extension",
    "code",
    "reference",
    "how (?:much|many|long|old|far)",
    "price",
    "cost",
    "fee",
)

BEHIND_HALF = (
    "please",
    "sorry",
    "yes",
    "sir",
    "ma'am",
)

ASKS_FOR_YES = (
    "is that (?:right|correct)",
    "please confirm",
    "can you confirm",
    "could you confirm",
)

PICKS_FIRST = (
    "first",
    "former",
)

PICKS_SECOND = (
    "second",
    "latter",
    "last",
)

PICKS_BOTH = (
    "either(?: one| of them| time)?",
    "both(?: of them)?",
)

SLOT = (
    "one",
    "time",
    "slot",
    "option",
)

CURRENCIES = (
    "dollars?",
    "bucks?",
    "usd",
    "pounds?",
    "quid",
    "gbp",
    "euros?",
    "eur",
    "£",
    "€",
)
