"""May this call be recorded? Only by rule, by wish and by words."""

import pytest
from pytest_django.fixtures import Settings

from campaigns.models import Call, Preferences
from tests.factories import make_call, make_campaign, make_mandate
from voice import briefs, consent
from voice.models import Turn


def said(*turns: tuple[str, str]) -> list[Turn]:
    return [Turn(speaker=speaker, text=text) for speaker, text in turns]


ASKED = ("carrier", "Hello, … May this call be recorded?")


@pytest.mark.parametrize(
    "words,verdict",
    [
        ("Yes, that's fine.", "given"),
        ("Yes.", "given"),
        ("Sure, go ahead, yes.", "given"),
        ("Bright Smile Dental, how can I help?", ""),
        ("Okay.", ""),
        ("Hello?", ""),
        ("Recorded? Why?", ""),
        ("No.", "refused"),
        ("I'd rather you didn't record this.", "refused"),
        ("Please do not record me, but yes, we can talk.", "refused"),
        ("No, take me off your list.", "refused"),
    ],
)
def test_only_a_clear_yes_to_the_question_is_consent(words: str, verdict: str) -> None:
    assert consent.judge("ask", said(ASKED, ("callee", words))) == verdict


def test_a_yes_to_our_own_question_is_not_consent() -> None:
    turns = said(ASKED, ("agent", "Do you have Tuesday?"), ("callee", "Yes, we do."))

    assert consent.judge("ask", turns) == ""


def test_a_later_yes_that_names_the_recording_is_consent() -> None:
    turns = said(ASKED, ("agent", "Tuesday?"), ("callee", "Yes, you may record this."))

    assert consent.judge("ask", turns) == "given"


@pytest.mark.parametrize("policy", ["ask", "always"])
def test_who_takes_it_back_has_refused_and_no_later_yes_undoes_it(
    policy: consent.Policy,
) -> None:
    turns = said(
        ASKED, ("callee", "Yes."), ("callee", "Stop recording, please."), ("callee", "Yes. Yes.")
    )

    assert consent.judge(policy, turns) == "refused"


def test_where_it_was_ruled_out_no_yes_counts() -> None:
    assert consent.judge("never", said(ASKED, ("callee", "Yes, record it."))) == ""


# --- what is decided when a call is announced ---------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    "simulated,setting,wish,policy",
    [
        (True, "on", True, "always"),
        (True, "on", False, "never"),
        (True, "off", True, "never"),
        (False, "off", True, "never"),
        (False, "consent", True, "ask"),
        (False, "consent", False, "never"),
        (False, "on", True, "never"),
    ],
)
def test_mode_setting_and_wish_decide_together(
    settings: Settings, simulated: bool, setting: str, wish: bool, policy: str
) -> None:
    settings.SIMULATED, settings.RECORD_CALLS = simulated, setting
    campaign = make_campaign()
    call = make_call(campaign)
    Preferences.objects.update_or_create(user=campaign.person, defaults={"record_calls": wish})

    assert consent.announce(call) == policy

    call.refresh_from_db()
    assert consent.policy(call) == policy
    assert ("recorded?" in briefs.disclosure(call)) == (policy == "ask")
    assert briefs.brief_for(call).facts["asks_to_record"] == (policy == "ask")


@pytest.mark.django_db
def test_a_wish_changed_after_the_announcement_asks_nobody_too_late(
    settings: Settings,
) -> None:
    settings.SIMULATED, settings.RECORD_CALLS = False, "off"
    call = make_call()
    consent.announce(call)
    settings.RECORD_CALLS = "consent"

    assert consent.judge(consent.policy(call), said(ASKED, ("callee", "Yes."))) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("wanted", "policy"), [(True, "always"), (False, "never")])
def test_a_call_of_no_campaign_is_recorded_as_its_person_wants(wanted: bool, policy: str) -> None:
    mandate = make_mandate()
    Preferences.objects.create(user=mandate.person, record_calls=wanted)
    call = Call.objects.create(mandate=mandate, to_number="+14155550177", purpose="errand")

    assert consent.allowed(call) == policy
