"""English for yes, no and neither: agreement, refusal, doubt, waiting, questions back."""

# Negative words that refuse nothing; they are blanked before looking for a no.
HARMLESS = (
    r"\bno objections?\b",
    r"\bno (?:problem|problems|worries|trouble|doubt|rush|hurry|need)\b",
    r"\bnot (?:a problem|to worry|at all|a bother|an issue|bad)\b",
    r"\b(?:don't|do not) (?:worry|mind|forget|hesitate|be late|need)\b",
    r"\b(?:i )?(?:don't|can't) see why not\b",
    r"\bwhy not\b",
    r"\byes or no\b",
    r"\b(?:it |that )?(?:doesn't|won't) matter\b",
    r"\bno (?:extra )?(?:charge|cost|fee|deposit|payment|obligation)\b",
    r"\b(?:isn't it|aren't we|aren't you|can't you|wouldn't it|won't it)\b",
    r"\bcan't complain\b",
    r"\bno one's taken\b",
    r"\b(?:don't|do not) see (?:a|any) problems?\b",
    r"\bisn't (?:taken|booked|full|gone)\b",
    r"\bnot (?:yet )?(?:taken|booked|full|gone)\b",
)

HOLD = (
    r"\b(?:one|just a|just one|a|half a|give me a|gimme a|give me one|wait a|hang on a|"
    r"hold on a) (?:moment|second|sec|minute|min|mo)\b(?!s? (?:later|ago))",
    r"\bhold (?:on|please|the line)\b",
    r"\bplease hold\b",
    r"\bhang on\b",
    r"\bbear with me\b",
    r"\b(?:let me|lemme|i'll|i will|i'm going to|gonna|i need to|i have to) (?:just )?"
    "(?:check|see|look|have a look|take a look|pull up|find|get|ask|grab|open|"
    r"put you on hold|put you through|transfer)\b",
    r"\b(?:i'm |just )?(?:checking|looking)\b(?! for)",
    r"^(?:please )?wait(?: please)?\W*$",
    r"\bput(?:ting)? you (?:on hold|through)\b",
)

REFUSAL = (
    r"\b(?:no|nope|nah|not|none|never|nothing|neither|nor|nobody|cannot|unable|without)\b",
    r"n't\b",
    r"\b(?:unavailable|impossible|unfortunate that)\b",
    r"\b(?:fully |all |completely |double )(?:booked|full|taken)\b",
    r"\bbooked (?:up|solid|out|already|with)\b",
    r"\b(?:is|are|was|'s|'re|been|already|got|just|all|both|that one's|it's)"
    r" (?:booked|taken|gone|filled|full|snapped up|sold|reserved|closed|shut)\b",
    r"(?<!booked )\bfull(?! (?:name|set|check|exam|service|body|time|payment|price|refund|"
    r"mouth|groom|hour))\b",
    r"(?<!booked )\b(?:gone|taken|filled|sold out|closed)\b",
    r"\b(?:just |already )went\b",
    r"\bfell through\b",
    r"\b(?:error|failed|disappeared|vanished|claimed|grabbed|snatched|nabbed|swamped)\b",
    r"\b(?:beat|beaten) (?:you|us|me) to it\b",
    r"\bthe wrong (?:day|week|month|year|calendar|diary|page|screen|date|slot|time|one)\b",
    r"\b(?:any|every)(?:thing|time|day)?(?: \w+){0,2} (?:but|except|besides|other than)\b",
    r"\b(?:any|every)(?:thing|time|day)?(?: \w+){0,2} apart from\b",
    r"\bhave to (?:find|look for|take) (?:you )?another\b",
    r"\b(?:is|are|'s|'re) (?:off|out|away|busy|on (?:holiday|vacation|leave))\b",
    r"\bday off\b",
    r"\b(?:rule|ruled) (?:that |it )?out\b",
    r"\bno longer\b",
    r"\b(?:bad|terrible) (?:time|day)\b",
    r"\banything but\b",
)

BOOKED_FOR_US = (
    "you're",
    "you are",
    "you've been",
    "that's",
    "i've",
    "we've",
    "all",
    "have you",
    "got you",
    "you",
)

# Behind booked, when it is not we who are.
BOOKED_FOR_OTHERS = (
    "up",
    "solid",
    "out",
    "already",
)

HEDGE = (
    r"\b(?:probably|maybe|perhaps|possibly|might|likely|hopefully|theoretically|presumably)\b",
    r"\bi (?:think|guess|suppose|believe|reckon|imagine|assume|hope|would think|would imagine)\b",
    r"\bshould (?:be|work|do|have|fit|suit)\b",
    r"(?:\b(?:not|hardly)|n't)(?: \w+)? (?:sure|certain|know|promise|guarantee|positive)\b",
    r"(?:\b(?:not|hardly)|n't)(?: \w+)? confirm\b",
    r"\b(?:could be|may be|would be if|could work|can work if)\b",
    r"\b(?:i'd|i would|i'll|i|we|we'd|we'll)(?: first)? (?:have|need) to (?:check|ask|look|see)\b",
    r"\b(?:i'd|i would|i'll|i|we|we'd|we'll)(?: first)? (?:have|need) to (?:confirm|speak|talk)\b",
    r"\b(?:i'd|i would|i'll|i|we|we'd|we'll)(?: first)? (?:have|need) to (?:verify|call)\b",
    r"\b(?:check|see|ask|wonder|confirm) (?:if|whether|with)\b",
    r"\bif\b",
    r"\b(?:depends?|depending|unless|assuming|provided|providing|subject to|as long as)\b",
    r"\b(?:in theory|in principle|as far as i (?:know|can (?:see|tell))|more or less|sort of)\b",
    r"\bkind of\b",
    r"\b(?:waiting ?list|wait ?list|stand-?by|tentative|tentatively)\b",
    r"\b(?:try|trying)(?: again)? (?:to|and)\b",
    r"\b(?:i|we)(?:'ll|'d| will| can| could| would| might)(?: also| just)? try\b",
    r"\b(?:let me|lemme) try\b",
    r"\battempt\w*\b",
    r"\bapparently\b",
    r"\bwith (?:any|a (?:bit|little) of|some) luck\b",
    r"\bfingers crossed\b",
    r"\bwe'll see\b",
    r"\bi can't see why\b",
)

# An if that leaves nothing in doubt.
POLITE_IF = (
    r"\bif (?:that|it|this)(?:'s| is| would be|'ll| will)? ?(?:be )?"
    "(?:works?|suits?|okay|ok|good|fine|all right|alright|helps?|any good|convenient|does|do|"
    r"possible)(?: for| with)?(?: you| her| him| them)?\b",
    r"\bif you(?:'d)? (?:like|want|prefer|wish|can make (?:it|that)|don't mind)\b",
    r"\bif you(?:'re| are) (?:free|able|interested|up for (?:it|that))\b",
    r"\bif (?:this|that|it)(?:'s| is) an? (?:\w+ )?emergency\b",  # as recordings say
    r"\bif (?:he|she|they)(?:'d)? (?:likes?|wants?|prefers?|can make (?:it|that))\b",
)

# Whoever is invited to try is offered it; whoever is told that they will try is not.
INVITES = (
    r"\b(?:would|do) you (?:like|want|wish|prefer) to (?:re)?try (?:to|and)\b",
    r"\byou (?:can|could|may)(?: also)? (?:re)?try (?:to|and) (?:book|schedule|reserve|make)\b",
)

BEFORE_QUESTION = (
    "sorry",
    "um",
    "uh",
    "er",
    "so",
    "and",
    "okay",
    "ok",
    "right",
    "yes",
    "yeah",
    "well",
    "oh",
    "hi",
    "hello",
    "but",
    "wait",
)

OPENS_QUESTION = (
    "did you",
    "do you (?:mean|want to)",
    "what",
    "which",
    "when",
    "who",
    "whose",
    "where",
    "why",
    "how (?:do|long|many|much|old|is|would|did)",
    "was that",
    "was it",
    "is that",
    "is this",
    "is it for",
    "are you",
    "pardon",
    "come again",
    "say (?:that )?again",
    "(?:can|could|would|will) you (?:repeat|say|spell|tell|hold|give me|wait|please repeat)",
    "have you",
    "has (?:he|she)",
    "may i",
    "can i",
    "could i",
    "you mean",
    "you meant",
    "you said",
    "excuse me$",
)

NO_QUESTION = (
    "how about",
    "what about",
    "what (?:do|would) you (?:think|say) (?:about|of|to)",
    "what (?:i|we) (?:have|can)",
    "what day works",
)

YES = (
    r"\b(?:yes|yeah|yep|yup|yea|aye|absolutely|certainly|definitely|exactly|correct|agreed)\b",
    r"\b(?:deal|indeed|affirmative|of course|sure thing|by all means|no problem|no worries)\b",
    r"\bnot a problem\b",
    r"\bsure\b",
    r"\b(?:that|this|it|which|\d|thirty|clock|one|day|morning|afternoon)"
    "(?:'s| is| will be|'ll be| would be|'d be)?"
    "(?: all| just| absolutely| perfectly| totally)? ?"
    "(?:works?(?! on)|suits?|fits?|fine|good|great|perfect|okay|ok|alright|all right|right|"
    r"correct|lovely|possible|doable|available|free|confirmed)\b",
    r"\b(?:works|suits) (?:for|perfectly|fine|well|great|us|me)\b",
    r"\bsounds (?:good|great|fine|perfect|right)\b",
    r"^(?:(?:okay|ok|oh|that's|well)\W+)*"
    "(?:perfect|great|fine|lovely|wonderful|excellent|brilliant)(?: then| thanks| thank you)?"
    r"\s*(?:[.,!;]|$)",
    r"\bthat(?:'ll| will| would|'d) (?:work|suit)\b",
    r"\bthat(?:'ll| will| would|'d) be (?:fine|good|great|perfect|okay|ok|possible)\b",
    r"\blet's do (?:it|that)\b",
    r"^(?:(?:okay|ok|oh|well)\W+)*(?:can do|we do|it is|they are|we can|we will)\W*$",
    r"^(?:(?:okay|ok|oh|well)\W+)*we could do that\W*$",
    r"\b(?:we|i|you) (?:can|will|could) do (?:that|it|so)\b",
    r"\bi(?:'ll| will| can) (?:book|put|pencil|note|write|schedule|mark|add|reserve|hold|keep)\b",
    r"\bi(?:'ll| will| can) save\b",
    r"\bwe(?:'ll| will| can) (?:book|put|pencil|note|schedule|reserve|hold|keep|save|see you)\b",
    r"\bwe(?:'ll| will| can) expect\b",
    r"\b(?:see you|all set|good to go|consider it done|it's done|done deal|that's done)\b",
    r"\ball done\b",
    r"\byou(?:'re| are)(?: all)? (?:booked|in|down|set|confirmed|good)\b",
    r"\b(?:got|have) (?:you|her|him|them)(?: all)?(?: written| put| booked)? (?:down|in|booked)\b",
    r"\b(?:got|have) (?:that|it)(?: all)?(?: written| put| booked)? (?:down|in|booked)\b",
    r"\bthat's (?:all )?(?:booked|confirmed|settled)\b",
    r"\b(?:go ahead and book|please do|go for it)\b",
    r"\bwe can (?:make (?:that|it) (?:happen|work)|arrange (?:that|it))\b",
    r"\b(?:that|it) can be (?:arranged|done|managed)\b",
    r"\b(?:don't|do not) see (?:a|any) problems?\b",
)

# A turn of nothing but these has heard us, and agrees to nothing.
WEAK = (
    "okay",
    "ok",
    "alright",
    "all right",
    "right",
    "mm-?hm+",
    "mhm+",
    "uh-?huh",
    "hm+",
    "go ahead",
    "i see",
    "got it",
    "i (?:hear|heard|understand|understood|know)(?: you)?",
    "yeah no",
    "yes but",
    "so",
)

# A yes within these is none.
NOT_AGREEING = (
    r"\b(?:speaking|this is she|this is he)\b",
    r"\byes,? (?:hello|hi|this is|how (?:can|may)|good (?:morning|afternoon|evening)|who)\b",
    r"\b(?:i|we)(?: can| do| did)? (?:heard|hear|understand|understood|know)\b",
    r"\b(?:robot|machine|bot|automated|computer)s?\b",
    r"\bgood (?:morning|afternoon|evening|day|question)\b",
    r"\b(?:how are|who's|who is|what's) \w+",
    r"^yes\?$",
    r"\bsay(?:s|ing)? yes\b",
    r"\byes,? but\b",
    r"\byeah,? no\b",
    r"\bno,? yeah\b",
)

BEFORE_NO = (
    "um",
    "uh",
    "er",
    "oh",
    "well",
    "sorry",
    "ah",
    "okay",
    "hmm",
    "i'm sorry",
    "i'm afraid",
    "unfortunately",
    "actually",
)

# Behind a no that refuses nothing.
HARMLESS_NO = (
    "problem",
    "worries",
    "trouble",
    "doubt",
    "rush",
    "need",
    "matter",
)

# What is asked after a yes, without taking it back.
ROUTINE = (
    r"\b(?:shall|should|do you want me to) (?:i )?(?:book|put|take|write|hold|keep)",
    r"\bwould you like me to (?:i )?(?:book|put|take|write|hold|keep)",
    r"\b(?:name|number|phone|e-?mail|spell\w*|date of birth|birthday|insurance|anything else)\b",
    r"\b(?:new patient|been here before|who is it for|reminder)\b",
)

PROPOSES = (
    "how about",
    "what about",
    "would you (?:like|prefer|want)",
    "(?:can|could) you (?:do|make|come|manage)",
    "are you (?:free|available)",
    "shall we",
)

WELL_AFTER_NO = (
    "fine",
    "okay",
    "ok",
    "good",
    "all right",
    "alright",
    "great",
    "perfect",
)

HALF_YES = (
    r"\byes but\b",
    r"\byes,? but\b",
    r"\byeah,? no\b",
    r"\b(?:i|we) (?:heard|hear|know)\b",
)
