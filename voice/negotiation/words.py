"""English words of the negotiation as lists of patterns: greetings, menus, whispers, questions."""

from scheduling.language.en.words import SMALL, WEEKDAY_STEMS
from scheduling.language.pieces import DAY_PARTS

# "Thanks for calling." alone is a goodbye.
GREETING = (
    r"\b(hello|hi|good (morning|afternoon|evening))\b",
    r"\bhow (can|may) (i|we) help",
    r"\bwhat can (i|we) do for you",
    r"\bgo ahead\b",
    r"\bthank(s| you) for (calling(?=\W+\w)|holding|waiting)",
)

FILLER = (
    r"\blet me (just )?(see|look|check|have a look|pull)",
    r"\b(just a|one) (second|moment|minute|sec)\b",
    r"\bhang on\b",
    r"\bhold on\b",
    r"\bi('ll| will) (check|have a look|look)\b",
)

DENIED = (
    r"\b(taken|full|fully booked|booked (up|out|solid)|gone|not|nothing|closed|unavailable)\b",
    r"\bnever\b",
    r"\b(isn't|can't|cannot|won't|doesn't|don't|didn't|aren't)\b",
    r"\bno longer\b",
    r"\bno \w+ (left|free)\b",
)

LOST_IT = (
    r"\b(say (that|it) again|repeat (that|it)|pardon|didn't (catch|get|hear)|come again)\b",
    r"\b(missed that|can't hear)\b",
    r"^\s*(sorry|what|excuse me)\s*\?",
)

LOST = (
    "…",
    r"\.\.\.",
    r"\[(?:inaudible|unclear|lost)\]",
)

NOTHING_FREE = (
    "fully booked",
    "booked (up|out|solid)",
    "nothing",
    "no (openings?|appointments?|slots?|times?|tables?)",
    "don't have any",
    "do not have any",
    "haven't (got )?any",
)

CORRECTION = (
    "sorry,? no",
    "no,? (wait|sorry|i mean)",
    "i mean",
    "i meant",
    "actually",
    "correction",
    "scratch that",
    "make that",
    "or rather",
)

TITLES = (
    "Doctor ",
    r"Dr\.? ",
)

NO_TIME = (
    r"\bno time\b",
    r"\b(too|really|very) busy (right now|for this|to talk)\b",
    r"\bnot interested\b",
    r"\bi('m| am) busy\b",
    r"\bgo away\b",
    r"\bstop (bothering|wasting)\b",
    r"\bdon't have time\b",
)

ASKS_IF_ROBOT = (
    r"\b(are|aren't|is|isn't) (you|this|that|it) (not )?(just |even |really |some )?(a |an )?"
    r"(real |actual )?(robot|bot|machine|computer|ai\b|a\.i|recording|recorded|automated)",
    r"\b(am i|are we) (talking|speaking) (to|with) (a |an )?(robot|bot|machine|computer|ai\b)",
)

ASKS_IF_HUMAN = (
    r"\b(are|aren't|is|isn't) (you|this|that|it) (not )?(just |even |really |actually )?(a |an )?"
    r"(real |actual |live |living )?(human|person|man|woman)\b",
    r"\b(are|is) (you|this|that) (for )?real\b",
    r"\b(am i|are we) (talking|speaking) (to|with) (a |an )?(real |actual |live )?"
    r"(human|person|somebody real|someone real)",
)

# The first day on which they have anything: nothing before it is proposed.
FIRST_DAY = (
    "first",
    "earliest",
    "soonest",
    "next (?:available|opening|free|appointment|slot|one)",
)

NOTHING_BEFORE = (
    "nothing",
    "not",
    "none",
    r"\w+n't",
    "no",
    "booked",
    "full",
    "away",
    "closed",
)

ASKS_ABOUT_US = (
    r"\?",
    r"^(and |so |but |okay |ok |well )?(what|which|who|whom|how|when|where|is|are|does|do|has)\b",
    r"^(and |so |but |okay |ok |well )?(can|could|would|will|may)\b",
    r"\bi('d| would)? need (her|his|their|your|the|a)\b",
    r"\bcan i (have|get)\b",
)

TOPICS = {
    "who": (
        r"\bwho('s| is| are)? (this|calling|speaking|you)\b",
        r"\bwho am i (talking|speaking)",
    ),
    "insurance": (
        r"\binsurance",
        "insured",
        "insurer",
        r"carrier\b",
    ),
    "new_patient": (
        r"\bnew (patient|client|customer)",
        r"\bbeen (here|to us|with us|in) before",
        "first (visit|time)",
    ),
    "phone": (
        r"\b(phone|telephone|cell|mobile|contact|call ?back) ?number",
        r"\bnumber (to|we can) (reach|call)",
    ),
    "duration": (r"\bhow (long|much time)\b",),
    "party_size": (
        r"\bhow many (people|persons|guests|of you)",
        r"\bfor how many",
        r"\bparty size",
    ),
    "vehicle": (
        r"\b(what|which) (kind of |sort of )?(car|vehicle|make|model)",
        r"\bmake and model",
    ),
    "when": (
        r"\bwhen (would|do|does|should)",
        r"\b(what|which) (day|time)s? (did|do|does|would|works?|suits?)",
        r"\bin mind\b",
        r"\bany preference",
    ),
    "what": (
        r"\bwhat (is|are|'s) (it|this|that|the (reason|appointment|visit)) (for|about)",
        r"\bwhat for\b",
        r"\bwhat('s| is| would) .*(reason|about)\b",
        r"\bwhat (service|treatment)",
    ),
    "name": (
        r"\b(what(?:'s)?|whose|which|may i have|could i have|can i (have|get)|under what) .*name\b",
        r"\bname,? (please|for the)",
        r"\bwho is (it|that|this|the appointment) for\b",
        r"\bspell\b",
    ),
    "notes": (
        r"\banything (else )?(we|i) should know",
        r"\bsymptoms?",
        r"\bspecial requests?",
        r"\ballerg",
    ),
    "private": (
        r"\bbirth",
        "address",
        "e-?mail",
        "social security",
        "credit",
        "card",
        "policy number",
        r"member id\b",
    ),
}

SECRETS = (
    "credit",
    "card",
    "social security",
    "policy number",
    "member id",
)

WRAP_UP = (
    "wrap (it )?up",
    "come to an end",
    "finish (the call|up)",
    "end (it|the call)",
)

SAY = (
    "mention",
    "tell them",
    "say",
    "let them know",
)

ANOTHER = (
    "another",
    "a different",
    "some other",
)

# Of a day, and earlier or later, as a whisper wishes it.
PARTS = (
    *DAY_PARTS,
    "noon",
    "earlier",
    "later",
)

DAYS = (
    f"({'|'.join(WEEKDAY_STEMS)})day",
    "today",
    "tomorrow",
    "next week",
    "this week",
)

WISHES = (
    "ask (?:for|about|if)",
    "try",
    "take",
    "prefer",
    "rather",
    "only",
    "how about",
)

COURTESIES = (
    "please ",
    "can you ",
    "could you ",
)

# What a menu calls those who book, and those who know who does.
BOOKING = (
    "appointment",
    "book",
    "schedul",
    "reserv",
    "front desk",
    "reception",
    "new patient",
    "make a visit",
    "sales desk",
)

HUMAN = (
    "anything else",
    "other",
    "operator",
    "speak (to|with)",
    "talk to",
    "representative",
    "somebody",
    "staff",
    "team",
)

PRESS = (
    "press",
    "dial",
    "enter",
    "push",
    "select",
)

SAY_TO_MENU = (  # what for, and the word
    r"\b(?:to|for) ([^.?!,;]+?),? (?:just |please |press or |you can )?say,? "
    r"['\"“”]?([a-z]+(?: [a-z]+){0,2}?)(?=['\"”.,;?!]|$| or | for )",
)

DIGITS = {
    "zero": "0",
    **{word: str(number) for word, number in SMALL.items() if number < 10},
    "star": "*",
    "pound": "#",
    "hash": "#",
}
