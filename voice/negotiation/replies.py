"""What the callee asks about us, and the plain answer: only what the brief allows."""

import re

from voice.negotiation.facts import Facts

UNKNOWN = "I don't have that to hand."
_ROBOT = re.compile(
    r"\b(are|is) (you|this|that|it) (just |even |really )?(a |an )?(real |actual )?"
    r"(robot|bot|machine|computer|ai\b|a\.i|recording|human|person|automated)"
    r"|\b(am i|are we) (talking|speaking) (to|with) (a |an )?"
    r"(robot|bot|machine|computer|ai|human|person)"
)
_QUESTION = re.compile(
    r"\?|^(and |so |but |okay |ok |well )?"
    r"(what|which|who|whom|how|when|where|is|are|does|do|has|can|could|would|will|may)\b"
    r"|\bi('d| would)? need (her|his|their|your|the|a)\b|\bcan i (have|get)\b"
)
_TOPICS: dict[str, str] = {
    "who": r"\bwho('s| is| are)? (this|calling|speaking|you)\b|\bwho am i (talking|speaking)",
    "insurance": r"\binsurance|insured|insurer|carrier\b",
    "new_patient": (
        r"\bnew (patient|client|customer)|\bbeen (here|to us|with us|in) before"
        r"|first (visit|time)"
    ),
    "phone": (
        r"\b(phone|telephone|cell|mobile|contact|call ?back) ?number"
        r"|\bnumber (to|we can) (reach|call)"
    ),
    "duration": r"\bhow (long|much time)\b",
    "party_size": r"\bhow many (people|persons|guests|of you)|\bfor how many|\bparty size",
    "vehicle": r"\b(what|which) (kind of |sort of )?(car|vehicle|make|model)|\bmake and model",
    "when": (
        r"\bwhen (would|do|does|should)"
        r"|\b(what|which) (day|time)s? (did|do|does|would|works?|suits?)"
        r"|\bin mind\b|\bany preference"
    ),
    "what": (
        r"\bwhat (is|are|'s) (it|this|that|the (reason|appointment|visit)) (for|about)"
        r"|\bwhat for\b|\bwhat('s| is| would) .*(reason|about)\b|\bwhat (service|treatment)"
    ),
    "name": (
        r"\b(what|whose|which|may i have|could i have|can i (have|get)|under what) .*name\b"
        r"|\bname (please|for the)|\bwho is (it|that|this|the appointment) for\b|\bspell\b"
    ),
    "notes": r"\banything (else )?(we|i) should know|\bsymptoms?|\bspecial requests?|\ballerg",
    "private": r"\bbirth|address|e-?mail|social security|credit|card|policy number|member id\b",
}


def asks_if_robot(low: str) -> bool:
    return bool(_ROBOT.search(low))


def about(low: str) -> str:
    """What the callee wants to know of us; "" if nothing that we know of."""
    if not _QUESTION.search(low):
        return ""
    for topic, sign in _TOPICS.items():
        if re.search(sign, low):
            return topic
    return ""


def only_the_person_knows(topic: str, low: str) -> bool:
    """Whether the person may be asked for it; for cards and secret numbers never."""
    secret = re.search(r"\b(credit|card|social security|policy number|member id)\b", low)
    return topic == "private" and not secret


def reply(facts: Facts, topic: str) -> str:
    """One sentence."""
    name = facts.person
    told = facts.shared.get(topic, "")
    if topic == "who":
        return f"I am an automated assistant, calling for {name}."
    if topic == "duration":
        return f"{facts.duration_minutes} minutes."
    if topic == "when":
        when = facts.window_words
        return f"{when[0].upper()}{when[1:]}, if possible." if when else UNKNOWN
    if topic == "what":
        return f"It is for {facts.service_phrase}."
    if topic == "name":
        return f"The name is {name}."
    if not told:
        return UNKNOWN
    if topic == "new_patient":
        return {
            "yes": f"Yes, {name} would be new.",
            "no": f"No, {name} has been there before.",
        }.get({"true": "yes", "false": "no"}.get(told.lower(), told.lower()), f"{told}.")
    return {
        "insurance": f"The insurance is {told}.",
        "phone": f"The number is {told}.",
        "party_size": f"It is for {told}.",
        "vehicle": f"It is a {told}.",
    }.get(topic, f"{told}.")
