"""English that ends a call or puts it off: opt-out, wrong number, abuse, emergency, call back."""

from scheduling.language.en.words import BIG_TENS, SMALL, TENS, WEEKDAY_STEMS

OPT_OUT = (
    r"\b(?:take|get) (?:us|me|this number) off\b.{0,30}\b(?:lists?|database|system|records)\b",
    r"\b(?:take|get) (?:our number|my number) off\b.{0,30}\b(?:lists?|database|system|records)\b",
    r"\b(?:take|get) (?:that number|that) off\b.{0,30}\b(?:lists?|database|system|records)\b",
    r"\bremove (?:us|me|this number|our number|my number|that number)\b",
    r"\bremove .{0,20}\bfrom (?:your|the) (?:calling |call )?(?:list|database|system)\b",
    r"\b(?:do not|don't|never|stop|quit|no)(?: you)?(?: ever| dare| please| even)?"
    " (?:call|calling|calls|ring|ringing|phone|phoning|contact|contacting|dial|dialling|"
    "dialing)(?: (?:us|me|here|this number|our number|my number|this place|this office))?"
    "(?: ever)?(?: again| any ?more| any longer)",
    r"\b(?:stop|quit) (?:calling|ringing|phoning|contacting|dialling|dialing|bothering)\b",
    r"\b(?:stop|quit) harassing\b",
    r"\b(?:do not|don't|never)(?: ever)? (?:call|ring|phone|contact|dial)"
    " (?:us|me|here|this number|our number|my number|this place)(?: please)?$",
    r"\b(?:do not|don't) call list\b",
    r"\bno more (?:calls|phone calls)\b",
    r"\bunsubscribe\b",
    r"\bopt(?:ing)? (?:me |us )?out\b",
    r"\blose (?:this|our|my) number\b",
    r"\bdelete (?:this|our|my) number\b",
    r"\b(?:don't|do not|never|can't|cannot|won't|will not)"
    " (?:take|accept|talk to|speak to|speak with|talk with|deal with|want|allow|do) (?:any )?"
    "(?:calls? from )?(?:a |any |these )?"
    r"(?:robo ?calls?|robots?|bots?|machines?|automated|ai\b|computers?)",
    r"\bno (?:robots?|bots?|robo ?calls?|automated calls)\b",
    r"\bnot to (?:be )?(?:call|called|contact|contacted) (?:us |me )?(?:again|any ?more)\b",
    r"\b(?:don't|do not) want (?:you to call|any (?:more )?(?:of these )?calls|to be called)",
    r"\b(?:don't|do not) want these calls",
)

BEFORE_STOP = (
    "please ",
    "okay ",
    "ok ",
    "just ",
    "no ",
    "oh ",
    "hey ",
)

BEHIND_STOP = (
    " it",
    " this",
    " that",
    " please",
    " now",
    " stop",
    " right there",
    " talking",
)

WRONG_NUMBER = (
    r"\bwrong (?:number|place|person|business|office|company|house|extension)\b",
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

UNITS = (
    "minutes?",
    "mins?",
    "hours?",
    "hrs?",
)

COUNTS = {
    "half an": 0.5,
    "an": 1,
    "a": 1,
    "a couple of": 2,
    "forty five": 45,
    "forty-five": 45,
    **SMALL,
    **TENS,
    **BIG_TENS,
}
