"""Of appointments that there are: "move my haircut", "cancel Tuesday's appointment"."""

from campaigns.intake.words.alternatives import any_of

_NOUNS = (
    "table", "haircut", "cleaning", "check-?up", "exam", "dentist", "doctor", "vet", "dinner",
)  # fmt: skip
_BOOKED = ("appointments?", "booking", "reservation", "visit", "slot", "session")
_WHOSE = r"(?:my|our|the|that|this|today's|tomorrow's|\w+day'?s?)"
_APPOINTMENT = rf"{_WHOSE} (?:[\w.'-]+ ){{0,4}}?{any_of(_BOOKED)}"
_THING = rf"{_WHOSE} (?:[\w.'-]+ ){{0,4}}?{any_of((*_BOOKED, *_NOUNS))}"
# To change or push anything else than an appointment is another matter: "change my oil".
CHANGE = (
    rf"\b(?:reschedule|re-schedule|rebook|postpone) (?:{_WHOSE}\b|an appointment\b)",
    rf"\b(?:move|shift|push(?: back)?|bring forward|delay) {_THING}\b",
    rf"\bchange {_APPOINTMENT}\b",
    rf"\b(?:cancel|call off|get out of) (?:an appointment|{_THING})\b",
    rf"\b(?:can't|cannot|won't|can not) (?:make|come to|keep|get to) {_APPOINTMENT}\b",
)
PAST = r"\b(?:had|have had|was forced|forgot|wanted) to\s+$"
LEAD = (  # all that may stand before it when the message is about nothing else
    "hi", "hello", "hey", "please", "can", "could", "would", "you", "i", "we", "need", "want",
    "have", "got", "must", "like", "i'd", "i'll", "to", "help", "me", "also", "just", "now", "ok",
    "sorry", "actually", "no", "wait", "should", "how", "do", "is", "there", "a", "way",
)  # fmt: skip
NEW_WISH = (
    r"(?:[,;.]\s*|\s+)(?:and |then |and then |instead |but )?(?:please )?"
    r"(?:book|find|get me|make me|look for|i (?:also )?(?:need|want)|we need)\b"
)
