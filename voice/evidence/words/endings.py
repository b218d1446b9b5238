"""English that ends a call or puts it off: wrong number, abuse, emergency, call back."""

from scheduling.language.en.words import WEEKDAY_STEMS

WRONG_NUMBER = (
    r"\bwrong (?:number|place|person|business|office|company|house|extension)\b",
    r"\byou(?:'ve| have)? reached (?:a|an|the) [^.?!]{1,40}, not (?:a|an|the)\b",
    r"\bthis (?:isn't|is not) [^.?!,]{1,40}[,;.] (?:it's|this is|it is|we're|we are) an? ",
    r"\byou(?:'re| are)? (?:want|need|after|looking for) [^.?!,]{1,40} next door\b",
    r"\b(?:misdialled|misdialed|mis-dialed|dialed wrong|dialled wrong)\b",
    r"\b(?:no ?body|no one|no-one) (?:here )?(?:by|of|with) that name\b",
    r"\bthis (?:is|isn't|is not) (?:a |an )?(?:private|residential|home) (?:number|residence)\b",
    r"\bthis (?:is|isn't|is not) (?:a |an )?(?:private|residential|home) (?:home|line|house)\b",
    r"\bthis is (?:my|a) (?:private|personal|home|cell)\b.{0,12}\b(?:number|phone|line)\b",
    r"\bthis (?:isn't|is not) (?:a|an|the) (?:dentist|dental|doctor|clinic|salon|restaurant)",
    r"\bthis (?:isn't|is not) (?:a|an|the) (?:garage|vet|office|business|practice|shop)",
    r"\bthis (?:isn't|is not) (?:a|an|the) (?:hairdresser|surgery)",
    r"\b(?:there's|there is) no (?:dentist|doctor|clinic|salon|restaurant|garage|vet) here\b",
    r"\b(?:there's|there is) no business here\b",
    r"\bwe're not (?:a|the) (?:dentist|doctor|clinic|salon|restaurant|garage|vet)\b",
)

# "You pressed the wrong number, but I can help" and "the wrong number for the fax" say less.
ANOTHER_WRONG_NUMBER = (
    r"\b(?:gave|give|given|giving|pressed|press|typed|wrote|written|noted|had|took)"
    r" (?:you |us |me |it )?(?:down )?(?:the |a )?wrong (?:number|extension|place|person|office)\b",
    r"\bwrong (?:number|extension|place|person|office) (?:for|of|on|in) (?:the|his|her|that|my)\b",
)

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
