"""English that ends a call or puts it off: abuse, emergency, call back, a page to book on."""

from scheduling.language.en.words import WEEKDAY_STEMS

CALL_BACK = (
    r"\b(?:call|ring|phone|try)(?: (?:us|me|here|her|him|them|again))?"
    r" ?back\b(?! (?:to|if|and) (?:confirm|cancel|check|you|there|anything|book))",
    r"\b(?:call|ring|phone|try)(?: us| me)? (?:again|later)\b",
    r"\b(?:call|ring|phone|get|come|be)(?:ing)?(?: back to| back)? ?you(?: right)? back\b",
    r"\bget back to you\b",
    r"\b(?:call|ring|phone)(?: us| me)?"
    r" (?:tomorrow|after lunch|in the (?:morning|afternoon)|in (?:a|an|half|about|\d+|ten|"
    rf"twenty|thirty)\b|on (?:{'|'.join(WEEKDAY_STEMS)})day|next week|"
    "this (?:afternoon|evening))",
    r"\b(?:can|could|would) you (?:please )?(?:call|ring|try)(?: us| me)? (?:back|again|later)\b",
    r"\b(?:best|better|easier)(?: to| if you)?(?: just)? (?:call|ring|phone|try)(?: us| me)?"
    r" (?:first thing|tomorrow|later|again|back|after|in the|next)\b",
)

# Behind back: a call back that is nothing to wait for.
FOR_CONFIRMING = (
    "to confirm",
    "and confirm",
    "if ",
    "to cancel",
    "to let",
)

WEBSITE = (
    r"\bweb ?site\b",
    r"\bweb page\b",
    r"\bonline\b",
    r"\bwww\b",
    r"\b(?:dot|\.) ?(?:com|org|net|co|info)\b",
    r"\b(?:our|the) (?:app|portal|booking (?:page|system))\b",
    r"\b(?:facebook|instagram) page\b",
    r"\b(?:on|use|through|via) (?:open ?table|zoc ?doc|resy|booksy|treatwell|fresha|doctolib)\b",
)

ABUSE = (
    r"\bf+u+c+k",
    r"\bfuck",
    r"\bf\*+",
    r"\bpiss off\b",
    r"\bgo to hell\b",
    r"\bscrew (?:you|off)\b",
    r"\bshut (?:the hell )?up\b",
    r"\b(?:you|bloody|damn|stupid|fucking) (?:idiot|moron|bastard|asshole|arsehole|bitch)\b",
    r"\b(?:you|bloody|damn|stupid|fucking) machine\b",
    r"\b(?:asshole|arsehole|motherfucker|bastard|bitch|wanker|dickhead|cunt)\b",
    r"\bsod off\b",
    r"\bbugger off\b",
)

EMERGENCY = (
    r"\b(?:call|need|get|send)(?:ing)?(?: me| us)? (?:an? |the )?"
    "(?:ambulance|paramedics?|police|fire (?:brigade|department)|9[- ]?1[- ]?1|nine one one)"
    r"\b",
    r"\b(?:isn't|not|stopped|can't) (?:breathing|breathe)\b",
    r"\b(?:heart attack|a stroke|having a seizure|chest pains?)\b",
    r"\b(?:is|he's|she's|they're|was found|lying) unconscious\b",
    r"\b(?:there's|there is|we have|the building is on|we're on) (?:a )?fire\b",
    r"\bbleeding (?:badly|heavily|out|to death|a lot)\b",
    r"\b(?:has|just) collapsed\b",
    r"\b(?:this is|it's|we have|i have|there's|we've got) an? (?:real |medical )?emergency\b",
    r"\b(?:he|she|someone|somebody) (?:has a|with a) (?:gun|knife)\b",
    r"\bhelp me\b.{0,30}\b(?:hurt|dying|attack)",
)

# An emergency that is only spoken of, as on an announcement.
NO_EMERGENCY = (
    "if (?:this|it|you)",
    "is (?:it|this)",
    "in case",
    "in an",
)
