"""Whom a request names: a business, somebody who works there, how far away, and its number."""

from campaigns.intake.words.alternatives import any_of
from campaigns.intake.words.features import LANGUAGES
from campaigns.intake.words.numbers import NUMBER
from campaigns.intake.words.people import RELATIVES
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

# "TELL THEM THAT the dog bites": what follows is for the desk, and no part of the wish.
_TOLD = r"(?:them|her|him|everyone|whoever answers|(?:the|each|every) (?:\w+ )?\w+|people)"
FOR_THE_DESK = (
    rf"(?:\b(?:and|also|please|but) )*\b(?:tell|inform|warn|advise|remind) {_TOLD}(?: know)?"
    r"(?:,? that|,? about)? (?P<words>[^.!?\n]{4,200})",
    rf"(?:\b(?:and|also|please|but) )*\blet {_TOLD} know(?:,? that|,? about)?"
    r" (?P<words>[^.!?\n]{4,200})",
    r"(?:\b(?:and|also|please|but) )*\bmention(?: to them)?(?: that)? (?P<words>[^.!?\n]{4,200})",
    r"(?:\b(?:and|also|please) )+note that (?P<words>[^.!?\n]{4,200})",
)

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

PERSON = rf"(?!{any_of(LANGUAGES)}\b){_WORD}(?: {_WORD})?"
_ROLE = "(?:stylist|barber|hair ?dresser|dentist|doctor|hygienist|mechanic|therapist|trainer)"
ASKED_FOR = (
    rf"\b(?:[Aa]sk(?:ing|ed)?(?: them)? for|[Rr]equest(?:ing)?|[Ii]nsist(?:ing)? on) ({PERSON})",
    rf"\b{_ROLE}(?:,? (?:is|named|called|by the name of)) ({PERSON})",
    rf"\b(?:my|our)(?: usual| regular)? {_ROLE},? ({PERSON})",
)
NOT_WITH = (
    rf"\b(?:[Nn]ot (?:with|by)|(?:[Aa]nyone|[Aa]nybody|[Ss]omebody|[Ss]omeone)"
    rf" (?:but|except|other than|besides)) ({PERSON})"
)

AGES = "adults?|grown-?ups?|kids?|child(?:ren)?|toddlers?|bab(?:y|ies)|infants?|teenagers?|teens?"
_KIN = rf"{any_of(RELATIVES)}s?|boys?|girls?|twins|parents|grandparents|grandchildren|grandkids"
_MANY = rf"(?:my |our |the |both |all )*(?:of (?:my|our|the) )?(?:{NUMBER} )?(?:{AGES}|{_KIN})"
_HEADS = rf"(?:the )?(?:{NUMBER}) (?:people|persons|of us|patients|guests|customers|clients)"
_SELF = r"(?:me|myself)"
_ONES = rf"(?:{_HEADS}|{_MANY}|{_SELF})"
FOR_SOME = (
    rf"\bfor (?P<who>{_ONES}(?:(?:,? and|,? plus|,| &| with) {_ONES})*)(?![\w'’])(?! and i\b)",
    rf"\bfor (?P<who>{_ONES} and i)\b",
    rf"\b(?P<who>(?:both|all)(?: of)? (?:my|our|the) (?:{NUMBER} )?(?:{AGES}|{_KIN}))\b",
    rf"(?:^|[,.;] ?)(?P<who>(?:my|our|the) (?:{NUMBER} )?(?:kids|children|twins|boys|girls|sons"
    rf"|daughters)) (?=need|want|have to|should)",
    rf"\b(?P<who>(?:the )?{NUMBER} of us)\b",
    rf"\bfor (?:my|our|an?) (?P<who>{NUMBER}[- ](?:years?|months?|yr)[- ]olds?)\b",
    rf"\b(?:for )?(?P<who>(?:the|my|our) (?:whole |entire )?family)\b(?= of {NUMBER}|(?!\w| ))",
    r"\bfor (?P<who>(?:the|my|our) (?:whole |entire )?family)\b"
    r"(?! (?:dentist|doctor|dog|cat|pet|car|van|room))",
)
ONE_OF_THEM = (
    rf"(?P<age>{NUMBER}[- ](?:years?|months?|yr)[- ]old)|"
    rf"(?P<self>{_SELF}|\bi\b)|(?P<heads>{NUMBER}) (?:people|persons|of us|patients|guests"
    rf"|customers|clients)|(?P<lead>(?:my |our |the |both |all |of )*)(?:(?P<count>{NUMBER}) )?"
    rf"(?P<kind>{AGES}|{_KIN}|(?:whole |entire )?family)\b"
)
