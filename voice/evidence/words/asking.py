"""English by which a clause asks about a time, or puts one forward as a question."""

ASKED_BACK = (
    "did you (?:say|mean|want|ask)",
    "do you mean",
    "you (?:said|mean|meant|asked|wanted)",
    "was (?:that|it)",
    "you're (?:asking|looking)",
    "you are (?:asking|looking)",
    "are you (?:asking|looking)",
    "looking for",
    "in mind",
    r"(?:what|that) you want\w*",
    "asking (?:for|about)",
    "(?:what|which|when|who|why(?! don't))(?:'s)?(?! about)",
    "(?:would|will|is|was|are) (?:that|this|it) (?:be )?(?:for |at |on )?$",
)

STARTERS = (
    "so",
    "sorry",
    "and",
    "okay",
    "um",
    "uh",
)

IS_OR_WOULD = (
    "is",
    "was",
    "would",
    "will",
)

# Behind is that: then it puts a time instead of asking which one we mean.
SUITING = (
    "ok",
    "okay",
    "fine",
    "good",
    "all right",
    "alright",
    "work",
    "suit",
    "convenient",
)

PROPOSES = (
    "how about",
    "what about",
    "would you (?:like|prefer|want|be able|take|consider|accept|care for|mind|rather)",
    "(?:would|are) you (?:be )?(?:interested|up for|okay with|ok with|fine with|happy with)",
    "do you (?:want|wish|like|prefer|fancy|have (?:time|anything))",
    "(?:any )?interest in",
    "want to (?:go (?:for|with)|book|do|come|take|make it|have|try)",
    r"how (?:does|would|do)\b.*\b(?:sound|look|suit|fit|work)",
    "want (?:me|us) to",
    "what (?:(?:do|would) )?you (?:think|say) (?:about|of|to)",
    "shall (?:i|we)",
    "(?:can|could|may) (?:i|we) (?:schedule|set|make|do|arrange|reserve|pencil|slot|say|go with)",
    "(?:can|could|may|might) (?:i|we) (?:suggest|offer|propose|recommend|interest you|give you|"
    "move you|switch you|put you|book you|fit you|squeeze you|get you|try)",
    "should (?:i|we) (?:say|book|put|do|make|go|take|schedule|reserve|set)",
    "why don't (?:we|you|i)",
    "(?:can|could) (?:you|he|she|they) (?:do|make|come|manage|be)",
    "(?:are|is) (?:you|he|she|they) (?:free|available|able)",
    "(?:i|we) (?:can|could) ",
    "(?:i|we) (?:have|'ve|do have)",
    "i've got",
    "we've got",
    "there's",
    "there is",
    "let's",
    "we could say",
)

# "ANY Tuesday at ten EXCEPT the 24th", "EVERY day at nine BUT not this week".
ANY_OF = ("any", "every")
OF_TIMES = (r"\w+day", "day", "time", "slot", "morning", "afternoon", "evening", "week")
EXCEPTS = ("except", "excepting", "excluding", "apart from", "other than", "besides", "but", "bar")

# What asks us, and puts a time all the same.
PUTS_FORWARD = ("what (?:(?:do|would) )?you (?:think|say) (?:about|of|to)",)

MIGHT_SUIT = (
    "would",
    "does",
    "do",
    "will",
    "might",
    "is",
    "are",
)

SUIT_OR_BETTER = (
    "works?",
    "suits?",
    "ok",
    "okay",
    "good",
    "fine",
    "convenient",
    "better",
    "alright",
    "all right",
    "possible",
    "any good",
    "sounds?",
    "do",
)

SUITS_AT_THE_END = (
    "works?",
    "suits?",
    "okay",
    "ok",
    "good",
    "fine",
    "all right",
    "alright",
)

ABOUT_TO = (
    "let me",
    "i'll",
    "i will",
    "i'm going to",
    "just",
    "i'm",
)

CHECK = (
    "check",
    "see",
    "look",
    "checking",
    "looking",
    "confirm",
)
