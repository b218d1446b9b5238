"""English words of agreement, refusal, doubt and the rest, as patterns over plain lower case."""

import re


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


# Negative words that refuse nothing; they are blanked before looking for a no.
HARMLESS = _any(
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
    r"\bisn't (?:taken|booked|full|gone)\b",
    r"\bnot (?:yet )?(?:taken|booked|full|gone)\b",
)

OPT_OUT = _any(
    r"\b(?:take|get) (?:us|me|this number|our number|my number|that number|that) off\b"
    r".{0,30}\b(?:lists?|database|system|records)\b",
    r"\bremove (?:us|me|this number|our number|my number|that number)\b",
    r"\bremove .{0,20}\bfrom (?:your|the) (?:calling |call )?(?:list|database|system)\b",
    r"\b(?:do not|don't|never|stop|quit|no)(?: you)?(?: ever| dare| please| even)? "
    r"(?:call|calling|calls|ring|ringing|phone|phoning|contact|contacting|dial|dialling|dialing)"
    r"(?: (?:us|me|here|this number|our number|my number|this place|this office))?"
    r"(?: ever)?(?: again| any ?more| any longer)",
    r"\b(?:stop|quit) (?:calling|ringing|phoning|contacting|dialling|dialing|bothering"
    r"|harassing)\b",
    r"\b(?:do not|don't|never)(?: ever)? (?:call|ring|phone|contact|dial) "
    r"(?:us|me|here|this number|our number|my number|this place)(?: please)?$",
    r"\b(?:do not|don't) call list\b",
    r"\bno more (?:calls|phone calls)\b",
    r"\bunsubscribe\b",
    r"\bopt(?:ing)? (?:me |us )?out\b",
    r"\blose (?:this|our|my) number\b",
    r"\bdelete (?:this|our|my) number\b",
    r"\b(?:don't|do not|never|can't|cannot|won't|will not) (?:take|accept|talk to|speak to"
    r"|speak with"
    r"|talk with|deal with|want|allow|do) (?:any )?(?:calls? from )?(?:a |any |these )?"
    r"(?:robo ?calls?|robots?|bots?|machines?|automated|ai\b|computers?)",
    r"\bno (?:robots?|bots?|robo ?calls?|automated calls)\b",
    r"\bnot to (?:be )?(?:call|called|contact|contacted) (?:us |me )?(?:again|any ?more)\b",
    r"\b(?:don't|do not) want (?:you to call|any (?:more )?(?:of these )?calls|to be called"
    r"|these calls)",
)
LONE_STOP = re.compile(
    r"(?:^|[.,!?;…—]\s*)(?:please |okay |ok |just |no |oh |hey )*stop"
    r"(?: it| this| that| please| now| stop| right there| talking)*\s*(?=[.,!?;…—]|$)"
)

WRONG_NUMBER = _any(
    r"\bwrong (?:number|place|person|business|office|company|house|extension)\b",
    r"\b(?:misdialled|misdialed|mis-dialed|dialed wrong|dialled wrong)\b",
    r"\b(?:no ?body|no one|no-one) (?:here )?(?:by|of|with) that name\b",
    r"\bthis (?:is|isn't|is not) (?:a |an )?(?:private|residential|home) (?:number|residence"
    r"|home|line|house)\b",
    r"\bthis is (?:my|a) (?:private|personal|home|cell)\b.{0,12}\b(?:number|phone|line)\b",
    r"\bthis (?:isn't|is not) (?:a|an|the) (?:dentist|dental|doctor|clinic|salon|restaurant"
    r"|garage|vet"
    r"|office|business|practice|shop|hairdresser|surgery)",
    r"\b(?:there's|there is) no (?:dentist|doctor|clinic|salon|restaurant|garage|vet"
    r"|business) here\b",
    r"\bwe're not (?:a|the) (?:dentist|doctor|clinic|salon|restaurant|garage|vet)\b",
)

CALL_BACK = _any(
    r"\b(?:call|ring|phone|try)(?: (?:us|me|here|her|him|them|again))? ?back\b(?! (?:to|if|and) "
    r"(?:confirm|cancel|check|you|there|anything|book))",
    r"\b(?:call|ring|phone|try)(?: us| me)? (?:again|later)\b",
    r"\b(?:call|ring|phone|get|come|be)(?:ing)?(?: back to| back)? ?you(?: right)? back\b",
    r"\bget back to you\b",
    r"\b(?:call|ring|phone)(?: us| me)? (?:tomorrow|after lunch|in the (?:morning|afternoon)"
    r"|in (?:a|an|half|about|\d+|ten|twenty|thirty)\b|on (?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|next week|this (?:afternoon|evening))",
    r"\b(?:can|could|would) you (?:please )?(?:call|ring|try)(?: us| me)? (?:back|again|later)\b",
)
FOR_CONFIRMING = re.compile(r"\bback (?:to confirm|and confirm|if |to cancel|to let)")

WEBSITE = _any(
    r"\bweb ?site\b",
    r"\bweb page\b",
    r"\bonline\b",
    r"\bwww\b",
    r"\b(?:dot|\.) ?(?:com|org|net|co|info)\b",
    r"\b(?:our|the) (?:app|portal|booking (?:page|system))\b",
)

ABUSE = _any(
    r"\bf+u+c+k",
    r"\bfuck",
    r"\bf\*+",
    r"\bpiss off\b",
    r"\bgo to hell\b",
    r"\bscrew (?:you|off)\b",
    r"\bshut (?:the hell )?up\b",
    r"\b(?:you|bloody|damn|stupid|fucking) (?:idiot|moron|bastard|asshole|arsehole|bitch"
    r"|machine)\b",
    r"\b(?:asshole|arsehole|motherfucker|bastard|bitch|wanker|dickhead|cunt)\b",
    r"\bsod off\b",
    r"\bbugger off\b",
)

EMERGENCY = _any(
    r"\b(?:call|need|get|send)(?:ing)?(?: me| us)? (?:an? |the )?(?:ambulance|paramedics?|police"
    r"|fire (?:brigade|department)|9[- ]?1[- ]?1|nine one one)\b",
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
NO_EMERGENCY = re.compile(r"\b(?:if (?:this|it|you)|is (?:it|this)|in case|in an)\b[^.!]*")

HOLD = _any(
    r"\b(?:one|just a|just one|a|half a|give me a|gimme a|give me one|wait a|hang on a|hold on a)"
    r" (?:moment|second|sec|minute|min|mo)\b(?!s? (?:later|ago))",
    r"\bhold (?:on|please|the line)\b",
    r"\bplease hold\b",
    r"\bhang on\b",
    r"\bbear with me\b",
    r"\b(?:let me|lemme|i'll|i will|i'm going to|gonna|i need to|i have to) (?:just )?"
    r"(?:check|see|look|have a look|take a look|pull up|find|get|ask|grab|open|put you on hold"
    r"|put you through|transfer)\b",
    r"\b(?:i'm |just )?(?:checking|looking)\b(?! for)",
    r"^(?:please )?wait(?: please)?\W*$",
    r"\bput(?:ting)? you (?:on hold|through)\b",
)

REFUSAL = _any(
    r"\b(?:no|nope|nah|not|none|never|nothing|neither|nor|nobody|cannot|unable|without)\b",
    r"n't\b",
    r"\b(?:unavailable|impossible|unfortunate that)\b",
    r"\b(?:fully |all |completely |double )(?:booked|full|taken)\b",
    r"\bbooked (?:up|solid|out|already|with)\b",
    r"\b(?:is|are|was|'s|'re|been|already|got|just|all|both|that one's|it's) (?:booked|taken|gone"
    r"|filled|full|snapped up|sold|reserved|closed|shut)\b",
    r"(?<!booked )\b(?:full(?! (?:name|set|check|exam|service|body|time|payment|price|refund"
    r"|mouth|groom|hour))|gone|taken|filled|sold out|closed)\b",
    r"\b(?:just |already )went\b",
    r"\bfell through\b",
    r"\b(?:is|are|'s|'re) (?:off|out|away|busy|on (?:holiday|vacation|leave))\b",
    r"\bday off\b",
    r"\b(?:rule|ruled) (?:that |it )?out\b",
    r"\bno longer\b",
    r"\b(?:bad|terrible) (?:time|day)\b",
    r"\banything but\b",
)
BOOKED_FOR_US = re.compile(
    r"\b(?:you're|you are|you've been|that's|i've|we've|all|have you|got you|you)(?: all| now)? "
    r"booked\b(?! (?:up|solid|out|already))"
)

HEDGE = _any(
    r"\b(?:probably|maybe|perhaps|possibly|might|likely|hopefully|theoretically|presumably)\b",
    r"\bi (?:think|guess|suppose|believe|reckon|imagine|assume|hope|would think|would imagine)\b",
    r"\bshould (?:be|work|do|have|fit|suit)\b",
    r"(?:\b(?:not|hardly)|n't)(?: \w+)? (?:sure|certain|know|promise|guarantee|positive"
    r"|confirm)\b",
    r"\b(?:could be|may be|would be if|could work|can work if)\b",
    r"\b(?:i'd|i would|i'll|i|we|we'd|we'll)(?: first)? (?:have|need) to (?:check|ask|look|see"
    r"|confirm"
    r"|speak|talk|verify|call)\b",
    r"\b(?:check|see|ask|wonder|confirm) (?:if|whether|with)\b",
    r"\bif\b",
    r"\b(?:depends?|depending|unless|assuming|provided|providing|subject to|as long as)\b",
    r"\b(?:in theory|in principle|as far as i (?:know|can (?:see|tell))|more or less|sort of"
    r"|kind of)\b",
    r"\b(?:waiting ?list|wait ?list|stand-?by|tentative|tentatively)\b",
    r"\b(?:try|trying) (?:to|and)\b",
    r"\bapparently\b",
    r"\bwe'll see\b",
    r"\bi can't see why\b",
)
POLITE_IF = _any(
    r"\bif (?:that|it|this)(?:'s| is| would be)? ?(?:works?|suits?|okay|ok|good|fine|all right"
    r"|alright|helps?|any good|convenient|possible)?(?: for| with)?(?: you| her| him| them)?\b",
    r"\bif you(?:'d)? (?:like|want|prefer|wish|can make (?:it|that)|don't mind|are (?:free"
    r"|able))\b",
    r"\bif (?:he|she|they)(?:'d)? (?:likes?|wants?|prefers?|can make (?:it|that))\b",
)

OPENS_QUESTION = re.compile(
    r"^(?:(?:sorry|um|uh|er|so|and|okay|ok|right|yes|yeah|well|oh|hi|hello|but|wait)[ ,]+)*"
    r"(?:did you|do you (?:mean|want to)|what|which|when|who|whose|where|why|how (?:do|long|many"
    r"|much"
    r"|old|is|would|did)|was that|was it|is that|is this|is it for|are you|pardon|come again"
    r"|say (?:that )?again|(?:can|could|would|will) you (?:repeat|say|spell|tell|hold|give me|wait"
    r"|please repeat)|have you|has (?:he|she)|may i|can i|could i|you mean|you meant|you said"
    r"|excuse me$)\b"
)
NO_QUESTION = re.compile(r"\b(?:how about|what about|what (?:i|we) (?:have|can)|what day works)")

YES = _any(
    r"\b(?:yes|yeah|yep|yup|yea|aye|absolutely|certainly|definitely|exactly|correct|agreed|deal"
    r"|indeed|affirmative|of course|sure thing|by all means|no problem|no worries|not a problem)\b",
    r"\bsure\b",
    r"\b(?:that|this|it|which|\d|thirty|clock|one|day|morning|afternoon)(?:'s| is| will be"
    r"|'ll be| would be|'d be)?"
    r"(?: all| just| absolutely| perfectly| totally)? ?(?:works?(?! on)|suits?|fits?|fine|good"
    r"|great|perfect"
    r"|okay|ok|alright|all right|right|correct|lovely|possible|doable|available|free|confirmed)\b",
    r"\b(?:works|suits) (?:for|perfectly|fine|well|great|us|me)\b",
    r"\bsounds (?:good|great|fine|perfect|right)\b",
    r"^(?:(?:okay|ok|oh|that's|well)\W+)*(?:perfect|great|fine|lovely|wonderful|excellent"
    r"|brilliant)"
    r"(?: then| thanks| thank you)?\s*(?:[.,!;]|$)",
    r"\bthat(?:'ll| will| would|'d) (?:work|suit|be (?:fine|good|great|perfect|okay|ok"
    r"|possible))\b",
    r"\blet's do (?:it|that)\b",
    r"^(?:(?:okay|ok|oh|well)\W+)*(?:can do|we do|it is|they are|we can|we will"
    r"|we could do that)\W*$",
    r"\b(?:we|i|you) (?:can|will|could) do (?:that|it|so)\b",
    r"\bi(?:'ll| will| can) (?:book|put|pencil|note|write|schedule|mark|add|reserve|hold|keep"
    r"|save)\b",
    r"\bwe(?:'ll| will| can) (?:book|put|pencil|note|schedule|reserve|hold|keep|save|see you"
    r"|expect)\b",
    r"\b(?:see you|all set|good to go|consider it done|it's done|done deal|that's done|all done)\b",
    r"\byou(?:'re| are)(?: all)? (?:booked|in|down|set|confirmed|good)\b",
    r"\b(?:got|have) (?:you|her|him|them|that|it)(?: all)?(?: written| put| booked)? (?:down|in"
    r"|booked)\b",
    r"\bthat's (?:all )?(?:booked|confirmed|settled)\b",
    r"\b(?:go ahead and book|please do|go for it)\b",
)
WEAK = re.compile(
    r"^(?:(?:okay|ok|alright|all right|right|mm-?hm+|mhm+|uh-?huh|hm+|go ahead|i see|got it"
    r"|i (?:hear|heard|understand|understood|know)(?: you)?|yeah no|yes but|so)\W*)+$"
)
NOT_AGREEING = _any(
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
ANSWERS_NO = re.compile(
    r"^(?:(?:um|uh|er|oh|well|sorry|ah|okay|hmm|i'm sorry|i'm afraid|unfortunately"
    r"|actually)[ ,.…]*)*"
    r"(?:no|nope|nah)\b(?! (?:problem|worries|trouble|doubt|rush|need|matter))"
)

ROUTINE = re.compile(
    r"\b(?:shall|should|do you want me to|would you like me to) (?:i )?(?:book|put|take|write"
    r"|hold|keep)"
    r"|\b(?:name|number|phone|e-?mail|spell\w*|date of birth|birthday|insurance|anything else"
    r"|new patient|been here before|who is it for|reminder)\b"
)  # what is asked after a yes, without taking it back
LOST = re.compile(r"(?:^|\s)(?:…|\.{3})")
PROPOSES = re.compile(
    r"\b(?:how about|what about|would you (?:like|prefer|want)|(?:can|could) you (?:do|make|come"
    r"|manage)"
    r"|are you (?:free|available)|shall we)\b"
)
WELL_AFTER_NO = re.compile(r"\bthat's (?:fine|okay|ok|good|all right|alright|great|perfect)\b")
HALF_YES = _any(
    r"\byes but\b", r"\byes,? but\b", r"\byeah,? no\b", r"\b(?:i|we) (?:heard|hear|know)\b"
)
