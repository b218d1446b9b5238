"""Kinds of appointment that have no list of their own; each is asked for in its own word."""

import re
from collections.abc import Iterator

_TRADES = (
    "(?:(?:deep tissue|thai|swedish|sports|couples?|hot stone|foot|back|neck) )?massages?",
    "facials?", "manicures?", "pedicures?", "mani-?pedi", "waxing", "threading",
    "nails? (?:done|appointment|salon)", "tanning", "spa(?: day| treatment)?", "tattoos?",
    "piercings?",
    "(?:lash|eyelash|brow)(?:es|s)?(?: extensions?)?", "botox", "laser hair removal",
    "make-?up artist", "tax (?:advis[eo]r|advice|preparer|consultant|return)", "accountants?",
    "bookkeepers?", "lawyers?", "attorneys?", "solicitors?", "notar(?:y|ies)(?: public)?",
    "(?:financial|mortgage|investment) advis[eo]r", "insurance (?:agent|broker)",
    "real estate agent", "realtor", "physio(?:therap(?:y|ist))?", "physical therap(?:y|ist)",
    "occupational therap(?:y|ist)", "speech therap(?:y|ist)", "chiropractors?",
    "acupunctur(?:e|ist)", "osteopath", "opticians?", "optometrists?", "eye (?:exam|test)",
    "hearing (?:test|aids?)", "audiologist", "podiatrist", "psycholog(?:ist|y)", "psychiatrist",
    "(?:psycho)?therapist", "counsell?(?:or|ing)", "nutritionist", "dietitian", "midwife",
    "personal train(?:er|ing)", "(?:yoga|pilates) (?:class|lesson|session)",
    "(?:piano|guitar|violin|singing|music|driving|swimming|dance|tennis|golf|riding|ski|cooking"
    "|language|spanish|french) (?:lessons?|class(?:es)?|teacher)",
    "tutors?", "tutoring", "(?:dog|cat|pet) (?:groom(?:er|ing)|sitt(?:er|ing)|walk(?:er|ing))",
    "groomers?", "kennel", "plumbers?", "electricians?", "locksmiths?", "handym[ae]n", "roofers?",
    "gardeners?", "landscapers?", "house ?clean(?:er|ers|ing)", "cleaning (?:lady|service)",
    "(?:carpet|window|gutter) cleaning", "movers", "moving company", "pest control",
    "exterminators?", "photographers?", "photo ?shoot", "passport photos?", "tailors?",
    "alterations?", "dry clean(?:er|ing)",
    "(?:shoe|watch|phone|computer|laptop|bike|bicycle|washing machine|fridge|heating) repairs?",
    "bike (?:shop|service)", "car wash", "(?:auto |car )?detailing", "hotel(?: rooms?)?",
    "babysitters?", "nann(?:y|ies)", "wedding planner", "escape room", "bowling", "tennis court",
    "tee time", "karaoke", "florist", "veneers consultation", "blood donation",
)  # fmt: skip
_TRADE = re.compile(rf"\b(?:{'|'.join(_TRADES)})\b", re.IGNORECASE)
# "I need a falconer next week": whatever it may be, it is what is wished for.
_STOPS = (
    r"next|this|on|at|in|near|tomorrow|today|tonight|before|after|between|for|from|with|and|or|to"
    r"|please|by|around|within|as|asap|but|because|so|who|that|which|of|is|are|any|one|soon"
)
_WISHED = re.compile(
    r"\b(?:i|we)(?:'d| would)? (?:also )?(?:need|want|like)(?: to (?:book|see|find|get|visit))? "
    rf"(?:an?|some) (?P<what>(?!(?:{_STOPS})\b)[a-z][\w'-]*(?: (?!(?:{_STOPS})\b)[a-z][\w'-]*)?)"
    r"|\b(?:book|find|get) (?:me |us )?(?:an?|some) "
    rf"(?P<sought>(?!(?:{_STOPS})\b)[a-z][\w'-]*(?: (?!(?:{_STOPS})\b)[a-z][\w'-]*)?)",
    re.IGNORECASE,
)
_NO_KIND = re.compile(  # what may be wished for and names no kind
    r"\b(?:appointments?|bookings?|reservations?|visits?|slots?|sessions?|times?|something"
    r"|some(?:body|one)|anything|help|check-?ups?|cleaning|exams?|consultations?|calls?|places?|look|hand|few"
    r"|couple|day|date|week|morning|afternoon|evening|night|mon|tues|wednes|thurs|fri|satur|sun"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|good|better|cheap\w*|new|different|another|other"
    r"|later|earlier|quick|refund|moment|minute|hour|bit|lot|person|people|patient|offer|price"
    r"|confirmation|reminder|answer|question|favou?r|specialist|provider|professional)\b",
    re.IGNORECASE,
)


def trades(text: str) -> Iterator[re.Match[str]]:
    """The kinds of the list that are named."""
    return _TRADE.finditer(text)


def wished(text: str) -> str:
    """Whatever it is that somebody says they want: "a falconer"; "" when that names no kind."""
    for match in _WISHED.finditer(text):
        what = match["what"] or match["sought"]
        if not _NO_KIND.search(what):
            return what.lower()
    return ""
