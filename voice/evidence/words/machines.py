"""English of whoever is no human at a desk, and of those who misuse the assistant."""

VOICEMAIL = (
    r"\b(leave|record) (us |me )?(a|your) (brief |short |detailed )?(message|name and number)",
    r"\bafter the (tone|beep)\b",
    r"\bvoice ?mail\b",
    r"\bmailbox\b",
    r"\bat the (tone|beep)\b",
    r"\b(can(no|')?t|cannot|unable to) (come to|take|answer) (the phone|your call)",
    r"\bnot available (right now|at the moment|to take)",
)

MENU = (
    r"\bpress (the )?(\d|zero|one|two|three|four|five|six|seven|eight|nine|pound|star|hash)\b",
    r"\b(dial|enter) (the|your party'?s) (extension|\d)",
    r"\bmain menu\b",
    r"\blisten (carefully )?(to|as) (the|our) (following )?(menu )?options\b",
)

HOLD = (
    r"\bplease hold\b",
    r"\bhold (the line|on|please)\b",
    r"\bstay on the line\b",
    r"\bbear with me\b",
    r"\byour call is (very )?important\b",
    r"\bnext available\b",
    r"\b(put|place|putting) you on hold\b",
    r"\ball (of )?our (\w+ ){0,2}(are|is) (currently )?(busy|assisting|helping)",
    r"\b(one|just a|give me a|a) (moment|second|minute|sec)\b(, | )?please\b",
    r"\bin (a|the) queue\b",
    r"\bnumber \w+ in (the )?(line|queue)\b",
)

SCREENING = (
    r"\b(state|say|record) your name\b",
    r"\breason for (your call|calling)\b",
    r"\bcall(s)? (screening|assist)\b",
    r"\bscreen(ing|ed)? (this |your )?calls?\b",
    r"\bsee if (this|the) person is available\b",
)

FAX = (r"\bfax (tone|machine)\b",)

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
