"""Whom a request names: a business, somebody who works there, how far away, and its number."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.numbers import NUMBER
from scheduling.language.en.words import MONTH_NAMES, PARTS, WEEKDAY_NAMES, WISH_FEASTS

TITLE = r"\b(?:[Dd]r\b\.?|Doctor) [A-Z][\w'’-]+(?: (?!On|In|At|Next|This)[A-Z][\w'’-]+)?"
_NO_NAME_WORDS = (  # capital letters that name no business
    *(word.title() for word in (*WEEKDAY_NAMES, *MONTH_NAMES, *PARTS)),
    *dict.fromkeys(feast.split()[0].title() for feast in WISH_FEASTS),
    "On", "In", "At", "Near", "Next", "This", "For", "With", "Me", "Us", "My", "Our", "I", "I'm",
    "Any", "A", "An", "Noon", "Midnight", "Today", "Tomorrow", "Home", "Work", "Dr",
    "Doctor", "Lunch", "Dinner", "Insurance", "Least", "Most", "Once", "First", "Asap", "And",
    "Not",
)  # fmt: skip
_WORD = rf"(?!{any_of(_NO_NAME_WORDS)}\b)[A-Z][\w'’&-]*"
NAME = rf"{_WORD}(?: (?:(?:&|and|of|the|de|la) )?{_WORD}){{0,5}}"
# A business stands behind these; behind "with" one who works there.
AT_A_BUSINESS = rf"\b(?:[Aa]t|[Cc]all|[Rr]ing|[Pp]hone|[Tt]ry|[Cc]ontact) (?:the )?({NAME})"
WITH_SOMEBODY = rf"\b[Ww]ith (?:the )?({NAME})"
BUSINESS_WORDS = (  # of which one is in a business's name behind "with"
    "dental", "dentists?", "smiles?", "clinic", "medical", "health", "hospital", "salon", "hair",
    "barbers?", "barbershop", "scissors", "cuts", "spa", "studio", "auto", "garage", "motors",
    "repairs?", "tires?", "grill", "bistro", "cafe", "café", "kitchen", "pizza", "pizzeria",
    "restaurant", "trattoria", "tavern", "vets?", "veterinary", "animal", "pet", "center", "care",
    "practice", "group", "associates", "family",
)  # fmt: skip
_PLACES = (
    "places?", "ones?", "salons?", "dentists?", "doctors?", "barbers?", "restaurants?", "vets?",
    "garages?", "workshops?", "mechanics?", "clinics?", "practices?", "shops?", "business(?:es)?",
)  # fmt: skip
ANYBODY = rf"\b(?:any|whatever|whichever|other|another) (?:\w+ )?{any_of(_PLACES)}\b"

PHONE = r"\+?\(?\d[\d ().-]{8,}\d"
OWN_NUMBER = r"\b(?:my|our|mine|me|us)\b[^.;!?]*$"
_RING = r"(?:call|ring|phone|dial|telephone|contact|try|reach)(?:ing)?"
_PLACE = "(?:dentist|doctor|salon|barber|shop|garage|restaurant|vet|office|place|clinic|practice)"
OTHERS_NUMBER = (
    rf"\b{_RING} (?!(?:me|us|back)\b)[^,;!?\d]{{1,60}} (?:at|on|under):? $",
    rf"\b{_RING} (?:them|him|her|the {_PLACE}|(?-i:{NAME}))?[,:]? ?$",
    rf"\b(?:their|its|the {_PLACE}(?:'s)?) (?:phone |telephone )?(?:number|phone)\b[^.;!?]*$",
)

_MILES = r"miles?|mi\b"
_KM = r"kilomet(?:er|re)s?|kms?\b|k\b"
_COUNT = rf"(?P<count>half a|\d{{1,3}}(?:\.\d)?|{NUMBER})"
WITHIN = (
    rf"\b(?:within|up to|at most|under|less than|no more than|not more than|max(?:imum)?|no farther"
    rf" than|no further than|not farther than|not further than) (?:about )?(?:a )?{_COUNT}[ -]?"
    rf"(?P<unit>{_MILES}|{_KM})(?: radius)?(?: (?P<of>of|from|around|away from|away))?",
    rf"\b(?:in|within) an? {_COUNT}[ -](?P<unit>{_MILES}|{_KM}) radius(?: (?P<of>of|from|around))?",
)  # fmt: skip
BY_MINUTES = (
    rf"\b(?:within|under|less than|at most|up to) (?:an? )?(?:{NUMBER}|half an)[ -]?"
    r"(?:min(?:ute)?s?|hours?)(?:'|'s)? (?:away|drive|driving|walk|walking|by car|by bus|from|of)\b"
    r"|\b(?:within )?walking distance\b"
)

AGES = "adults?|grown-?ups?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|teenagers?|teens?"
_SOME = rf"(?:my |our |the )?(?:{NUMBER}) (?:{AGES})"
FOR_SOME = (
    rf"\bfor (?P<who>(?:(?P<self>me|myself) (?:and|plus|&) )?{_SOME}"
    rf"(?:(?:,| and|,? plus| &| with) {_SOME})*)\b"
)
EACH = rf"({NUMBER}) ({AGES})\b"
