"""What the callee asks about us, and the plain answer: only what the brief allows."""

import re

from voice.evidence.patterns import one_of
from voice.negotiation import phrasing, words
from voice.negotiation.facts import Facts

UNKNOWN = "I don't have that to hand."
_ROBOT = re.compile(one_of(words.ASKS_IF_ROBOT))
_HUMAN = re.compile(one_of(words.ASKS_IF_HUMAN))
_QUESTION = re.compile(one_of(words.ASKS_ABOUT_US))
_TOPICS = {topic: re.compile(one_of(signs)) for topic, signs in words.TOPICS.items()}
_SECRET = re.compile(rf"\b{one_of(words.SECRETS)}\b")


def what_we_are(facts: Facts, low: str) -> str:
    """The plain answer to whoever asks if we are a robot or a human; "" if nobody does."""
    robot, human = _ROBOT.search(low), _HUMAN.search(low)
    if not robot and not human:
        return ""
    truly = f"I am an automated assistant, calling for {facts.person}."
    if robot and human:
        return truly  # "a human or a machine?"
    return f"{'Yes' if robot else 'No'}, {truly}"


def about(low: str) -> str:
    """What the callee wants to know of us; "" if nothing that we know of."""
    if not _QUESTION.search(low):
        return ""
    for topic, sign in _TOPICS.items():
        if sign.search(low):
            return topic
    return ""


def only_the_person_knows(topic: str, low: str) -> bool:
    """Whether the person may be asked for it; for cards and secret numbers never."""
    return topic == "private" and not _SECRET.search(low)


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
        "vehicle": f"It is {phrasing.with_article(told)}.",
    }.get(topic, f"{told}.")
