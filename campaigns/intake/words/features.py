"""What somebody or some place must be like, and how a desk is told so: "with wheelchair access"."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.terms import AMOUNT, AT_MOST
from scheduling.language.en.words import PARTS, WEEKDAY_NAMES

LANGUAGES = (
    "English", "Spanish", "Mandarin", "Cantonese", "Chinese", "Tagalog", "Vietnamese", "Korean",
    "Japanese", "Russian", "Arabic", "French", "German", "Italian", "Portuguese", "Hindi", "Farsi",
    "Polish", "Ukrainian", "Turkish", "Hebrew", "Greek", "Dutch", "Swedish", "Thai", "Punjabi",
    "ASL", "(?:American )?sign language",
)  # fmt: skip
PERSONS = (
    "dentists?", "doctors?", "physicians?", "gp", "dermatologist", "gyna?ecologist", "nurse",
    "pa?ediatrician", "therapist", "psychologist", "psychiatrist", "stylist", "hair ?dresser",
    "barber", "mechanic", "vet", "veterinarian", "hygienist", "orthodontist", "surgeon",
    "specialist", "masseuse", "masseur", "artist", "advis[eo]r", "accountant", "lawyer",
    "attorney", "notary", "somebody", "someone", "anybody", "anyone", "person", "one", "tutor",
    "trainer", "groomer", "electrician", "plumber", "optician", "chiropractor", "practitioner",
)  # fmt: skip
PLACES = (
    "place", "somewhere", "practice", "clinic", "office", "salon", "shop", "barber ?shop",
    "garage", "restaurant", "workshop", "studio", "spa", "bistro", "table", "hospital", "pizzeria",
)  # fmt: skip
_LANGUAGE = any_of(LANGUAGES)
_PERSON, _PLACE = any_of(PERSONS), any_of(PLACES)
_WITH = r"(?:(?:with|has|have|having|offers?|needs?|want|there (?:is|must be)) (?:an? |the )?)?"
_DIET = r"(?:vegan|vegetarian|gluten[- ]free|dairy[- ]free|halal|kosher|nut[- ]free)"
_WOMAN, _MAN = "(?:woman|female|lady)", "(?:man|male|guy)"
_BY = r"(?:by|see|prefer(?:ably)?|want|would like|with|from|be|is) (?:to see )?(?:an? )?"
_NOT_OF = r"(?!['’]s|'| (?:haircut|cut|only ))"

# What is written → what a desk is told of it; groups are filled in. The first that fits counts.
FEATURES: tuple[tuple[str, str], ...] = (
    (
        rf"\b(?:(?:who|that|which) )?(?:can |must |should )?(?:speaks?|speaking|talks?) "
        rf"(?P<what>{_LANGUAGE}(?:(?:,| or| and) {_LANGUAGE})*)\b",
        "with somebody who speaks {what}",
    ),
    (rf"\b(?P<what>{_LANGUAGE})[- ]speak(?:ing|ers?)\b", "with somebody who speaks {what}"),
    (rf"\bin (?P<what>{_LANGUAGE})\b", "with somebody who speaks {what}"),
    (
        rf"\b{_WITH}(?:wheel ?chair|handicap(?:ped)?|disabled|disability)[- ]?"
        r"(?:access(?:ible|ibility)?|friendly|entrance|ramp)\b",
        "with wheelchair access",
    ),
    (
        r"\b(?:in|use|uses|with|using) (?:an?|my|her|his|the) wheel ?chair\b",
        "with wheelchair access",
    ),
    (rf"\b{_WITH}(?:step|barrier)[- ]free(?: access| entrance)?\b", "with step-free access"),
    (r"\b(?:no|without(?: any)?) (?:stairs|steps)\b", "with no stairs"),
    (rf"\b{_WITH}elevator\b", "with an elevator"),
    (r"\b(?:on )?(?:the )?ground[- ]floor(?: access| entrance)?\b", "with ground-floor access"),
    (rf"\b{_WOMAN} (?P<who>{_PERSON})\b", "with a female {who}"),
    (rf"\b{_MAN} (?P<who>{_PERSON})\b", "with a male {who}"),
    (rf"\b{_BY}{_WOMAN}\b{_NOT_OF}", "with a female practitioner"),
    (rf"\b{_BY}{_MAN}\b{_NOT_OF}", "with a male practitioner"),
    (
        rf"\b{_WITH}(?P<what>(?:(?:free|on-?site|good|easy|disabled|own|safe|nearby) )?parking)"
        r"(?: spaces?| spots?| lot)?\b(?! (?:garage|ticket))",
        "with {what}",
    ),
    (
        r"\b(?:(?:who|that) )?(?:is |are )?"
        r"(?P<what>(?:good|great|gentle|patient|experienced|used|kind) (?:with|to) "
        r"(?:(?:small|young|anxious|nervous|scared|fearful|difficult|autistic|older|elderly|big"
        r"|large) )*(?:kids|children|toddlers|babies|patients|people|dogs|cats|animals|seniors))\b",
        "with somebody who is {what}",
    ),
    (
        r"\b(?P<what>(?:kid|child|family|pet|dog|lgbtq?\+?|senior|baby)s?)[- ]friendly\b",
        "with a {what}-friendly team",
    ),
    (
        rf"\b{_WITH}(?P<what>{_DIET}(?:(?:,| and| or|/) ?{_DIET})*)"
        r"(?:[- ](?:food|options?|menus?|dishes|meals?))?\b",
        "with {what} options",
    ),
    (
        r"\b(?P<what>(?:outdoor|outside|indoor|terrace|patio|rooftop|window|booth|bar) "
        r"(?:seating|seats?|tables?|terrace|area))\b",
        "with {what}",
    ),
    (r"\b(?:sit(?:ting)? |seated )?(?:outdoors|outside)\b(?! of)", "with seats outside"),
    (r"\b(?:by|near|at) the window\b", "with a seat by the window"),
    (
        rf"\b{_WITH}(?:an? )?(?P<what>high ?chair|booth|private room|sea view|quiet \w+)\b",
        "with a {what}",
    ),
    (rf"\b{_WITH}(?P<what>high ?chairs|live music)\b", "with {what}"),
    (
        r"\b(?P<what>(?:video|online|virtual|telehealth|remote|zoom) (?:visit|appointment|call"
        r"|consultation|consult|session))\b",
        "for a {what}",
    ),
    (r"\btele(?:health|medicine)\b", "for a video visit"),
    (
        r"\b(?:house ?calls?|home visits?|at my home|come to (?:me|my (?:home|house|place)))\b",
        "for a home visit",
    ),
    (
        rf"\b(?:with |by |see )?(?:my|the|our) (?:same|usual|regular|own) (?P<who>{_PERSON})\b",
        "with the same {who} as before",
    ),
    (
        r"\b(?:(?:that|who|which) )?(?:takes?|accepts?|pay(?:ing)? (?:by|with)|paid (?:by|with)) "
        r"(?P<what>(?:credit|debit) cards?|cards?|cash|apple pay|paypal|venmo|checks?|amex"
        r"|american express|hsa|fsa|care ?credit)\b",
        "with payment by {what}",
    ),
    (r"\b(?:payment plans?|instal?lments|pay monthly)\b", "with payment in instalments"),
    (
        rf"\b{_WITH}(?:under )?(?P<what>sedation|laughing gas|nitrous(?: oxide)?"
        r"|general an(?:a?esthesia|a?esthetic)|twilight sleep)\b",
        "with {what}",
    ),
    (
        rf"\b{_WITH}(?:loaner|courtesy|loan|rental) (?:car|vehicle)\b|\b{_WITH}loaner\b",
        "with a loaner car",
    ),
    (
        rf"\b(?:for |costs? |costing |price |pay )?{any_of((*AT_MOST, 'cheaper than'))} "
        rf"(?P<price>{AMOUNT})(?! (?:on|for) (?:the )?(?:calls|calling|phone))",
        "with a price under {price}",
    ),
    (
        rf"(?P<price>{AMOUNT}) (?:max(?:imum)?|tops|at most|or less|limit)\b",
        "with a price of at most {price}",
    ),
    (
        r"\bnot (?:too|so|very) (?P<what>loud|noisy|busy|crowded)\b",
        "with a place that is not {what}",
    ),
    (r"\b(?:without|with no|no) (?:a )?(?:long )?(?:wait|waiting time)s?\b", "with no long wait"),
    (
        r"\b(?P<what>cheap|affordable|inexpensive|low[- ]cost|budget[- ]friendly|reasonably priced"
        r"|not too expensive)\b",
        "with a low price",
    ),
)  # fmt: skip
STARS = (
    r"\b(?:at least |minimum |over |above )?\d(?:\.\d)?\+?[- ]stars?\b"
    r"(?: (?:or|and) (?:more|better|up|above))?|\brated (?:at least|above|over) \d(?:\.\d)?\b"
)
ALLERGY = (
    r"\b(?:severely )?allergic to [a-z]+(?:(?:,| and| or) [a-z]+)?"
    r"|\b(?:\w+ )?allerg(?:y|ies) to [a-z]+|\b(?:nut|peanut|latex|shellfish|gluten|dairy|penicillin"
    r"|egg|soy|lactose) (?:allergy|allergies|intolerance)"
)

_TIMES = any_of((*WEEKDAY_NAMES, *PARTS, "weekends?", "today", "tomorrow", "openings?", "slots?"))
_END = (
    r"(?=\s*(?:$|[.,;:!?()]|\b(?:next|this|on|at|in|near|tomorrow|today|before|after|between|for"
    r"|from|and (?:i|we|an?|my|the|then|also)|please|by|around|within|as soon|asap|but|because|so)"
    r"\b))"
)
# Any other clause about them: "a dentist who explains things", "a restaurant with a playground".
CLAUSE = (
    rf"\b(?P<who>{_PERSON}|{_PLACE}) (?:who|that|which) "
    rf"(?P<what>(?!i\b|we\b)\w[^.,;:!?()]*?){_END}"
)
_COMPANY = r"(?:my|our|me|us|him|her|them|no|which|whom|an? friend|friends|family|insurance)"
WITH = (
    rf"\b(?:{_PERSON}|{_PLACE}) with "
    rf"(?P<what>(?!{_COMPANY}\b)(?-i:[a-z])[^.,;:!?()]*?){_END}"
)
IS_PLACE = rf"^(?:{_PLACE})$"
OF_TIMES = rf"\b{_TIMES}\b"
NOTHING = (  # such a clause says no more than what is asked anyway
    r"^(?:is|are|'s|has|have|can|could|will|would|might|works?|fits?|suits?|does|do|accepts?|takes?"
    r"|opens?|sees?)\b(?: (?:open|available|free|good|near(?:by)?|close|closest|times?|an?|the|any"
    r"|some|see|fit|take|help|me|us|it|in|soon|earliest|slots?|openings?|availability|best|new"
    r"|patients?|clients?|customers?|walk-?ins?))*$"
)
# One request is for one appointment.
SERIES = (
    r"\b(?:every|each) (?:other |second |two |three |four )?(?:weeks?|months?|day|year"
    rf"|{any_of(WEEKDAY_NAMES)})\b(?! (?:is|works|would|suits|but|except))"
    r"|\b(?:weekly|biweekly|monthly|recurring|a series of)\b"
    r"|\bfor (?:the next )?(?:two|three|four|five|six|eight|ten|\d+) (?:weeks|sessions)\b"
    r"|\b(?:once|twice|two times|three times) (?:a|per) (?:week|month)\b"
)
