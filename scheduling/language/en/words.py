"""English words that times are made of: numbers, weekdays, months, parts of the day, and beside."""

from typing import Literal, get_args

from scheduling.language.pieces import Bound, Part, Week


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


def word_list(text: str) -> list[str]:
    return text.split()


def phrases(text: str) -> frozenset[str]:
    """One phrase a line."""
    return frozenset(line.strip() for line in text.strip().splitlines())


# Numbers

_UNITS = word_list("one two three four five six seven eight nine")
_TEENS = word_list(
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
SMALL = {word: n for n, word in enumerate([*_UNITS, *_TEENS], 1)}
TENS = {word: 10 * n for n, word in enumerate(word_list("twenty thirty forty fifty"), 2)}
BIG_TENS = {"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NOUGHT = {"oh", "o", "zero", "nought"}
NOUGHT_IN_A_NUMBER = NOUGHT - {"o"}
REPEATED = {"double", "triple"}  # "double five" in a telephone number
_ORDINAL_UNITS = word_list("first second third fourth fifth sixth seventh eighth ninth")
_ORDINAL_TEENS = word_list(
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
)
ORDINALS = {word: n for n, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], 1)} | {
    "thirtieth": 30
}

# Weekdays, months and the parts of a day

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAY_NAMES: tuple[str, ...] = get_args(Weekday)
WEEKDAY_STEMS = tuple(name.removesuffix("day") for name in WEEKDAY_NAMES)  # for patterns
WEEKDAYS = {name: n for n, name in enumerate(WEEKDAY_NAMES)} | {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
}  # fmt: skip
MONTH_NAMES = word_list(
    "january february march april may june july august september october november december"
)
MONTHS = {name: n for n, name in enumerate(MONTH_NAMES, 1)} | {
    name[:3]: n for n, name in enumerate(MONTH_NAMES, 1)
}
MONTHS["sept"] = 9
PARTS: dict[str, Part] = {
    "morning": "morning",
    "mornings": "morning",
    "forenoon": "morning",
    "afternoon": "afternoon",
    "afternoons": "afternoon",
    "evening": "evening",
    "evenings": "evening",
    "tonight": "evening",
    "night": "night",
    "nights": "night",
}

# Days

FROM_TODAY = {
    "today": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "tomorow": 1,
    "yesterday": -1,
}
AFTER_TOMORROW = ("the day after tomorrow", "day after tomorrow")
DAY_BEHIND = ("the next day", "the following day", "the day after")
WEEK_FROM = {"today": 7, "now": 7, "tomorrow": 8}  # "a week from tomorrow", in days
WHICH_WEEK: dict[str, Week] = {
    "this": "this",
    "next": "next",
    "last": "last",
    "following": "following",
}
WEEK_BEFORE: dict[str, Week] = {  # "next week on Monday"
    "next week": "next week",
    "this week": "this",
}
WEEK_BEHIND: dict[str, Week] = {  # "Monday of next week"
    "after next": "later",
    "next week": "next week",
    "this week": "this",
    "of next week": "next week",
    "in next week": "next week",
    "the week after": "following",
}
EVERY = {"every", "each"}
AMBIGUOUS_WEEKDAYS = {"sat", "sun"}  # "the patient sat": weekdays only as names
BESIDE_WEEKDAYS = {"-", "–", "/", ",", "or", "and", "&"}

# Times of day

NAMED_HOURS = {"noon": 12, "midday": 12, "midnight": 0}
O_CLOCK = {"o'clock", "oclock"}
FRACTIONS = {"half": 30, "quarter": 15}
ROUND_MINUTES = (5, 10, 20, 25)  # said without the word: "ten past two"
MINUTES = {"minutes", "minute", "mins", "min"}
PAST_OR_TO = {"past": 1, "after": 1, "to": -1, "till": -1, "til": -1, "before": -1, "of": -1}
BEFORE_PART = word_set("in at the this during any early late mid")
BOUNDS: dict[str, Bound] = {
    "after": "after",
    "past": "after",
    "from": "after",
    "since": "after",
    "before": "before",
    "by": "before",
    "until": "before",
    "till": "before",
    "til": "before",
    "around": "around",
    "approximately": "around",
    "roughly": "around",
    "about": "around",
    "near": "around",
    "like": "around",
    "towards": "around",
}
CLOCK_ONLY_BOUNDS = {"about", "like", "past", "near"}  # no limits of a day
COMPARED: dict[str, Bound] = {"later": "after", "earlier": "before"}  # "later than ten"
BOUND_BEHIND: dict[str, Bound] = {
    "- ish": "around",
    "or so": "around",
    "or later": "after",
    "or after": "after",
    "and later": "after",
    "and after": "after",
    "and on": "after",
    "or earlier": "before",
    "or before": "before",
    "or sooner": "before",
}
ONWARDS = {"onwards", "onward"}
DASHES = {"-", "–", "—"}

# What stands before and behind a lone number that is an hour

LEADS = word_set("""
    at by around about after before till til until from between to past say is it's make
    that's do maybe or and than since roughly approximately like @
""")
ENDS = word_set("""
    . , ? ! ; : - — … on this next tomorrow today or and but works work is would will if
    please then instead okay ok good fine available free open sharp for in with tonight
    suits sounds to though thanks thank so because too also latest at i we that it that's
    yes no
""")
NO_STREET = word_set("""
    on at in is i you we they it that works work and or but for to if the a our are would
    can could do does have has not with
""")
BEFORE_ALONE = {"", ".", ",", "?", "!", ";", "um", "uh", "well", "sorry"}
WEAK_LEADS = {"or", "and", "is", "it's", "that's", "like"}  # they may lead to any number
HAVING = {"have", "got"}
BEHIND_HAVING = word_set("or and on free open available")
BOOKED_FOR = word_set("in down you set booked it")  # "I put you down FOR ten"
NOT_A_UNIT = {"second of", "other time"}  # though "second" and "other" are
BEFORE_A_PRICE = phrases("""
    will be
    would be
    comes to
    that be
""")
PRICE_ENDS = {".", ",", "?", "!", ";", "but"}  # the clause that spoke of a price
SIGNS = {"$", "£", "€", "#"}
PARTIES = {"party", "table", "group", "family"}  # "a table of four"
PERHAPS_A_PRICE = word_set("that's it's that'll that'd it'll just be")

# Words that make a number something else than a time

MONEY = word_set(
    "dollar dollars buck bucks pound pounds euro euros quid cent cents pence usd gbp eur"
)
UNITS = MONEY | word_set("""
    minute minutes min mins hour hours hr hrs second seconds sec secs moment moments day
    days week weeks month months year years percent people person persons guest guests
    patient patients doctor doctors dentist dentists opening openings slot slots appointment
    appointments spot spots time times visit visits kid kids child children adult adults
    chair chairs table tables mile miles kilometer kilometers km block blocks star stars
    option options visits hundred thousand grand degrees stairs floor floors others other
    more left ahead place places location locations office offices thing things question
    questions customers clients
""")
STREETS = word_set("""
    street st avenue ave road rd boulevard blvd lane ln highway hwy parkway pkwy plaza
    terrace broadway drive square
""")
NUMBERED = word_set("""
    number room suite extension ext option press floor unit apartment apt flat gate line
    code zip box party version route highway building door dial table
""")
PRICED = word_set("""
    cost costs price priced prices charge charges charged fee fees copay co-pay pay paying
    deposit total rate estimate quote runs
""")
# Nouns after which "the first" counts and does not date.
COUNTED = (
    UNITS
    | STREETS
    | word_set("""
    one ones available thing free visit choice half door grade two three few couple name
    line next opening ever weekend week window round party consultation cleaning part bit
    time
""")
)

# How times hang together

# What may stand between the parts of one time: "Tuesday AT ten", "ten thirty ON Thursday".
JOINING = word_set("""
    at on the of in by for from around about approximately roughly say a an that's it's that
    is it which we'd so like to maybe this then for's and's morning's 's sharp please um uh
    er hm hmm coming until till til after before past between not no earlier later than or's
    any anytime time the's exactly only just early late
""")
LISTING = {"or", "and", "nor", "also", "plus", "&", "then", "either", "both"}
SENTENCE_ENDS = {".", "?", "!", ";"}
CLAUSE_WORDS = {",", "but", "though", "however"}
MARKS = {"…", "...", "-", "–", "'", '"', ":"}  # they part nothing
NEGATIONS = {"not", "no"}
PAUSING = word_set("um uh er hm hmm well so see ah okay ok")  # "um…" loses no word
