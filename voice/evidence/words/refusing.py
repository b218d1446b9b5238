"""English by which a clause refuses a time, takes one back or corrects it."""

CORRECTS = (
    "sorry,? no",
    "no,? sorry",
    "no,? (?:wait|not|hang on)",
    "wait",
    "i mean",
    "i meant",
    "scratch that",
    "make (?:that|it)",
    "or rather",
    "rather",
    "correction",
    "my mistake",
    "oops",
    "whoops",
    "actually",
    "sorry",
    "excuse me",
    "let me correct",
    "i misspoke",
    "my bad",
    "hang on",
    "strike that",
    "forget that",
)

NO_REFUSAL = (
    r"\bwhy don't\b",
    r"\bsorry,? no\b",
    r"\bno,? (?:wait|sorry)\b",
)

ADDS = (
    "also",
    "another",
    "or",
    "as well",
    "too",
    "either",
    "alternatively",
    "plus",
    "and",
)

TAKES_BACK = (
    "gone",
    "went",
    "taken",
    "full",
    "filled",
    "unavailable",
    "not available",
    "no longer",
    "fell through",
    "cancel(?:led|ed)",
    "(?:doesn't|does not|won't|will not|can't|cannot) (?:work|do|suit|be|offer|fit|manage|make)",
    "not (?:possible|free|open|any ?more|after all|that one|really)",
    "isn't (?:free|open|possible|available)",
    "forget (?:it|that|about)",
    "scratch that",
    "never ?mind",
    "neither",
    "none of",
    "fully booked",
    "booked (?:up|out|solid|already)",
    "double[ -]?booked",
    "the wrong (?:day|week|month|year|calendar|diary|page|screen|date|slot|time)",
    "(?:is|'s|got|been|just|was|been) (?:booked|snapped up|sold)",
    r"(?:have|got|has|there's|there is|are) (?:no|nothing|none)\b",
    "(?:don't|do not|haven't|hasn't|didn't|doesn't) (?:actually |really )?(?:have|got|see)"
    " (?:that|it|this|those|them|anything|any (?:appointments?|openings?|slots?|times?|more|"
    r"left|free)|one)\b",
    "no (?:appointments?|openings?|slots?|availability|times?|space|room)",
    "not taking",
    "can't do",
    # the booking failed
    r"(?:couldn't|could not|can't|cannot|wasn't able|was not able|weren't able|were not able|unable"
    r"|not been able|failed|won't let|not letting|didn't|did not|wouldn't|error|wrong)\b[^.?!]*\b"
    r"(?:book\w*|reserv\w*|appointment|schedule|through|complete|confirm|save|get it|time|day)",
    "(?:not|n't) (?:made|booked|reserved|confirmed|go through|gone through)",
    "there was an error",
    "(?:that|it|this)(?: has| had)? (?:just )?failed",
    r"unable to (?:proceed|do (?:that|it|so))",
    "not (?:been )?successful",
    "(?:could not|couldn't|can't|cannot) be (?:made|booked|done|set|confirmed|saved|achieved)",
    "(?:is|'s|are|was) (?:out|off|away)",
    "(?:you|we)(?:'ll| will)? have to (?:find|take|look for) (?:you )?another",
    "(?:gave|told|gave you|told you) (?:you )?the wrong",
    "(?:beat|beaten) (?:you|us|me) to it",
    "(?:just |has |have )?(?:disappeared|vanished)",
    "(?:got|was|been|just) (?:claimed|grabbed|snatched|snapped up|nabbed)",
)

# With the time right behind: "forget Tuesday", "scratch the ten o'clock".
DROPS = ("forget", "scratch", "strike", "disregard", "ignore", "cancel", "skip", "drop")

# A clause that opens with one of these takes back what was offered, also turns later.
RETRACTS = (
    "(?:please )?(?:forget|scratch|strike|disregard|ignore|delete|erase|cancel|skip|drop|undo)"
    " (?:about )?(?:it|that|this|those|them|everything|what i(?: just)? (?:said|told you)|"
    r"the (?:slot|appointment|booking|last (?:one|bit|part)))(?: \w+){0,3}\W*$",
    "(?:i(?:'ll| will| have to| must)? )?take (?:that|it|this) back",
    "(?:that|it|this)(?:'s| is| was) (?:a|my|our) (?:mistake|error)",
    "(?:i|we)(?:'ve| have)? (?:made a mistake|misread|misspoke|misspoken|messed (?:that|it) up)",
    "i spoke too soon",
    "on second thoughts?",
    r"(?:just|only) (?:kidding|joking)\b",
    r"(?:i )?(?:retract|withdraw)\b",
    r"(?:that|it)(?:'s| is| was) (?:a )?(?:bank |public )?holiday\b",
    r"(?:that|it)(?:'s| is| was) (?:for|meant for) (?:somebody|someone) else\b",
    r"(?:\w+ ){0,3}(?:just |already )?(?:gave|given) (?:it|that) (?:away|to)\b",
    r"(?:\w+ ){1,3}(?:just |already )?(?:took|grabbed|snatched|nabbed) (?:it|that|this)\b(?! down)",
    r"(?:he|she|they|dr \w+|the \w+)(?:'s|'re| is| are) (?:in surgery|on leave|on vacation)\b",
    r"(?:let me|let's|i'll) (?:find|do|look for|look at|try|get|see) (?:you )?"
    r"(?:something else|another (?:day|time|slot|one))\b",
    r"i(?:'d| had) better not\b",
    r"i shouldn't (?:have said|promise)\b",
    "let(?: me|'s| us) start (?:over|again)",
    r"(?:\w+(?: \w+)? )?(?:something|sth)(?:'s| has)?(?: just)? c[ao]me up\b",
    "(?:don't|do not) (?:book|put|write|take|note|count on|confirm) (?:it|that|this|her|him)",
)

BEFORE_RETRACTING = (
    "oh",
    "no",
    "um",
    "uh",
    "well",
    "so",
    "and",
    "but",
    "okay",
    "ok",
    "right",
    "sorry",
    "actually",
    "wait",
    "hang on",
    "hold on",
    "you know what",
    "please",
    "just",
    "yes",
    "yeah",
)

# We take back what was offered by moving it. MOVERS: who does; a house's rule says "you".
MOVERS = (
    "we",
    "i",
    "they",
    "he",
    "she",
    "that",
    "it",
    "this",
    r"(?:the|your|our|this|that) \w+",
    r"dr \w+",
)
BEFORE_MOVING = (
    "will",
    "would",
    "may",
    "might",
    "do",
    "does",
    "are",
    "is",
    "am",
    "be",
    "going",
    "gonna",
    "gotta",
    "have",
    "has",
    "had",
    "need",
    "needs",
    "got",
    "want",
    "wants",
    "must",
    "to",
    "actually",
    "also",
    "just",
    "really",
    "probably",
)
MOVE = ("move", "reschedule", "rebook", "shift", "bump", "push", "postpone", "change", "cancel")
MOVED = (
    "moved",
    "rescheduled",
    "rebooked",
    "shifted",
    "bumped",
    "pushed",
    "postponed",
    "changed",
    "cancell?ed",
)
MOVING = (
    "moving",
    "rescheduling",
    "rebooking",
    "shifting",
    "bumping",
    "pushing",
    "postponing",
    "changing",
    "cancell?ing",
)
NO_MOVE = (
    "if",
    "in case",
    "unless",
    "should",
    "whether",
    "when",
    "before",
    "after",
    "once",
    "where",
)

# Beside a day they refuse one time of it, not all of it.
OF_ONE_TIME = (
    r"(?:at|for) (?:that|this|the|your) (?:\w+ )?time",
    "(?:that|this) time",
    r"(?:the|your|that|this) (?:\w+ )?(?:appointment|booking|reservation|one)",
)

REGRETS = (
    "unfortunately",
    "sorry",
    "i'm afraid",
    "afraid",
    "actually",
    "oh",
    "well",
    "um",
    "uh",
    "and",
    "then",
    "no",
)

SHORT_NO = (
    "not",
    "nothing",
    "none",
    "never",
    "neither",
    "(?:i|we|he|she|they) (?:can't|cannot|don't|won't|couldn't|can not)",
)

NOTHING = (
    "nothing",
    "no",
    "not",
    "none",
    "anything",
    "any",
)

NOTHING_ELSE = (
    "else",
    "earlier",
    "sooner",
    "later",
    "before",
    "others?",
    "more",
    "after that",
    "longer than",
)
