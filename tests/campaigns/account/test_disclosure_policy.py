"""What a desk may be told: what the request allows, never what the person never tells."""

import pytest

from campaigns.account import disclosure_policy
from campaigns.models import Campaign, Preferences
from campaigns.models.preferences import SHARE_KINDS
from tests.factories import make_campaign

pytestmark = pytest.mark.django_db


def campaign(may_share: list[str], **share: str) -> Campaign:
    made = make_campaign(may_share=may_share)
    Preferences.objects.create(user=made.person, share=share)
    return made


def test_what_the_request_allows_is_told() -> None:
    assert disclosure_policy.allowed(campaign(["phone", "notes"])) == {"phone", "notes"}


@pytest.mark.parametrize("kind", [kind for kind in SHARE_KINDS if kind != "name"])
def test_what_is_never_told_is_not_whoever_allowed_it(kind: str) -> None:
    made = campaign([kind], **{kind: "never"})

    assert disclosure_policy.allowed(made) == set()
    assert kind in disclosure_policy.never(made.person_id)


def test_a_name_is_always_told_since_the_first_sentence_says_it() -> None:
    made = campaign(["name"], name="never")

    assert disclosure_policy.allowed(made) == {"name"}


def test_what_is_asked_first_is_what_neither_request_nor_habit_decides() -> None:
    made = campaign(["notes"], notes="ask", insurance="ask", phone="always", date_of_birth="never")

    assert disclosure_policy.ask_first(made) == ["insurance"]


def test_who_has_never_chosen_is_asked_about_what_is_private() -> None:
    made = make_campaign(may_share=[])

    assert disclosure_policy.ask_first(made) == ["date_of_birth", "notes"]
    assert disclosure_policy.never(made.person_id) == set()
    assert not Preferences.objects.exists()
