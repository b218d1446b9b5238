"""One message for the machines of a provider in a campaign, whoever comes to leave it."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from campaigns.calls import voicemail
from campaigns.models import Call
from tests.factories import make_call, make_mandate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def messages(settings: Settings) -> None:
    settings.VOICEMAIL_MESSAGES = True


def another(call: Call, **changes: object) -> Call:
    return make_call(call.campaign, provider=call.provider, attempt=2, **changes)


def test_the_first_call_that_claims_it_has_it_and_once() -> None:
    call = make_call()

    assert voicemail.may_leave_message(call)
    assert voicemail.claim_message(call) and not voicemail.claim_message(call)
    assert not voicemail.may_leave_message(call)


@pytest.mark.parametrize("purpose", ["enquire", "confirm", "cancel"])
def test_no_other_call_of_the_campaign_leaves_one_with_that_provider(purpose: str) -> None:
    first = make_call()
    second = another(first, purpose=purpose)
    assert voicemail.claim_message(first)

    assert not voicemail.may_leave_message(second)
    assert not voicemail.claim_message(second)
    assert voicemail.claim_message(make_call(first.campaign))  # another provider


def test_the_database_keeps_it_so_whatever_code_does() -> None:
    first = make_call(message_at=now())

    with pytest.raises(IntegrityError), transaction.atomic():
        another(first, message_at=now())


def test_nothing_is_left_unless_the_setting_says_so(settings: Settings) -> None:
    settings.VOICEMAIL_MESSAGES = False

    assert not voicemail.may_leave_message(make_call())


def test_an_errand_leaves_none() -> None:
    errand = Call.objects.create(mandate=make_mandate(), to_number="+14155550177", purpose="errand")

    assert not voicemail.may_leave_message(errand)
