"""A desk's answers on the page of a call, sorted by the question they belong to; pure."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from telephony.call_page.timeline import Row

QUESTIONS = [  # what our question is about → a name for the answer
    (("cost", "price", "charge", "estimate"), gettext_lazy("Price")),
    (("insurance",), gettext_lazy("Insurance")),
    (("new patient", "new client", "new customer"), gettext_lazy("New patients")),
    (("deposit",), gettext_lazy("Deposit")),
    (("cancel",), gettext_lazy("Cancelling")),
    (("bring",), gettext_lazy("To bring")),
    (("how long",), gettext_lazy("How long it takes")),
    (("who would",), gettext_lazy("With whom")),
    (("kind of car", "kinds of car", "make and model"), gettext_lazy("Make and model")),
    (("drop off", "dropped off"), gettext_lazy("Dropping off")),
    (("party of", "how many people"), gettext_lazy("Number of people")),
    (("time limit",), gettext_lazy("Time at the table")),
    (("animal",), gettext_lazy("Animals")),
    (("urgent",), gettext_lazy("If it becomes urgent")),
    (("keep it", "hold it"), gettext_lazy("Keeping the time")),
    (("parking",), gettext_lazy("Parking")),
]


@dataclass(frozen=True)
class Fact:
    """Something the desk told us, in its own words, and where."""

    name: str
    text: str
    clock: str
    number: int


def answers(turns: list[Row]) -> list[Fact]:
    """The desk's answers to what we asked, each by its question; the last answer counts."""
    facts: dict[str, Fact] = {}
    asked: list[str] = []
    for row in turns:
        if row.kind != "turn":
            continue
        said = row.text.lower()
        if row.css == "agent":
            questions = [
                s for s in said.replace("!", ".").replace("?", "?.").split(".") if "?" in s
            ]
            asked = [
                str(name)
                for words, name in QUESTIONS
                if any(word in question for word in words for question in questions)
            ]
        elif row.css == "callee":
            for name in asked:
                facts[name] = Fact(name, row.text, row.clock, row.number or 0)
            asked = []
    return list(facts.values())
