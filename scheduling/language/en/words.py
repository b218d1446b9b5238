"""English words that times are made of: numbers, weekdays, months, parts of the day, and beside."""

from typing import Literal, get_args

from scheduling.language.pieces import Bound, Feast, Part, Week


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

NUMBER_WORDS = {*SMALL, *TENS, *BIG_TENS, *NOUGHT}

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

FEASTS: dict[str, Feast] = {
    "christmas": "christmas",
    "christmas day": "christmas",
    "christmas eve": "christmas eve",
    "xmas": "christmas",
    "the holidays": "christmas",
    "new year": "new year's day",
    "new years": "new year's day",
    "new year's": "new year's day",
    "new years day": "new year's day",
    "new year's day": "new year's day",
    "new years eve": "new year's eve",
    "new year's eve": "new year's eve",
    "thanksgiving": "thanksgiving",
    "thanksgiving day": "thanksgiving",
    "easter": "easter",
    "easter sunday": "easter",
    "easter monday": "easter monday",
    "halloween": "halloween",
    "martin luther king day": "martin luther king day",
    "mlk day": "martin luther king day",
    "valentine's day": "valentine's day",
    "valentines day": "valentine's day",
    "presidents' day": "presidents' day",
    "presidents day": "presidents' day",
    "president's day": "presidents' day",
    "mother's day": "mother's day",
    "mothers day": "mother's day",
    "memorial day": "memorial day",
    "juneteenth": "juneteenth",
    "father's day": "father's day",
    "fathers day": "father's day",
    "independence day": "independence day",
    "labor day": "labor day",
    "labour day": "labor day",
    "columbus day": "columbus day",
    "veterans day": "veterans day",
    "veteran's day": "veterans day",
    "black friday": "black friday",
    "boxing day": "boxing day",
}
MORE_FEASTS: dict[str, Feast] = {  # no wish's: their first words begin many a name
    "saint patrick's day": "saint patrick's day",
    "saint patricks day": "saint patrick's day",
    "st patrick's day": "saint patrick's day",
    "st patricks day": "saint patrick's day",
    "workers' day": "workers' day",
    "international workers' day": "workers' day",
}
WISH_FEASTS: dict[str, Feast] = {  # at a desk, "Good Friday" is rather a yes to Friday
    **FEASTS,
    "good friday": "good friday",
}
FEASTS_WITH_YEAR: dict[str, Feast] = {  # without one, the name of many a hospital
    "saint patrick": "saint patrick's day",
}
BEFORE_GOOD_FRIDAY = word_set(  # elsewhere "Good, Friday" may be meant
    "on this next for by until till before after over past coming upcoming and or except"
)
NO_ONE_DAY = {"the holidays", "new year", "new years", "new year's"}  # a season as well
WISHED = word_set("happy merry")  # "Happy Easter" says nothing of when

# Days

FROM_TODAY = {
    "today": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "tmr": 1,
    "tmrrw": 1,
    "2moro": 1,
    "2morrow": 1,
    "tomorow": 1,
    "tommorow": 1,
    "tommorrow": 1,
    "tomorro": 1,
    "yesterday": -1,
}
AFTER_TOMORROW = ("the day after tomorrow", "day after tomorrow")
CALENDAR_UNITS = {  # in days and in months
    "day": (1, 0),
    "days": (1, 0),
    "week": (7, 0),
    "weeks": (7, 0),
    "wk": (7, 0),
    "wks": (7, 0),
    "fortnight": (14, 0),
    "fortnights": (14, 0),
    "month": (0, 1),
    "months": (0, 1),
    "year": (0, 12),
    "years": (0, 12),
}
CLOCK_UNITS = {  # in minutes
    "minute": 1,
    "minutes": 1,
    "min": 1,
    "mins": 1,
    "hour": 60,
    "hours": 60,
    "hr": 60,
    "hrs": 60,
    "h": 60,
}
ONWARD_FROM = {"from", "after", "following"}
BACK_FROM = {"before"}
FROM_NOW = {"now", "today", "right now"}
NOW = ("right now", "now", "at the moment", "at present", "at this time", "at this moment")
NO_NOW_BEFORE = word_set("from by until till til for just than before after since ok okay")
NO_NOW_BEHIND = {"", ".", "?", "!", ","}  # "now that", "at this time of the year"
IDLE_AMOUNTS = {  # no more than "soon"
    "a minute", "one minute", "a couple of minutes", "one second", "two seconds",
}  # fmt: skip
A_FEW = {"a few": 3}
SECONDS = word_set("second seconds sec secs")
AGO = {"ago"}
LATER = {"later"}
# "HOLD FOR ten minutes", "GIVE US ten minutes": then we are looked for again.
HELD_FOR = phrases("""
    wait
    wait for
    wait another
    hold
    hold for
    hold on for
    hang on for
    stay on for
    give me
    give us
    give it
    give me another
    give us another
    timer for
""")
OR_SO = {"or so", "or thereabouts", "give or"}
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
    "the week after next": "after next week",
    "week after next": "after next week",
}
WEEK_BEHIND: dict[str, Week] = {  # "Monday of next week"
    "after next": "later",
    "next week": "next week",
    "this week": "this week",
    "of next week": "next week",
    "in next week": "next week",
    "of the following week": "next week",
    "of the coming week": "next week",
    "of this week": "this week",
    "of the week after next": "after next week",
    "the week after next": "after next week",
    "the week after": "following",
}
OF_THE_MONTH = {  # how many months from this one
    "of this month": 0,
    "in this month": 0,
    "of the current month": 0,
    "of next month": 1,
    "in next month": 1,
    "of the next month": 1,
    "of the following month": 1,
    "of the coming month": 1,
}
EVERY = {"every", "each"}
AMBIGUOUS_WEEKDAYS = {"sat", "sun"}  # "the patient sat": weekdays only as names
BEFORE_SHORT_WEEKDAY = {  # "on sat at three", not "the patient sat at three"
    "", ",", ".", *word_set("on this next for coming by until till about do have got every from"),
}  # fmt: skip
BESIDE_WEEKDAYS = {"-", "–", "/", ",", "or", "and", "&"}

# Times of day

NAMED_HOURS = {"noon": 12, "midday": 12, "midnight": 0}
O_CLOCK = {"o'clock", "oclock"}
ZONES = {  # as people say them: "EST" in summer is the east's time all the same
    "gmt": "Etc/GMT",
    "utc": "Etc/UTC",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "eastern": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "ct": "America/Chicago",
    "central": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "mt": "America/Denver",
    "mountain": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "bst": "Europe/London",
    "cet": "Europe/Paris",
    "cest": "Europe/Paris",
    "ist": "Asia/Kolkata",
    "your time": "?",
    "their time": "?",
    "her time": "?",
    "his time": "?",
}
ZONES_WITH_TIME = {"eastern", "central", "mountain", "pacific"}  # "Central" alone is a place too
ZONE_TIME = phrases("""
    time
    standard time
    daylight time
    daylight savings time
""")
LEFT_OVER_MONTHS = {*MONTH_NAMES, "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct",
                    "nov", "dec"} - {"may", "march", "august"}  # fmt: skip
FRACTIONS = {"half": 30, "quarter": 15}
ROUND_MINUTES = (5, 10, 15, 20, 25)  # said without the word: "ten past two"
EARLIEST_HOUR = 5  # at which a span of hours begins: "2-15" is a date, "8-15" need not be
EARLIEST_OF_A_LIST = 7  # "nine ten" may be two hours, "two ten" is none
LATEST_HOUR = 12  # that is said without more: "Friday 13" is a date
NO_DATE_BEHIND = word_set("o'clock oclock hundred h ish / - : . past to after before")
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
    "approx": "around",
    "circa": "around",
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

LEADS_DIGITS = {  # before "1030" and "19h"
    *WEEKDAYS, *PARTS, *FROM_TODAY, *O_CLOCK, "at", "@", "around", "about", "approximately",
}  # fmt: skip
# Behind a time that leaves no doubt: "a 10:30 SLOT", while "ten slots" are ten.
SLOT_NOUNS = word_set("slot opening appointment spot visit time option place one")

# Behind "1030" alone, where it is a time; some only behind "is", "would" or "still".
PUTTING = word_set("have got do like prefer offer try")
BEHIND_PUT = {"", ".", ",", "?", "!"} | word_set("or and then instead if available free open left")
ONLY_BEHIND_IS = word_set("""
    fine free open available good okay ok possible gone taken full booked be not
""")
BEHIND_SOLID = ONLY_BEHIND_IS | {"", ".", "?", "!"} | word_set("works work suits then please or")

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
BEING = word_set("i'm we're he's she's they're am")  # "I'm at 10" is a place or a score as well
BOOKED_FOR = word_set("in down you set booked it")  # "I put you down FOR ten"
NOT_A_UNIT = {"second of", "other time"}  # though "second" and "other" are
BEFORE_A_PRICE = phrases("""
    will be
    would be
    comes to
    that be
""")
PRICE_ENDS = {".", ",", "?", "!", ";", "but"}  # the clause that spoke of a price
SIGNS = {"$", "£", "€", "#", "%"}
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
BEHIND_DIGITS = UNITS | word_set("h ish")  # written without a space
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
    line next closest nearest opening ever weekend week window round party consultation
    cleaning part bit time thought thoughts opinion attempt try
""")
)

# How times hang together

# What may stand between the parts of one time: "Tuesday AT ten", "ten thirty ON Thursday".
JOINING = word_set("""
    at on the of in by for from around about approximately roughly say a an that's it's that
    is it which we'd so like to maybe this then for's and's morning's 's sharp please um uh
    er hm hmm coming until till til after before past between not no earlier later than or's
    any anytime time the's exactly only just early late slot opening appointment spot visit
""")
LISTING = {"or", "and", "nor", "also", "plus", "&", "then", "either", "both"}
CLOSING = {"", ".", "?", "!", ","}
SENTENCE_ENDS = {".", "?", "!", ";"}
CONTRASTING = {"but", "though", "however"}
CLAUSE_WORDS = {",", *CONTRASTING}
MARKS = {"…", "...", "-", "–", "'", '"', ":"}  # they part nothing
NEGATIONS = {"not", "no"}
PAUSING = word_set("um uh er hm hmm well so see ah okay ok")  # "um…" loses no word

# Every word that a day, a clock time or a part of the day can begin with: others cost nothing.
_PHRASES = (*AFTER_TOMORROW, *DAY_BEHIND, *WEEK_BEFORE, *FEASTS, *MORE_FEASTS, "good friday")
BEGINNING = frozenset(
    {
        *NUMBER_WORDS, *ORDINALS, *WEEKDAYS, *MONTHS, *PARTS, *BEFORE_PART, *FROM_TODAY,
        *WHICH_WEEK, *NAMED_HOURS, *FRACTIONS, *(phrase.split()[0] for phrase in _PHRASES),
        *word_set("a an one the in first last coming upcoming couple between from noonish mid"),
        *word_set("twenty thirty"),
    }
)  # fmt: skip
