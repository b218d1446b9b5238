"""Every event in words, with an actor and a type; filters agree with what the lines say."""

import itertools

import pytest

from callpilot.models import User
from campaigns.models import Booking, Call, Campaign, Event, Offer
from campaigns.pages import audit_trail
from tests.factories import make_campaign, make_offer, make_person

pytestmark = pytest.mark.django_db
DATA = {
    "status": "", "text": "words", "question": "Q?", "answer": "A.", "name": "book_slot",
    "called": 2, "skipped": [{}], "offers": ["a"], "speaker": "callee", "purpose": "enquire",
}  # fmt: skip


@pytest.fixture
def person() -> User:
    return make_person()


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_has_words_and_no_raw_names(kind: str) -> None:
    offer = make_offer()
    event = Event(campaign=offer.campaign, kind=kind, call=offer.call, offer=offer, data=DATA)
    for data in (DATA, {}):
        event.data = data
        made = audit_trail.entry(event)

        assert len(made.text) > 5 and made.actor in audit_trail.ACTORS
        assert "_" not in made.text and "%(" not in made.text


def test_every_kind_has_a_type_and_an_actor() -> None:
    typed = [kind for _label, kinds in audit_trail.TYPES.values() for kind in kinds]

    assert sorted(typed) == sorted(Event.Kind.values) == sorted(audit_trail.WHO)


@pytest.mark.parametrize(
    ("kind", "statuses"),
    [
        ("campaign_moved", Campaign.Status.values), ("call_moved", Call.Status.values),
        ("offer_moved", Offer.Status.values), ("booking_moved", Booking.Status.values),
    ],
)  # fmt: skip
def test_every_status_has_words_of_its_own(kind: str, statuses: list[str]) -> None:
    offer = make_offer()
    told = {
        audit_trail.sentence(
            Event(kind=kind, offer=offer, call=offer.call, data={"status": status})
        )
        for status in statuses
    }
    assert len(told) == len(statuses)


def test_filtering_by_actor_agrees_with_what_the_line_says(person: User) -> None:
    campaign = make_campaign(person)
    for kind, (field, named, _who) in audit_trail.WHO.items():
        for value in [*named, "other", None]:
            Event.record(campaign, kind, **({field: value} if field and value is not None else {}))

    found = {actor: [] for actor in audit_trail.ACTORS}
    for actor, (type_, _x) in itertools.product(audit_trail.ACTORS, audit_trail.TYPES.items()):
        rows = audit_trail.events(person, audit_trail.Sought(actor=actor, type=type_))
        assert {audit_trail.actor_of(row) for row in rows} <= {actor}
        found[actor] += [row.pk for row in rows]

    assert sorted(sum(found.values(), [])) == sorted(Event.objects.values_list("pk", flat=True))
