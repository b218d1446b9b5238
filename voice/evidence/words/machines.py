"""English of whoever is no human at a desk, and of those who misuse the assistant."""

_CALLED = r"you(?:'re| are| have|'ve)? (?:calling|called|dial+ed|dialing|trying to (?:reach|call))"
_THEM = r"\b(?:customer|subscriber|person|party|user|mobile|phone|extension)"
_US = r"(?:we|(?:our|the) (?:office|offices|practice|clinic|surgery|store|shop|salon|lines))"

RECORDING = (  # what even a menu cannot mean: it takes a message now
    r"\brecord (?:us |me )?(?:a|your) (?:brief |short )?message\b",
    r"\bwhen (?:you are |you're |you have |you've )?(?:finished|done)(?: recording| speaking)?,? "
    r"(?:you may |simply |just |please )?(?:hang up|press)\b",
)

VOICEMAIL = (
    r"\bleave (?:us |me )?(?:a|your) (?:brief |short |detailed )?"
    r"(?:message|name|number|details|name and number)\b(?! (?:with|to) (?:me|us)\b)",
    r"\bautomat(?:ed|ic) (?:voice )?(?:messag(?:e|ing)|answering) (?:system|service)\b",
    r"\bafter the (?:tone|beep|signal)\b",
    r"\bvoice ?mail\b",
    r"\b(?:mail|message) ?box\b(?! (?:is )?full of\b)",
    r"\bat the (?:sound of the )?(?:tone|beep)\b",
    r"\b(?:can(?:no|')?t|cannot|unable to|not able to) (?:come to|get to|take|answer) "
    r"(?:the phone|your call)",
    r"\bnot available (?:right now|at the moment|to take)",
    r"\b(?:nobody|no one|no-one) is (?:currently )?(?:available|able|here) to "
    r"(?:take|answer|speak)\b",
    r"\bsorry (?:that )?(?:we|i|we've|i've|we have|i have)(?: just)? missed (?:you|your call)\b",
    r"\banswering (?:service|machine)\b",
    r"\baway from (?:the|my) (?:phone|desk)\b",
)

MENU = (
    r"\bpress (?:the )?"
    r"(?:\d|zero|one|two|three|four|five|six|seven|eight|nine|pound|star|hash)\b",
    r"\b(?:dial|enter) (?:the|your party'?s) (?:extension|\d)",
    r"\b(?:dial|enter) (?:the )?(?:number |digit |key )?"
    r"(?:\d|zero|one|two|three|four|five|six|seven|eight|nine|pound|star|hash)\b",
    r"\byour party'?s extension\b",
    r"\b(?:oprima|marque|presione) (?:el |la )?(?:tecla |n[uú]mero )?\w+",
    r"\b(?:using|on) your (?:touch[- ]?tone )?(?:keypad|key pad|telephone keypad)\b",
    r"\bmain menu\b",
    r"\blisten (?:carefully )?(?:to|as) (?:the|our) (?:following )?(?:menu )?options\b",
    r"\b(?:press or say|say or press|you can say)\b",
    r"\bto (?:schedule|make|book|cancel|change|move|confirm|reach|speak|talk|hear|pay|refill|get|"
    r"continue|repeat|return)\b[^.?!]{0,60}[, ](?:just |please )?say\b",
    r"\b(?:in a few words|briefly),? (?:please )?(?:tell me|say|describe)\b",
)

HOLD = (
    r"\bplease hold\b",
    r"\bhold (?:the line|on|please)\b",
    r"\b(?:stay|remain) on the line\b",
    r"\bbear with me\b",
    r"\byour call is (?:very )?important\b",
    r"\bnext available\b",
    r"\b(?:put|place|putting|placing) you on (?:a brief )?hold\b",
    r"\ball (?:of )?our (?:\w+ ){0,2}(?:are|is) (?:currently )?(?:busy|assisting|helping)",
    r"\b(?:one|just a|give me a|a) (?:moment|second|minute|sec)\b(?:, | )?please\b",
    r"\bin (?:a|the) queue\b",
    r"\bnumber \w+ in (?:the )?(?:line|queue)\b",
    r"\b(?:calls? (?:is|are|will be) )?answered in the order\b",
    r"\b(?:estimated|expected|approximate|average|current) (?:hold|wait|waiting)(?: time)?\b",
    r"\bwait(?:ing)? times? (?:is|are)\b",
    r"\b(?:higher|heavier|larger|longer)[- ]than[- ](?:normal|usual|average)"
    r" (?:call|wait|volume)",
    r"\b(?:high|heavy) call volumes?\b",
    r"\bthank you for (?:your patience|holding|continuing to hold)[.!]?$",
    r"\byou are (?:caller|number) \w+\b",
    r"\b(?:representative|agent|operator|associate|specialist|team member|advisor)s? will be "
    r"(?:right )?with you\b",
    r"\bsomeone will be (?:right )?with you\b",
    r"\bwhile (?:we|i) (?:connect|transfer) (?:you|your call)\b",
    r"\byour call (?:will be|is being) (?:transferred|connected|answered)\b",
)

SCREENING = (
    r"\b(?:state|say|record) your name\b",
    r"\breason for (?:your call|calling)\b",
    r"\b(?:state|say|give|tell \w+) (?:the |your )?(?:purpose|reason)\b",
    r"\bcalls? (?:screening|assist)\b",
    r"\bscreen(?:ing|ed)? (?:this |your |my |their |all )?calls?\b",
    r"\b(?:call|number) is (?:being )?screened\b",
    r"\bsee if (?:this|the|that) person is available\b",
    r"\bsay who(?: you are|'s calling| is calling)\b",
    r"\bwho(?:'s| is) (?:calling|this|it)\b[^.?!]{0,12}\b(?:what|why|the reason|regarding|about)\b",
)

OUT_OF_SERVICE = (
    r"\bnot in service\b",
    r"\bno longer (?:in (?:service|use)|assigned|active)\b",
    r"\bnumber\b.*\b(?:disconnected|out of service|not (?:valid|assigned|allocated|recogni[sz]ed)|"
    r"unallocated|incorrect|has been changed|does not exist|doesn't exist)\b",
    r"\bcannot be completed as (?:dial+ed|entered)\b",
    r"\bcheck the number\b.*\bagain\b",
)

BUSY_LINES = (
    r"\bcircuits are (?:currently |now |all )?(?:busy|in use)\b",
    r"\b(?:lines|network|system)\b[^.?!]{0,30}\b(?:busy|congested|overloaded|engaged)\b"
    r".*\b(?:again|later)\b",
    r"\ball (?:of )?(?:the |our )?(?:lines|circuits|trunks) are (?:currently |now )?"
    r"(?:busy|engaged|in use)\b(?! (?:all|today|this|on)\b)",
    r"\bcannot (?:complete|connect) your call (?:at this time|right now|now)\b",
)

UNREACHABLE = (
    rf"{_THEM} (?:that |which |whom? )?{_CALLED}\b",
    r"\b(?:is|are|or) (?:switched off|powered off|out of (?:the )?(?:range|reach|coverage))\b",
    r"\b(?:customer|subscriber|wireless user|mobile user) is (?:currently |temporarily )?"
    r"(?:unavailable|not available|unreachable|not reachable|busy)\b",
    r"\bcall(?:ing)? restrictions\b",
    r"\bcalls? (?:from (?:this|your) number )?(?:is|are) (?:not (?:being )?accepted|blocked)\b",
)

CLOSED = (
    r"\b(?:thank(?:s| you) for (?:calling|your call)|you(?:'ve| have) reached)\b"
    r".*\b(?:is|are|'re) closed\b(?! (?:on|every)\b)",
    rf"\b{_US}(?: is| are|'re) (?:currently|now|presently|already) closed\b",
    r"\b(?:reached|called|calling|call)\b[^.?!]{0,40}\b(?:outside|after) (?:of )?(?:our )?"
    r"(?:normal |regular |usual )?(?:office |business |opening |working )?hours\b",
)

FAX = (r"\bfax (?:tone|machine)\b",)

MISUSE = (
    r"\bignore (?:all |any |your |the |these )*(?:previous |prior |above |earlier )?"
    r"instructions?\b",
    r"\bignore (?:all |any |your |the |these )*(?:previous |prior |above |earlier )?rules\b",
    r"\bignore (?:all |any |your |the |these )*(?:previous |prior |above |earlier )?prompt\b",
    r"\b(?:system|hidden|secret) prompt\b",
    r"\byou are now (?:a|an|my)\b",
    r"\b(?:forget|disregard|override) (?:all |your |the |everything)",
    r"\b(?:read|tell|give) me (?:his|her|their|the) (?:whole |full |entire )?"
    r"(?:calendar|schedule|diary|address|password|card)",
    r"\b(?:new|updated) instructions?\b",
    r"\bdeveloper mode\b",
    r"\bpretend (?:to be|you are)\b",
    r"\b(?:call|dial|phone) (?:this|another|the following) number\b",
    r"\bbook (?:all|ten|twenty|every) (?:of )?(?:the )?(?:appointments|slots|times|of them)\b",
    r"\bbook (?:[2-9]|\d\d+) (?:of )?(?:the )?(?:appointments|slots|times|of them)\b",
    r"\brepeat (?:after me|your instructions)\b",
)
