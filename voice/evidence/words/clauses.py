"""English that cuts a turn into clauses of one predicate each, or that carries no meaning."""

# Their full stop ends no sentence.
TITLES = (
    "dr",
    "mr",
    "mrs",
    "ms",
    "st",
    "approx",
)

# A clause begins with these even without a comma or an and.
SOFT = (
    r"(?:i|we|they|there|he|she|you|it|that)(?:'\w+)? (?:just |also |only |still |do |did )?"
    "(?:have|had|has|can|can't|cannot|could|don't|is|isn't|are|aren't|will|won't|would|got|"
    r"get)\b",
    "(?:i've|we've|there's|they've|he's|she's|we're|i'm|they're|that's|it's|i'll|we'll) ",
    r"(?:how|what) about\b",
    r"actually\b",
    r"i mean\b",
    r"i meant\b",
    r"make that\b",
    r"scratch that\b",
    r"no wait\b",
    r"sorry\b",
    r"wait\b",
)

AFTER_LEADING_NO = (
    "i",
    "we",
    "you",
    "it",
    "that",
    "there",
    "they",
    "but",
    "sorry",
    "how",
    "what",
    "only",
    "actually",
    "wait",
    "the",
    "i've",
    "we've",
    "that's",
    "it's",
    "there's",
    "make",
)

WORKS = (
    "works?",
    "suits?",
    "(?:is|are|would be|'s|will be) (?:fine|good|okay|ok|free|open|available|possible|great)",
    "(?:is|are|would be|'s|will be) (?:perfect|better|best)",
)

# What may stand beside a time without saying anything of it.
LIGHT = (
    "um",
    "uh",
    "er",
    "erm",
    "hmm?",
    "well",
    "so",
    "okay",
    "ok",
    "oh",
    "ah",
    "then",
    "and",
    "or",
    "on",
    "at",
    "the",
    "of",
    "in",
    "for",
    "to",
    "by",
    "about",
    "say",
    "let's",
    "it",
    "it's",
    "that's",
    "that'd",
    "that",
    "be",
    "would",
    "is",
    "will",
    "this",
    "also",
    "maybe",
    "please",
    "sorry",
    "actually",
    "no",
    "yes",
    "right",
    "now",
    "just",
    "like",
    "there",
    "there's",
    "instead",
    "today",
    "plus",
    "i",
    "mean",
    "meant",
    "rather",
    "wait",
    "correction",
    "exactly",
    "sharp",
    "next",
    "again",
    "alright",
    "make",
    "s",
    "ll",
    "a",
    "an",
)

OK_TAG = (
    "okay",
    "ok",
    "all right",
    "alright",
    "does that (?:work|suit)",
    "how (?:does|is) that",
    "how about that",
    "(?:is|would) that (?:be )?(?:ok|okay|fine|good|work|suit|all right|alright|possible)",
    "any good",
    "sounds? good",
    "good for you",
    "which (?:one|of)",
    "what do you think",
    "do you want (?:it|that|me)",
)

ASKING_BACK_TAG = (
    "right",
    "correct",
    "yes",
    "yeah",
    "no",
    "is that (?:right|correct|it)",
    "was it",
    "you said",
    "did you say",
    "you mean",
    "is that what you (?:said|want|wanted|mean)",
)

ABOUT_IT = (
    "that",
    "it",
    "this",
    "slot",
    "time",
    "one",
    "so",
)

TURNS_ROUND = (
    "but",
    "however",
    "although",
    "though",
    "except",
    "instead",
    "otherwise",
    "because",
    "so",
    "only",
)

TAIL_QUESTIONS = (
    "which (?:one|of)",
    "does that",
    "would that",
    "is that",
    "what do you think",
    "do you want",
)

GOES_ON = (
    "and",
    "or",
    "nor",
    "plus",
)

# In front of a word of SOFT, no clause begins.
BEFORE_NO_CUT = (
    "what",
    "that",
    "which",
    "when",
    "if",
    "where",
    "is",
    "as",
)

LONE_NO = (
    "no",
    "nope",
    "nah",
)
