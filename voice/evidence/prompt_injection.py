"""Does the callee try to make the assistant do something else? Pure."""

import re

_MISUSE = re.compile(
    "|".join(
        (
            r"\bignore (?:all |any |your |the |these )*(?:previous |prior |above |earlier )?"
            r"(?:instructions?|rules|prompt)\b",
            r"\b(?:system|hidden|secret) prompt\b",
            r"\byou are now (?:a|an|my)\b",
            r"\b(?:forget|disregard|override) (?:all |your |the |everything)",
            r"\b(?:read|tell|give) me (?:his|her|their|the) (?:whole |full |entire )?"
            r"(?:calendar|schedule|diary|address|password|card)",
            r"\b(?:new|updated) instructions?\b",
            r"\bdeveloper mode\b",
            r"\bpretend (?:to be|you are)\b",
            r"\b(?:call|dial|phone) (?:this|another|the following) number\b",
            r"\bbook (?:all|ten|twenty|every|[2-9]|\d\d+) (?:of )?(?:the )?"
            r"(?:appointments|slots|times|of them)\b",
            r"\brepeat (?:after me|your instructions)\b",
        )
    )
)


def misuses(text: str) -> bool:
    """Whether this turn gives the assistant instructions instead of answers."""
    return _MISUSE.search(text.lower().replace("\u2019", "'")) is not None
