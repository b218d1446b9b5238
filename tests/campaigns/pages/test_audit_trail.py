"""Every event in words, with an actor and a type; filters agree with what the lines say."""

import itertools
from datetime import date, timedelta

import pytest
from django.utils.timezone import now

from callpilot.json_types import JsonObject
from callpilot.models import User
from campaigns.models import Booking, Call, Campaign, Event, Offer
from campaigns.pages import audit_trail
from campaigns.pages.audit_trail import Sought
from tests.factories import make_call, make_campaign, make_offer, make_person, make_provider

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
    event = Event(mandate=offer.campaign, kind=kind, call=offer.call, offer=offer, data=DATA)
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
            data = {field: value} if field and value is not None else {}
            Event.record(campaign, kind, call=None, offer=None, **data)

    found: dict[str, list[int]] = {actor: [] for actor in audit_trail.ACTORS}
    for actor, (type_, _x) in itertools.product(audit_trail.ACTORS, audit_trail.TYPES.items()):
        rows = audit_trail.events(person, Sought(actor=actor, type=type_))
        assert {audit_trail.actor_of(row) for row in rows} <= {actor}
        found[actor] += [row.pk for row in rows]

    assert sorted(sum(found.values(), [])) == sorted(Event.objects.values_list("pk", flat=True))


def record(
    kind: str,
    campaign: Campaign | None = None,
    *,
    call: Call | None = None,
    offer: Offer | None = None,
    **data: object,
) -> Event:
    return Event.record(campaign or make_campaign(), kind, call=call, offer=offer, **data)


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_has_words_and_an_actor(kind: str) -> None:
    entry = audit_trail.entry(record(kind))

    assert entry.text and entry.who and "%" not in entry.text


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_can_be_found_under_one_type(kind: str) -> None:
    assert sum(kind in kinds for _label, kinds in audit_trail.TYPES.values()) == 1


def test_a_kind_that_is_new_must_be_given_words() -> None:
    event = record("turn")
    event.kind = "brand_new"

    with pytest.raises(ValueError, match="brand_new"):
        audit_trail.sentence(event)


@pytest.mark.parametrize(
    "kind,data,actor",
    [
        ("campaign_moved", {"status": "created"}, "you"),
        ("campaign_moved", {"status": "failed"}, "system"),
        ("call_moved", {"status": "in_progress"}, "desk"),
        ("call_moved", {"status": "dialing"}, "assistant"),
        ("call_moved", {}, "system"),
        ("turn", {"speaker": "callee"}, "desk"), ("turn", {"speaker": "person"}, "you"),
        ("turn", {"speaker": "agent"}, "assistant"), ("offer_noted", {}, "desk"),
        ("offer_moved", {"status": "withdrawn"}, "desk"),
        ("booking_moved", {"status": "confirming"}, "you"),
        ("booking_moved", {"status": "booked"}, "desk"),
        ("answered", {"default": True}, "system"), ("answered", {"default": False}, "you"),
        ("whispered", {}, "you"), ("ranked", {}, "system"),
    ],
)  # fmt: skip
def test_it_says_who_did_it_and_finds_it_by_that(kind: str, data: JsonObject, actor: str) -> None:
    event = record(kind, **data)

    assert audit_trail.actor_of(event) == actor
    for each in audit_trail.ACTORS:
        wanted = Sought(actor=each, type=_type_of(kind))
        found = audit_trail.events(event.mandate.person, wanted)
        assert (event in found) is (each == actor)


def _type_of(kind: str) -> str:
    return next(name for name, (_label, kinds) in audit_trail.TYPES.items() if kind in kinds)


@pytest.mark.parametrize("status", Campaign.Status.values)
def test_every_state_of_a_campaign_has_words_of_its_own(status: str) -> None:
    assert audit_trail.sentence(record("campaign_moved", status=status)) != "moved the request on"


@pytest.mark.parametrize("status", Call.Status.values)
def test_every_state_of_a_call_names_whom_it_went_to(status: str) -> None:
    call = make_call(provider=make_provider(name="Bay Dental"))
    assert call.campaign is not None

    words = audit_trail.sentence(record("call_moved", call.campaign, call=call, status=status))

    assert "Bay Dental" in words and "moved the call" not in words


@pytest.mark.parametrize("status", Offer.Status.values)
def test_every_state_of_an_offer_has_words_with_its_time(status: str) -> None:
    offer = make_offer()

    words = audit_trail.sentence(record("offer_moved", offer.campaign, offer=offer, status=status))

    assert offer.provider.name in words and "moved an offer" not in words


def test_a_reason_stands_in_brackets_once() -> None:
    event = record("campaign_moved", status="failed", reason="Nobody had a time.")

    assert audit_trail.sentence(event).endswith("(Nobody had a time)")


@pytest.mark.parametrize("called,skipped,words", [(1, 0, "1 provider"), (5, 2, "2 are not called")])
def test_counts_are_said_as_people_say_them(called: int, skipped: int, words: str) -> None:
    event = record("providers_found", called=called, skipped=["x"] * skipped)

    assert words in audit_trail.sentence(event)


def test_a_tool_that_failed_is_told_otherwise_than_one_that_worked() -> None:
    worked, failed = (
        audit_trail.sentence(record("tool_run", name="book_slot", ok=ok)) for ok in (True, False)
    )

    assert worked != failed


# --- looking for something ----------------------------------------------------------------------


def test_only_ones_own_is_found() -> None:
    mine, theirs = record("whispered"), record("whispered")

    found = list(audit_trail.events(mine.mandate.person, Sought()))

    assert mine in found and theirs not in found


@pytest.mark.parametrize("kind", sorted(audit_trail.LOUD))
def test_what_is_loud_is_shown_only_when_asked_for(kind: str) -> None:
    event = record(kind)

    assert event not in audit_trail.events(event.mandate.person, Sought())
    assert event in audit_trail.events(event.mandate.person, Sought(type=_type_of(kind)))


def test_the_newest_comes_first() -> None:
    campaign = make_campaign()
    events = [record("whispered", campaign, text=str(number)) for number in range(3)]

    assert list(audit_trail.events(campaign.person, Sought())) == events[::-1]


def test_a_day_is_found_whole_on_the_readers_clock() -> None:
    event = record("whispered")
    today = audit_trail.entry(event).day
    day = timedelta(days=1)

    def found(first: date | None, last: date | None) -> bool:
        return event in audit_trail.events(event.mandate.person, Sought(first=first, last=last))

    assert found(today, today) and found(None, today) and found(today, None)
    assert not found(today + day, None) and not found(None, today - day)


def test_words_are_looked_for_in_what_was_said_and_in_who_was_called() -> None:
    call = make_call(provider=make_provider(name="Bay Dental"))
    assert call.campaign is not None
    event = record("call_noted", call.campaign, call=call, text="They close at noon.")
    person = call.campaign.person

    assert event in audit_trail.events(person, Sought(words="NOON"))
    assert event in audit_trail.events(person, Sought(words="bay d"))
    assert event not in audit_trail.events(person, Sought(words="midnight"))


def test_one_request_may_be_looked_at_alone() -> None:
    first = record("whispered")
    second = record("whispered", make_campaign(first.mandate.person))

    found = audit_trail.events(first.mandate.person, Sought(campaign=str(second.mandate_id)))

    assert list(found) == [second]


@pytest.mark.parametrize(
    "sought,any_", [(Sought(), False), (Sought(words="x"), True), (Sought(last=now().date()), True)]
)
def test_whether_anything_is_looked_for(sought: Sought, any_: bool) -> None:
    assert sought.any is any_
