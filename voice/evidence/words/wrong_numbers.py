"""English of who was not meant: a wrong number in so many words, a home, another house."""

from scheduling.language.en.words import WEEKDAY_STEMS

# What a wrong one may be of.
WHAT = (
    "number",
    "place",
    "person",
    "people",
    "business",
    "office",
    "company",
    "house",
    "extension",
)

# Houses that one may have wanted to reach.
HOUSES = (
    "dentist'?s?",
    "dental(?: practice| office| clinic)?",
    "doctor'?s?",
    "clinic",
    "practice",
    "surgery",
    "salon",
    "spa",
    "hairdresser'?s?",
    "barber'?s?(?: shop)?",
    "restaurant",
    "cafe",
    "bakery",
    "florist'?s?",
    "garage",
    "workshop",
    "mechanic",
    "vet'?s?",
    "business",
    "company",
    "firm",
    "office",
    "shop",
    "store",
    "school",
    "bookshop",
    "law firm",
    "church",
    "(?:fish |super)?market",
    "pizzeria",
    "pizza place",
)
# Of these "the …" may be one of its people.
PEOPLE = ("dentist", "doctor", "vet", "hairdresser", "barber", "mechanic")
# Behind the name of a house: it is about something else.
OF_IT = (
    "appointments?",
    "visits?",
    "days?",
    "hours?",
    "line",
    "number",
    "phone",
    "matter",
    "thing",
    "issue",
    "emergency",
    "that",
    "who",
)

HOMES = (
    "residence",
    "house",
    "home",
    "household",
    "flat",
    "apartment",
    "(?:cell|mobile)(?: phone| number)?",
    "phone",
    "number",
    "line",
    "person",
    "landline",
    "address",
)
# One of these belongs in front of a home, or it might be anybody's.
PRIVATE = ("private", "personal", "residential", "family", "home", "cell", "mobile")
# A house call and a flat fee are no homes.
HOMES_OUTRIGHT = (
    r"residence\b",
    r"household\b",
    r"family home\b",
    r"(?:home|house|flat|apartment)(?= *(?:[.,!?;]|$))",
)

WE_ARE = ("we're", "we are", "this is", "it's", "it is", "i'm", "i am", "this here is")
WE_ARE_NOT = (
    "this isn't",
    "this is not",
    "this is no",
    "this ain't",
    "we're not",
    "we are not",
    "we aren't",
    "it's not",
    "it isn't",
)
NOT_HERE = ("there's no", "there is no", "there isn't", "there's not", "we've no", "we have no")
YOU_REACHED = (
    "you've reached",
    "you have reached",
    "you reached",
    "you've (?:called|rung|dialled|dialed|phoned|got)",
    "you have (?:called|rung|dialled|dialed|phoned)",
    "you (?:called|rang|dialled|dialed|phoned)",
    "you're (?:calling|ringing|phoning|speaking to|talking to|through to)",
    "you are (?:calling|ringing|phoning|speaking to|talking to|through to)",
)
NOBODY = ("no ?body", "no one", "no-one")
NO_SUCH = ("business", "company", "firm", "place", "person", "shop", "house")
SO_NAMED = ("(?:by|of|with) that name", "like that")
HERE = ("here", "at this (?:number|address|end)", "at all")
SOUGHT = ("want", "need", "after", "looking for")
NEARBY = (
    "next door",
    "across the (?:road|street|hall|way)",
    "down the (?:road|street|hall)",
    "(?:one|two|a few) doors? (?:down|up)",
)
MISDIALLED = (
    "mis ?diall?(?:ed|ing)?",
    "diall?ed (?:it )?wrong",
    "(?:rung|rang|called|phoned) wrong(?= *(?:[.,!?;]|$))",
    "(?:you|to) misdial",
)
# The number was somebody else's once.
NO_LONGER_THEIRS = (
    "this (?:number|line|phone) (?:doesn't|does not|no longer|didn't) belongs? to",
    "(?:this|that|it)(?:'s| is) (?:not|no longer) (?:their|theirs|the \\w+'s) (?:phone )?number",
    "(?:this|that|it) isn't (?:their|the \\w+'s) (?:phone )?number",
    "(?:they|the \\w+) (?:don't|do not|doesn't|no longer) (?:have|has|use|uses) this number",
)
NEVER_HEARD = (
    "(?:don't|do not) know (?:of )?any such",
    "(?:have|'ve) (?:never|not) heard of (?:any )?such (?:a )?",
    "(?:don't|do not) know any",
)

# There, but not at all times, or not for everything.
SOMETIMES = (
    f"on (?:{'|'.join(WEEKDAY_STEMS)})days?",
    "on (?:the|a|that|this|weekends?)",
    "until",
    "till",
    "before",
    "after",
    "at (?:the moment|present|that|lunch|noon|[a-z]+ o'clock|\\d)",
    "today",
    "tomorrow",
    "tonight",
    "this (?:week|morning|afternoon|evening)",
    "right now",
    "just now",
    "now",
    "yet",
    "next week",
    "(?:who|that) (?:does|do|can|could|speaks|takes|treats|works|would|is)",
    "in the (?:morning|afternoon|evening)s?",
    "for (?:a|the|another|that)",
    "any ?more today",
)
# Looked for among those who are booked, and not found.
LOOKED_UP = (
    "in (?:the|our|my) (?:system|computer|books?|records?|files?|diary|list|calendar|database)",
    "on (?:the|our|my) (?:system|computer|books?|records?|files?|list|calendar|file|schedule)",
    "on file",
    "booked",
    "registered",
    "scheduled",
    "coming",
    "down for",
)
LOOKS_UP = ("have", "see", "find", "got", "show", "showing", "seeing", "finding")

# Who noted or pressed a wrong one speaks of another number than ours.
NOTED = (
    "gave",
    "give",
    "given",
    "giving",
    "pressed",
    "press",
    "typed",
    "wrote",
    "written",
    "noted",
    "had",
    "took",
    "picked",
)
WHERE_NOTED = (
    "(?:on|in|of) (?:the|his|her|that|my|our)",
    "of [a-z]+",
    "to (?:park|come to|go|send)",
)
# The wrong one for a thing, and not for whom we mean.
FOR_A_THING = (
    "appointments?",
    "bookings?",
    "booking",
    "reservations?",
    "scheduling",
    "new (?:patients?|clients?|customers?)",
    "that",
    "this",
    "those",
    "the",
    "his",
    "her",
    "my",
    "our",
)
NOT_BEFORE_WRONG = ("got", "have", "diall?ed", "called", "reached", "been", "rung", "at", "in")
ASKS_BEFORE_WRONG = (
    "(?:have|do|did|could|might|may) (?:you|i|we|they)",
    "(?:is|was) (?:this|that|it)",
    "(?:are|were) you at",
)

# Behind the words of a wrong number: that one is still helped, or told the right one.
HELPS = (
    "(?:i|we|he|she|they|somebody|someone)(?: can| could|'ll|'d| will| would)(?: still| also| just"
    "| always| certainly| be able to| be happy to| be glad to)*"
    " (?:help|assist|book (?:you|her|him|it|that|them)|fit you|put you|put her|put him|transfer"
    "|connect|schedule|pass you|take (?:it|that|you|your|a message|the booking)|squeeze)",
    "(?:happy|glad|able) to (?:help|assist|book)",
    "how (?:can|may|could) (?:i|we) help",
    "what can (?:i|we) do for",
    "what do you need",
    "go ahead",
    "let me (?:give you|give them|put you|transfer|connect|pass you|find you|tell you (?:the"
    "|which|what)|help|get (?:you|him|her|them|somebody|someone)|book|take)",
    "i'll (?:give you the|get (?:you|him|her|them|somebody|someone))",
    "transferring you",
    "putting you through",
    "(?:hold on|one moment|one second|just a moment|just a second|bear with me)",
    "our (?:other|main|booking|new|front) (?:line|number|office|desk|branch)",
    "our (?:web ?site|web page|app|portal|booking page)",
    "(?:the|our) (?:right|correct) (?:number|one|extension) (?:is|would be)",
    "same (?:building|company|practice|people)",
    "dr\\.? \\w+ (?:can|could|will|would|'ll|has)",
)
