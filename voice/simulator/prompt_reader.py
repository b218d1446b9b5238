"""What the simulated speaker understands of a prompt: the filled-in text is all that it knows."""

import re

# What stands before a quoted fact in the prompt, and which fact that is.
LABELS = {
    "purpose": "purpose",
    "business": "provider_name",
    "kind of business": "service",
    "service": "service_phrase",
    "minutes": "duration_minutes",
    "time wanted": "window_words",
    "today there": "today",
    "time zone there": "timezone",
    "questions": "questions",
    "may book": "may_book",
    "keep until": "keep_until_words",
    "option elsewhere": "leverage_words",
    "time kept": "slot_words",
    "it begins": "slot_start",
    "it ends": "slot_end",
    "resumed": "resumed",
    "order word": "order_word",
    "our number to ring back": "callback_number",
    "phone": "share_phone",
    "insurance": "share_insurance",
    "new patient": "share_new_patient",
    "party of": "share_party_size",
    "vehicle": "share_vehicle",
    "notes": "share_notes",
}
_LINE = re.compile(r'^([a-z ]+): "([^"]*)"', re.MULTILINE)
_IN_A_SENTENCE = {
    "person_name": re.compile(
        r"^You are the telephone assistant of (.+?)\. You speak", re.MULTILINE
    ),
}
_PLACEHOLDER = re.compile(r"\{\{\s*([\w]+)\s*\}\}")
SYSTEM = "system__"  # filled by the vendor itself


def placeholders(text: str) -> set[str]:
    return {name for name in _PLACEHOLDER.findall(text) if not name.startswith(SYSTEM)}


def rendered(text: str, variables: dict[str, object]) -> str:
    """As the vendor fills it in: once, and what nobody fills stays as it is."""
    return _PLACEHOLDER.sub(lambda found: str(variables.get(found.group(1), found.group(0))), text)


def facts_in(text: str) -> dict[str, str]:
    """The facts that the text tells; of two lines with one label the first."""
    told: dict[str, str] = {}
    for label, value in _LINE.findall(text):
        if label in LABELS:
            told.setdefault(LABELS[label], value)
    for name, pattern in _IN_A_SENTENCE.items():
        if found := pattern.search(text):
            told[name] = found.group(1)
    return told
