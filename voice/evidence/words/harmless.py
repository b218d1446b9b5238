"""English that leaves a yes a yes: the kinds of clause that may stand in an agreement.

A clause of no kind is not agreement. In these lists #slot is the day and time that was read back,
#day and #time a part of it, #later an hour after it, #price and #name what was named before,
#someone another name.
"""

# What a turn may be strewn with.
FILLER = (
    "um+",
    "uh+",
    "erm?",
    "hm+",
    "mm+",
    "ah",
    "oh",
    "well",
    "so",
    "and",
    "also",
    "then",
    "now",
    "just",
    "okay",
    "ok",
    "alright",
    "all right",
    "right",
    "please",
    "here",
    "okay then",
    "mm-?hm+",
    "uh-?huh",
    "by the way",
    "let's see",
    "here we go",
    "sir",
    "ma'am",
    "madam",
    "too",
    "as well",
    "got it",
    "in fact",
    "while you're at it",
    "(?:to )?proceed(?: further)?",
    "(?:please )?go ahead",
    "you can go ahead",
    "for me",
    "for us",
    "you too",
    "same to you",
    "likewise",
    "we will",
    "i will",
    "will do",
)

# Before an answer; behind one it takes the answer back.
HOLD = (
    "(?:just )?(?:one|a) (?:moment|second|sec|minute)",
    "let me (?:just )?(?:check|see|look)(?: that)?",
)

# A yes by itself.
YES = (
    "yes+(?: is (?:good|fine|okay|ok|perfect|correct|right))?",
    "yeah?",
    "yep",
    "yup",
    "aye",
    "absolutely",
    "certainly",
    "definitely",
    "exactly(?: right| so)?",
    "precisely",
    "correct",
    "agreed",
    "deal",
    "indeed(?: i do| we do| it is)?",
    "affirmative",
    "of course",
    "sure(?: thing)?",
    "by all means",
    "perfect(?:ly)?",
    "great",
    "fine",
    "good",
    "nice",
    "cool",
    "lovely",
    "wonderful",
    "excellent",
    "brilliant",
    "fantastic",
    "awesome",
    "super",
    "splendid",
    "terrific",
    "confirmed",
    "granted",
    "permission granted",
    "no problem(?: at all)?",
    "no worries",
    "not a problem",
    "can do",
    "all (?:correct|right then|good|fine|in order)",
    "for sure",
    "you bet",
    "very (?:good|well)",
    "spot on",
    "right on",
    "true",
    "without a doubt",
    "no doubt",
    "that's a yes",
    "that's a deal",
)

# "That is all correct", "it works well for us", in parts: who or what …
SUBJECT = (
    "that",
    "that one",
    "that time",
    "this",
    "this one",
    "it",
    "which",
    "those",
    "these",
    "they",
    "everything",
    "it all",
    "that all",
    "all(?: of (?:it|that|them))?",
    "(?:all )?the details(?: you have)?",
    "your details",
    "the time and (?:the )?(?:day|date)",
    "the (?:day|date) and (?:the )?time",
    "#slot",
)
# … is …
COPULA = (
    "'?s",
    " is",
    " are",
    "'re",
    "'ll be",
    " will be",
    "'d be",
    " would be",
    " sounds?",
    " seems?",
    " looks?",
)
DEGREE = (
    "all",
    "just",
    "absolutely",
    "perfectly",
    "totally",
    "exactly",
    "quite",
    "very",
    "really",
    "completely",
    "indeed",
    "so",
    "still",
    "now",
    "also",
    "like",
    "most",
    "pretty",
    "precisely",
)
# … well.
WELL = (
    "right",
    "true",
    "alright",
    "a good time",
    "spot on",
    "exactly it",
    "correct",
    "fine",
    "good",
    "great",
    "perfect",
    "okay",
    "ok",
    "all right",
    "lovely",
    "wonderful",
    "excellent",
    "ideal",
    "nice",
    "awesome",
    "cool",
    "brilliant",
    "fantastic",
    "super",
    "confirmed",
    "settled",
    "accurate",
    "acceptable",
    "agreeable",
    "convenient",
    "better",
    "done",
    "set",
    "it",
    "it exactly",
    "a plan",
    "a deal",
    "the one",
    "the ticket",
    "what (?:i|we) (?:want|need|wanted|needed|have)(?: here| down)?",
    r"what (?:i|we)(?:'ve| have) got(?: here| down)?",
)
# "It works out fine."
WORKS = (
    "(?:works?|suits?|fits?)",
    "(?:will|would) (?:work|suit|fit|do)",
    "does",
    "is",
)
HOW = (
    "out",
    "just",
    "very",
    "really",
    "fine",
    "well",
    "great",
    "good",
    "nicely",
    "perfectly",
    "better",
    "indeed",
    "too",
)
FOR_WHOM = (
    "me",
    "us",
    "him",
    "her",
    "them",
    "you",
    "everyone",
    "#name",
    "our side",
    "our end",
    "my end",
)

# Other sentences that agree.
AGREES = (
    "(?:i|we)(?:'ll| will| can)? (?:confirm|agree)(?: (?:to )?(?:that|it|this))?"
    "(?: (?:that )?(?:you're|you are) (?:right|correct))?",
    "(?:i|we) do",
    "(?:that|this|it)(?:'s| is| was) (?:exactly |just )?what (?:i|we)"
    " (?:said|meant|was looking for)",
    "all (?:of that |of it |that )?(?:is|sounds|looks) (?:correct|right|good|fine)",
    "(?:works|fits|suits)(?: well| fine| perfectly)?(?: with| for)? (?:my|our|his|her) schedule",
    "(?:i|we)(?:'d| would) appreciate (?:that|it)",
    "i'm ready",
    "(?:i|we) (?:would|'d)? ?like (?:that|it|this)",
    "(?:i am|i'm|we are|we're) (?:fine|happy|okay|ok|good) with (?:that|this|it)",
    "you(?:'ve| have)? got (?:it|that)(?: all)?(?: exactly)?(?: right)?",
    "you have (?:it|that)(?: all)?(?: right)?",
    "you(?:'re| are) (?:right|correct)",
    "(?:i|we) can do (?:that|it)",
    "(?:i|we) have (?:that|it)(?: here)?",
    "let's do (?:that|it)",
    "sounds like a plan",
    "sounds?(?: really| very)? (?:good|great|fine|perfect|right|correct|lovely)(?: to (?:me|us))?",
    "(?:looks|seems) (?:good|great|fine|perfect|right|correct)(?: to (?:me|us))?",
    "(?:good|great|fine|perfect|okay|ok) (?:with|for|by) (?:me|us)",
    "please do(?: so| that)?",
    "consider it done",
    "go for it",
    "you have (?:my|our) go-ahead",
)

# "Please go ahead and book it": an order that is no other than ours.
TO_BOOK = (
    "book",
    "confirm",
    "schedule",
    "reserve",
    "make",
    "do",
)
THE_BOOKING = (
    "it",
    "that",
    "this",
    "me in",
    "us in",
    "(?:that|the|this|my|an) (?:appointment|booking|reservation|slot)",
)

# What states that the slot is booked.
STATES = (
    "(?:you|he|she|they|#name)(?:'re|'s| is| are| have been|'ve been| has been)(?: all| now)?"
    " (?:booked|in|down|set|confirmed|scheduled|good to go)(?: in| down)?",
    "you(?:'re| are) all set(?: then)?",
    "(?:perfect )?all set(?: for (?:the|your) appointment)?",
    "all (?:booked|done|confirmed|good)(?: in)?",
    "that(?:'s| is)(?: all| now)? booked(?: in| for you)?",
    "(?:i|we)(?:'ve| have)?(?: now| just)? (?:got|put|booked|entered|noted|written|added|marked)"
    " (?:you|him|her|them|that|it|this|#name)(?: all)?(?: in| down| booked| up)?",
    "(?:i|we)(?:'ve| have)?(?: now| just)? (?:scheduled|reserved|confirmed|have)"
    " (?:you|him|her|them|that|it|this|#name)(?: all)?(?: in| down| booked| confirmed| set)",
    "(?:i|we)(?:'ve| have)(?: now| just)? (?:scheduled|reserved|confirmed|booked)"
    " (?:you|him|her|them|that|it|this|#name)",
    "(?:i|we)(?:'ve| have) (?:booked|confirmed)",
    "booked (?:you|him|her|them|it)(?: in)?",
    "booked in",
    "(?:your|the|his|her|that|their) (?:appointment|booking|slot|reservation)"
    "(?:'s| is| has been)(?: now| all)? (?:booked|confirmed|made|set|in|reserved)",
    "it(?:'s| is) (?:now )?in (?:the|our|my) (?:book|system|diary|calendar|schedule)",
    "(?:i|we)(?:'ll| will) (?:book|put|write|enter|note|schedule)"
    " (?:you|him|her|them|that|it|this|#name)(?: in| down)?",
    "(?:your|the|his|her) appointment is",
    "(?:see|expect) (?:you|him|her|them|#name) (?:then|there|on|at|#slot|#day|#time)",
    "(?:i|we)(?:'ll| will) (?:see|expect) (?:you|him|her|them|#name)(?: then| there)?",
    "(?:the doctor|the dentist|the vet|the stylist|he|she|they|#name) will"
    " (?:see|expect|be expecting) (?:you|him|her|them|#name)(?: then)?",
)

# What says that a slot is free or kept: enough for an offer, not for a booking.
FREE = (
    "(?:yes )?(?:it|that|this|that one|#slot|#time)(?:'s| is)(?: still| also)?"
    " (?:free|available|open|possible|doable)",
    "(?:we|i)(?:'ll| will| can| could)?(?: just)? (?:pencil|put|hold|keep|reserve|save|note)"
    " (?:you|it|that|him|her|them|#name)(?: in| down)?(?: for (?:you|him|her|them))?",
    "(?:please )?(?:call|ring|phone|let us know|let me know|confirm)(?: us| me)?(?: back)?"
    "(?: to confirm)?(?: (?:by|until|till|before)(?: [a-z0-9:']+){1,3})?",
    "(?:until|till|by)(?: [a-z0-9:']+){1,3}",
    "(?:we|i) (?:can|could|will)(?: do (?:that|it))?",
    "let's do (?:that|it)",
    "(?:we|i) (?:sure |certainly )?can(?: make (?:that|it) (?:happen|work))?",
    "(?:i |we )?don't see (?:a|any) problems?(?: with (?:that|it))?",
    "(?:i |we )?(?:see|have) no (?:problems?|objections?)(?: with (?:that|it))?",
    "(?:that|it) can be (?:arranged|done|managed)",
    "we can arrange (?:that|it)",
    "(?:i've |we've |we |i )?(?:got|have) (?:it|that)(?: one)? (?:open|free|available)",
)
# "Shall I book it?": a question that says so too.
OFFERS_TO_BOOK = (
    "(?:shall|should|can|may|do you want me to|would you like me to)(?: i| we)?(?: go ahead and)?"
    " (?:book|put|reserve|hold|schedule|take|keep|confirm)"
    " (?:it|that|you|him|her|them|the appointment|this)(?: in| down)?"
    "(?: for (?:you|him|her|them))?",
)

THANKS = (
    "thanks(?: so much| a lot| very much| again)?",
    "thank you(?: so much| very much| again)?",
    "many thanks",
    "cheers",
    "much appreciated",
    "(?:thanks|thank you) for (?:calling|your call|your help|the call|letting (?:me|us) know)",
    "you(?:'re| are) (?:very |most )?welcome",
    "my pleasure",
    "any ?time",
)

GOODBYE = (
    "bye(?:[ -]?bye)?(?: now| for now)?",
    "good-? ?bye(?: now)?",
    "take care",
    "so long",
    "have a (?:very )?(?:good|great|nice|lovely|wonderful) (?:day|one|evening|afternoon|weekend)",
    "see you(?: soon| later)?",
    "until then",
    "till then",
    "(?:i am |i'm |we're |we are )?looking forward to"
    " (?:it|that|then|seeing (?:you|him|her|them|#name)|meeting (?:you|him|her|them|#name))",
    "talk to you (?:soon|later|then)",
)

NOTHING_MORE = (
    "(?:no )?(?:that's|that is|thats|that would be) (?:all|everything)",
    "(?:no )?nothing else",
    "no thanks",
    "no thank you",
    "(?:no )?nothing(?: else)? (?:to bring|needed|required|at all)",
    "(?:is there )?anything else(?: (?:that )?(?:i|we) can (?:do|help)(?: (?:for )?you)?"
    "(?: with)?)?",
)

# Whose appointment it is, and whom one speaks with.
NAME = (
    "(?:for|under|in the name of|under the name(?: of)?|the name is|with|mr|mrs|ms|miss|dr|doctor)"
    "(?: of)?(?: mr| mrs| ms| miss| dr| doctor)? #name",
    "#name",
    r"(?:and )?my name is [a-z'-]+",
    r"you(?:'ve)? (?:spoke|spoken|were speaking|have spoken) (?:to|with) [a-z'-]+",
)

# Of a reference: "your confirmation number is A B four seven".
REFERENCE = (
    "(?:the|your|our|a)? ?(?:reference|confirmation|booking|appointment) (?:number|code|id)"
    "(?: is| would be|'s)?",
    "(?:the|your) reference(?: is|'s)",
)

# What is the custom of the house, costs nothing and changes nothing.
HOUSE_RULES = (
    "(?:we|the office|the shop|the practice) (?:close|closes|are open until) (?:at )?#later",
    "(?:please )?(?:try to |do )?(?:come|arrive|be here|be there|show up|get here)"
    " (?:about |at least |just )?(?:a (?:bit|little|few minutes)|(?:five|ten|fifteen|twenty|5|10|15"
    "|20|a couple of) (?:minutes|mins)) (?:early|earlier|before|ahead|beforehand|in advance)"
    "(?: of time| for the paperwork| to fill in the forms?)?",
    "(?:please )?(?:come|arrive|be here|be) (?:on time|early)",
    "(?:please )?(?:bring|have|remember|don't forget|remember to bring|do bring|make sure to bring"
    "|don't forget to bring)",
    "(?:there is|there's|we ask for|we take|we have|we charge)? ?no (?:deposit|charge|fee|extra"
    " (?:charge|cost)|payment|referral|prepayment)(?: is)?(?: needed| required| necessary)?",
    "(?:you|he|she|they) (?:don't|do not|won't) need"
    " (?:a|any|to bring) (?:deposit|referral|anything|prepayment)",
    "(?:there is|there's|we have|you can use(?: the)?) (?:free |plenty of |street |ample )?parking"
    "(?: (?:behind|in front of|at|near|beside) the (?:building|house|office|back|front)"
    "| nearby| out front| in the back)?",
    "(?:i|we)(?:'ll| will) (?:send|text|e-?mail)(?: you| him| her| them| #name)?"
    " (?:a|an|the) (?:(?:text |e-?mail )?reminder|confirmation|text|e-?mail|text message)"
    "(?: by (?:text|e-?mail))?"
    "(?: the day before| beforehand)?",
    "(?:you|he|she|they)(?:'ll| will) (?:get|receive) (?:a|an|the)"
    " (?:reminder|confirmation(?: text| e-?mail)?|text|e-?mail|text message)"
    "(?: the day before| beforehand)?",
    "(?:it|that|the appointment|the visit)(?:'s|'ll be| is| will be| takes| lasts| will take)"
    " (?:about |around )?(?:fifteen|twenty|thirty|forty|forty[- ]five|sixty|ninety|15|20|30|40|45"
    "|60|90) minutes",
    "(?:it|that|the appointment|the visit)(?:'s|'ll be| is| will be| takes| lasts| will take)"
    " (?:about |around )?(?:half an hour|an hour|one hour)",
    "(?:our|the) address is (?:#time|[0-9]+|[a-z]+)(?: [a-z]+){1,3}"
    " (?:street|road|avenue|lane|drive|square|boulevard|way|place|court)",
    "(?:you|he|she|they) can (?:cancel|change it|move it)(?: free of charge)?"
    " (?:up to|until|at least) (?:[0-9]+|twelve|twenty[- ]four|forty[- ]eight) hours"
    " (?:before|ahead|in advance|beforehand)",
    "(?:[0-9]+|twelve|twenty[- ]four|forty[- ]eight) hours(?:'| of)? notice",
    "(?:just )?(?:check in|come|go) (?:at|to) the (?:front desk|reception|desk)",
)
# What is to be brought.
BROUGHT = (
    "an?",
    "the",
    "any",
    "your",
    "his",
    "her",
    "their",
    "some",
    "old",
    "and",
    "along",
    "photo",
    "picture",
    "government",
    "current",
    "health",
    "dental",
    "medical",
    "insurance",
    "card",
    "cards",
    "id",
    "i\\.?d",
    "identification",
    "licence",
    "license",
    "passport",
    "paperwork",
    "forms?",
    "list of",
    "medications?",
    "medicines?",
    "x-?rays?",
    "records?",
    "glasses",
    "vaccination",
    "towel",
    "mask",
    "with you",
)

# "#price", as named before.
KNOWN_PRICE = ("(?:it's|it is|that's|that is|that will be|that'll be|which is|at|for)? ?#price",)

# The same slot again, and what may stand before it.
SAME_SLOT = (
    "#slot",
    "#day",
    "#time",
)
BEFORE_SLOT = (
    "on",
    "at",
    "for",
    "the",
    "of",
    "it's",
    "it is",
    "that's",
    "that is",
    "so that's",
    "so that is",
    "your appointment is",
    "appointment",
    "a",
    "time is",
)

# A question about us or the house opens with one of these …
OPENS_QUESTION = (
    "(?:and )?what(?:'s|s|'re|re)?",
    "where(?:'s|s)?",
    "which",
    "who(?:'s)?",
    "how",
    "(?:can|cam|could|may|shall|will|would|might) (?:i|you|we|they|it)(?: please)?(?: be able to)?"
    "(?: also)?(?: (?:tell me|find out|see|let me know|look)(?: if| whether))?",
    "(?:can|could|will|would) (?:also|i've)",
    "where (?:can|do) i",
    "(?:is|are)(?= cosmetic| services)",
    "have you",
    "(?:is|are|was) (?:it|that|this|there|the|their|your|his|her|they|he|she|a)",
    "(?:do|does|did|can) (?:you|they|i|we|he|she|it|this|the|#name)(?: know(?: if| whether)?)?",
    "(?:have|has) (?:you|they|he|she|it)",
    "(?:please )?(?:also )?(?:give|tell|send|share|provide|get|grab|find|let|spell|repeat|note)"
    "(?: out| me know)?(?: if| whether)?",
    "(?:please )?(?:see|look|check|find out)(?: if| whether)",
    "(?:and )?(?:i|we)(?:'ll| will)?(?: also| really| just)? (?:need|want|would like|require)"
    "(?: to (?:know|have))?(?: if| whether)?",
    "(?:i'd|we'd) like(?: to (?:know|have))?(?: if| whether)?",
    "(?:i'm|i am) (?:also )?curious(?: about)?",
    "tell me please",
    "(?:may|can) i ask",
    "if you could",
    "will i need",
    "what about",
)
# … has one of these topics in it …
ABOUT_US = (
    "names?",
    "surname",
    "numbers?",
    "phone",
    "telephone",
    "cell",
    "mobile",
    "digits",
    "ad+res+",
    "location",
    "located",
    "city",
    "e-?mail",
    "info",
    "information",
    "details",
    "birth",
    "birthday",
    "age",
    "insurance",
    "insured",
    "insurer",
    "ratings?",
    "rated",
    "reviews?",
    "unisex",
    "speciality",
    "specialty",
    "cosmetics?",
    "dentistry",
    "services?",
    "spell",
    "(?:his|her|their|your|the) contact",
)
# … and beside them only these words.
BESIDE = (
    "is",
    "was",
    "are",
    "be",
    "do",
    "does",
    "did",
    "has",
    "have",
    "can",
    "could",
    "may",
    "will",
    "would",
    "should",
    "i",
    "me",
    "my",
    "we",
    "us",
    "you",
    "your",
    "he",
    "him",
    "his",
    "she",
    "her",
    "it",
    "its",
    "it's",
    "they",
    "them",
    "their",
    "there",
    "a",
    "an",
    "the",
    "this",
    "that",
    "these",
    "any",
    "some",
    "of",
    "for",
    "at",
    "in",
    "to",
    "on",
    "with",
    "about",
    "by",
    "and",
    "or",
    "as",
    "well",
    "also",
    "too",
    "please",
    "out",
    "what",
    "what's",
    "where",
    "whether",
    "which",
    "how",
    "like",
    "give",
    "tell",
    "get",
    "grab",
    "find",
    "send",
    "share",
    "provide",
    "offer",
    "offered",
    "perform",
    "engage",
    "know",
    "confirm",
    "ask",
    "i've",
    "they're",
    "i'm going",
    "find my way",
    "i can (?:call|reach) (?:you|them|him|her)(?: at| on)?",
    "(?:i can use )?to (?:call|reach)(?: (?:you|them|him|her))?",
    "note",
    "if (?:they|it's|it is|you|he|she) (?:offer|do|is|are|have|an?)",
    "given",
    "available",
    "full",
    "first",
    "last",
    "good",
    "exact",
    "street",
    "contact",
    "address",
    "average",
    "overall",
    "mean",
    "star",
    "customer",
    "level",
    "kind",
    "type",
    "date",
    "(?:place|office|clinic|salon|practice|shop|barber|hotel|venue|dentist|therapist|stylist)"
    "(?:'?s)?",
    "(?:doctor|vet|hairdresser|patient|client|person)(?:'?s)?",
    "one",
    "dental",
    "work",
    "procedures?",
    "aspects?",
    "veneers",
    "again",
    "so",
    "oh",
    "by the way",
    "from you",
    "my calendar",
    "future reference",
    "that would be great",
    "calling from",
    "in ?case i (?:have|need)(?: to contact them| a question| questions)?",
    "#name",
    "#someone",
)
# Questions of other shapes.
ASKS_OF_US = (
    "(?:is|are|would|will) (?:he|she|they|you|#name)(?: be)? (?:a )?new(?: patients?| clients?)?",
    "(?:is|are) (?:it|this|that) (?:a |your |his |her )?(?:first (?:visit|time)|new patient)",
    "(?:has|have) (?:he|she|they|you|#name) been (?:here|with us|to us|in)(?: before)?",
    "who(?:'s| is) (?:it|that|this|the appointment) for",
    "(?:shall|should) (?:i|we) send (?:you |him |her )?a (?:reminder|text|confirmation)",
    "would (?:he|she|they|you) like a reminder",
    "where (?:is|'s|are|will) (?:it|that|the (?:place|office)|they|you)(?: be)?(?: at)?",
    "where do i (?:have to )?(?:go|come)",
    "how (?:can|do) i (?:reach|contact|find|get to)"
    "(?: you| them| it| the (?:office|place|salon|clinic))?"
    "(?: if i have (?:a question|questions))?",
    "where can i (?:reach|contact|find) (?:you|them|it)",
    "(?:what|which) city",
    "what number (?:should|can|do) i call(?: if i (?:want|need) to contact them)?",
)
