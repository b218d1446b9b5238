"""Of several wishes one is in hand, and none is lost."""

import pytest

from callpilot.errors import BadInput
from callpilot.models import User
from campaigns import launch
from campaigns.intake import drafting, later
from campaigns.models import Draft
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_person(home_address="1 Market St, San Francisco")


def talk(person: User, *messages: str) -> Draft:
    draft = drafting.begin(person)
    for words in messages:
        draft = drafting.say(draft, words)
    return draft


def answer(draft: Draft) -> str:
    return str(draft.messages[-1]["text"])


def test_the_first_is_in_hand_and_each_of_the_others_is_named(person: User) -> None:
    draft = talk(person, "dentist tomorrow, haircut next week and a vet for my cat")

    assert draft.value("service") == "dentist" and not draft.fields["service"]["sure"]
    assert later.kept(draft).others == ("haircut next week", "a vet for my cat")
    assert "“haircut next week”, “a vet for my cat”" in answer(draft)


def test_a_choice_is_asked_and_nothing_is_taken_up_before(person: User) -> None:
    draft = talk(person, "dentist tomorrow or a haircut")

    assert draft.value("service") is None and draft.value("date_range_start") is None
    assert draft.messages[-1]["quick"] == ["dentist tomorrow", "a haircut"]
    assert later.kept(draft).others == ("dentist tomorrow", "a haircut")


@pytest.mark.parametrize(
    ("said", "service", "others"),
    [
        ("a haircut", "hair_salon", ("dentist tomorrow",)),
        ("The haircut.", "hair_salon", ("dentist tomorrow",)),
        ("the second one", "hair_salon", ("dentist tomorrow",)),
        ("first", "dentist", ("a haircut",)),
        ("both", "dentist", ("a haircut",)),
        ("next week", None, ("dentist tomorrow", "a haircut")),
    ],
)
def test_the_answer_takes_one_up_and_keeps_the_other(
    person: User, said: str, service: str | None, others: tuple[str, ...]
) -> None:
    draft = talk(person, "dentist tomorrow or a haircut", said)

    assert draft.value("service") == service and later.kept(draft).others == others


def test_another_may_come_first_after_all_and_brings_its_own_day(person: User) -> None:
    draft = talk(
        person, "dentist tomorrow in Oakland, haircut next week", "rather the haircut first"
    )

    assert draft.value("service") == "hair_salon"
    assert draft.value("date_range_start") != draft.value("date_range_end")  # the whole week
    assert later.kept(draft).others == ("dentist tomorrow in Oakland",)


def test_one_that_comes_first_after_all_may_have_another_day(person: User) -> None:
    draft = talk(person, "dentist tomorrow, haircut next week", "the haircut tomorrow, first")

    assert draft.value("service") == "hair_salon"
    assert draft.value("date_range_start") == draft.value("date_range_end")
    assert later.kept(draft).others == ("dentist tomorrow",)


def test_those_that_wait_already_go_on_waiting(person: User) -> None:
    draft = talk(person, "dentist tomorrow, haircut next week", "a vet, and new tires on Friday")

    assert later.kept(draft).others == ("new tires on Friday", "haircut next week")


def test_one_that_is_added_waits_and_changes_nothing(person: User) -> None:
    draft = talk(person, "dentist next week", "and also a haircut tomorrow")

    assert draft.value("service") == "dentist"
    assert draft.value("date_range_start") != draft.value("date_range_end")
    assert later.kept(draft).others == ("a haircut tomorrow",)


def test_one_that_takes_the_place_of_another_is_said_so(person: User) -> None:
    assert "takes the place of the dentist" in answer(talk(person, "dentist tomorrow", "a vet"))
    assert "takes the place" not in answer(talk(person, "dentist tomorrow", "no, a vet"))


def test_a_long_wish_is_shortened_on_its_button_and_taken_up_whole(person: User) -> None:
    long = "a haircut tomorrow for somebody who has quite a lot to say about how it should look"
    draft = talk(person, f"dentist tomorrow or {long}")
    pressed = draft.messages[-1]["quick"][1]

    draft = drafting.say(draft, pressed)

    assert len(pressed) <= later.MOST_SHOWN and draft.value("service") == "hair_salon"
    assert draft.value("date_range_start")


def test_what_waits_is_said_once_more_when_calls_start(person: User) -> None:
    campaign = launch.of_draft(talk(person, "vet tomorrow, and then I need a haircut"))

    [remark] = campaign.remarks
    assert "“I need a haircut”" in remark and campaign.request == "vet tomorrow"


def test_a_choice_rings_nobody_over_the_api(person: User) -> None:
    with pytest.raises(BadInput) as refused:
        launch.create(person, {"request": "dentist tomorrow or haircut"})

    assert "Which one first: “dentist, tomorrow”" not in refused.value.errors["request"][0]
    assert "“dentist tomorrow”" in refused.value.errors["request"][0]


def test_one_that_was_taken_up_since_is_known_by_its_words(person: User) -> None:
    first = talk(person, "vet tomorrow, and then I need a haircut")
    launch.of_draft(first)
    [before] = later.waiting(first)
    second = talk(person, "I need a haircut.")

    [after] = later.waiting(first)

    assert (before.words, before.draft_id) == ("I need a haircut", None)
    assert (after.words, after.draft_id) == ("I need a haircut", second.pk)


def test_one_that_was_started_in_other_words_was_taken_up_too(person: User) -> None:
    first = talk(person, "vet tomorrow, a haircut next week and a massage on Friday")
    haircut = talk(person, "a trim for my hair on Tuesday")
    begun = [each.draft_id for each in later.waiting(first)]
    launch.of_draft(haircut)
    massage = talk(person, "massage on Friday")

    launch.of_draft(massage)

    assert begun == [None, None]
    assert [each.draft_id for each in later.waiting(first)] == [haircut.pk, massage.pk]


def test_nobody_elses_request_takes_one_up(person: User) -> None:
    first = talk(person, "vet tomorrow, and then I need a haircut")

    talk(make_person(home_address="1 Market St, San Francisco"), "I need a haircut")

    assert [each.draft_id for each in later.waiting(first)] == [None]
