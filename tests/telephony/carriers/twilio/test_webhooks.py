"""What the carrier asks and tells us over HTTP."""

from decimal import Decimal
from itertools import permutations
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.db import OperationalError, connection
from pytest_django.fixtures import Settings
from twilio.request_validator import RequestValidator

from campaigns.models import Call
from telephony.media import stream_tokens
from telephony.models import StreamCheck, WebhookDelivery
from tests.campaigns.clients import Answer
from tests.factories import make_call
from tests.telephony.conftest import Webhooks, told_during
from voice.session.db_threads import in_thread
from voice.session.voicemail import AFTER_TONE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_concluded(concluded: list[UUID]) -> None:
    pass


def dialled(**changes: object) -> Call:
    return make_call(None, **{"status": "dialing", "carrier_id": "CA1"} | changes)


def verbs(response: Answer) -> list[str]:
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/xml")
    return [element.tag for element in ElementTree.fromstring(response.content)]


def stream_token(response: Answer) -> str:
    stream = ElementTree.fromstring(response.content).find("Connect/Stream")
    assert stream is not None
    return stream.attrib["url"].rpartition("/")[2]


# --- the answer -------------------------------------------------------------------------------


def test_an_answered_call_hears_the_disclosure_and_then_gets_a_socket(
    webhooks: Webhooks, settings: Settings
) -> None:
    settings.STREAM_URL = "wss://media.example.com"
    call = dialled()

    response = webhooks.voice(call)

    assert verbs(response) == ["Say", "Connect", "Redirect"]
    assert b"wss://media.example.com/twilio/stream/" in response.content
    assert f"{settings.PUBLIC_URL}/twilio/voice/{call.token}/resume" in response.content.decode()
    assert stream_tokens.redeem(stream_token(response)) == call
    call.refresh_from_db()
    assert call.status == "in_progress"
    assert call.answered_at and call.deadline_at


def test_the_first_webhook_brings_the_carriers_id(webhooks: Webhooks) -> None:
    call = dialled(status="in_doubt", carrier_id=None)

    webhooks.voice(call, CallSid="CA77")

    call.refresh_from_db()
    assert (call.carrier_id, call.status) == ("CA77", "in_progress")


@pytest.mark.parametrize("redeemed", [False, True])
def test_a_replayed_answer_gets_no_second_token(webhooks: Webhooks, redeemed: bool) -> None:
    call = dialled()
    token = stream_token(webhooks.voice(call))
    if redeemed:
        stream_tokens.redeem(token)

    assert verbs(webhooks.voice(call)) == ["Hangup"]
    assert (stream_tokens.redeem(token) is None) == redeemed


def test_a_second_carrier_call_under_our_token_is_hung_up(webhooks: Webhooks) -> None:
    call = dialled(carrier_id="CA1")

    assert verbs(webhooks.voice(call, CallSid="CA2")) == ["Hangup"]
    call.refresh_from_db()
    assert (call.carrier_id, call.status) == ("CA1", "dialing")


def test_a_second_carrier_call_gets_no_socket_while_the_first_talks(webhooks: Webhooks) -> None:
    call = dialled(carrier_id="CA1", status="in_progress")

    assert verbs(webhooks.voice(call, CallSid="CA2")) == ["Hangup"]
    assert verbs(webhooks.voice(call, CallSid="CA1")) == ["Say", "Connect", "Redirect"]


@pytest.mark.parametrize("status", ["completed", "failed", "cancelled"])
def test_a_call_that_is_over_for_us_is_hung_up_when_answered(
    webhooks: Webhooks, status: str
) -> None:
    call = dialled(status=status)

    assert verbs(webhooks.voice(call)) == ["Hangup"]
    call.refresh_from_db()
    assert call.status == status


def test_an_unwanted_call_is_hung_up_when_answered(webhooks: Webhooks) -> None:
    call = dialled()
    Call.objects.filter(pk=call.pk).update(unwanted_at=call.created_at)

    assert verbs(webhooks.voice(call)) == ["Hangup"]


@pytest.mark.parametrize("kind,answer", [("fax", "Hangup"), ("machine_start", "Say")])
def test_a_fax_is_hung_up_and_any_other_machine_is_listened_to(
    webhooks: Webhooks, kind: str, answer: str
) -> None:
    call = dialled()

    assert verbs(webhooks.voice(call, AnsweredBy=kind))[0] == answer
    call.refresh_from_db()
    assert call.answered_by == kind


def test_after_a_fault_of_ours_the_answer_may_be_asked_for_again(
    webhooks: Webhooks, settings: Settings
) -> None:
    call = dialled()
    webhooks.client.raise_request_exception = False
    right, settings.STREAM_URL = settings.STREAM_URL, "https://no.stream.example.com"
    assert webhooks.voice(call).status_code == 500

    settings.STREAM_URL = right

    assert stream_tokens.redeem(stream_token(webhooks.voice(call))) == call


@pytest.mark.parametrize("voice", ["Polly.Matthew-Neural", ""])
def test_every_word_of_the_carrier_is_spoken_with_the_voice_that_was_chosen(
    webhooks: Webhooks, settings: Settings, voice: str
) -> None:
    settings.TWILIO_VOICE = [f"en-US:{voice}"] if voice else []
    call = dialled()
    answers = [webhooks.voice(call)]
    stream_tokens.redeem(stream_token(answers[0]))
    answers.append(webhooks.resume(call))
    Call.objects.filter(pk=call.pk).update(outcome="failed", metrics={"agent_failed": True})
    answers += [webhooks.resume(call), webhooks.fallback(call)]

    for answer in answers:
        [said] = ElementTree.fromstring(answer.content).findall("Say")
        assert said.attrib == {"language": "en-US"} | ({"voice": voice} if voice else {})


# --- when we fail -----------------------------------------------------------------------------


def test_whoever_is_on_the_line_when_we_fail_hears_that_we_are_sorry_without_any_database(
    webhooks: Webhooks, caplog: pytest.LogCaptureFixture
) -> None:
    call = dialled()

    def fail(*args: object) -> None:
        raise OperationalError

    with connection.execute_wrapper(fail):
        response = webhooks.fallback(call)

    assert verbs(response) == ["Say", "Hangup"] and b"I am sorry" in response.content
    assert "error 11200" in caplog.text and call.token not in caplog.text


def test_the_end_of_a_call_that_we_failed_says_why(webhooks: Webhooks) -> None:
    call = dialled()

    webhooks.fallback(call)
    call.refresh_from_db()
    talking = call.status
    webhooks.status(call, "completed", 3, CallDuration="4")

    call.refresh_from_db()
    assert (talking, call.status, call.outcome) == ("in_progress", "completed", "failed")
    assert call.reason == "Something went wrong on our side." and call.metrics["agent_failed"]


def test_what_a_call_had_come_to_before_we_failed_stands(webhooks: Webhooks) -> None:
    call = dialled(status="in_progress", outcome="offer")

    webhooks.fallback(call)

    call.refresh_from_db()
    assert (call.outcome, call.reason) == ("offer", "") and "agent_failed" not in call.metrics


# --- status -----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_whole_call_is_followed_and_concluded_once(
    webhooks: Webhooks, concluded: list[UUID]
) -> None:
    call = dialled()
    for number, word in enumerate(["initiated", "ringing", "in-progress"]):
        assert webhooks.status(call, word, number).status_code == 204
    webhooks.status(call, "completed", 3, CallDuration="42")
    webhooks.status(call, "completed", 3, CallDuration="42")

    call.refresh_from_db()
    assert call.status == "completed"
    assert call.ended_at and call.ringing_at and call.answered_at
    assert str(call.cost) == "0.0984"
    assert concluded == [call.pk]
    assert WebhookDelivery.objects.filter(call=call, changed=True).count() == 3


SIX = [
    ("initiated", 0), ("ringing", 1), ("in-progress", 2), ("completed", 3), ("ringing", 1),
]  # fmt: skip


def test_news_in_any_order_ends_in_the_same_place(webhooks: Webhooks) -> None:
    for number, order in enumerate(permutations([*SIX[:4], ("amd", 0), ("voice", 0)])):
        if number % 24:  # every order is tried on the reducer; here a sample of thirty
            continue
        call = make_call(status="dialing", carrier_id=f"CA{number}")
        for word, sequence in order:
            if word == "amd":
                webhooks.amd(call, "human")
            elif word == "voice":
                webhooks.voice(call)
            else:
                webhooks.status(call, word, sequence, CallDuration="42")
        call.refresh_from_db()
        assert (call.status, call.answered_by, call.outcome) == ("completed", "human", "")
        assert call.answered_at is not None
        Call.objects.filter(pk=call.pk).delete()


@pytest.mark.parametrize(
    ("word", "outcome"), [("busy", "busy"), ("no-answer", "no_answer"), ("failed", "failed")]
)
def test_a_call_without_conversation_says_why(webhooks: Webhooks, word: str, outcome: str) -> None:
    call = dialled()

    webhooks.status(call, word, 1, CallDuration="0")

    call.refresh_from_db()
    assert (call.status, call.outcome, call.cost) == ("failed", outcome, Decimal(0))
    assert call.reason.endswith(".")


def test_late_news_after_the_reaper_corrects_the_cost_and_nothing_else(
    webhooks: Webhooks,
) -> None:
    call = dialled(status="failed", outcome="failed", reason="Lost.", cost=None)

    webhooks.status(call, "in-progress", 2)
    webhooks.status(call, "completed", 3, CallDuration="61")

    call.refresh_from_db()
    assert (call.status, call.outcome, call.reason) == ("failed", "failed", "Lost.")
    assert str(call.cost) == "0.1968"


def test_news_of_a_call_put_back_as_never_placed_takes_it_out_of_the_queue(
    webhooks: Webhooks,
) -> None:
    call = make_call()  # queued: we believed the carrier had refused

    webhooks.status(call, "ringing", 1, CallSid="CA5")

    call.refresh_from_db()
    assert (call.status, call.carrier_id) == ("ringing", "CA5")
    assert call.cost_reserved > 0


def test_numbers_are_masked_in_what_is_kept(webhooks: Webhooks) -> None:
    call = dialled(to_number="+14155550142")

    webhooks.status(call, "ringing", 1, ForwardedFrom="+14155550187", CallToken="secret")

    payload = WebhookDelivery.objects.get().payload
    assert "415555" not in str(payload)
    assert "secret" not in str(payload)
    assert payload["To"] == "…42"
    assert payload["CallStatus"] == "ringing"


@pytest.mark.parametrize("name", ["CallToken", "StirPassportToken", "AccountSid"])
def test_what_lets_somebody_act_is_not_kept(
    webhooks: Webhooks, settings: Settings, name: str
) -> None:
    settings.TWILIO_ACCOUNT_SID = "AC-secret"

    webhooks.status(dialled(), "ringing", 1, **{name: "AC-secret"})

    payload = WebhookDelivery.objects.get().payload
    assert payload["CallStatus"] == "ringing"
    assert name not in payload and "AC-secret" not in str(payload)


def test_an_unknown_word_is_kept_and_moves_nothing(webhooks: Webhooks) -> None:
    call = dialled()

    assert webhooks.status(call, "teleported", 9).status_code == 204
    assert not WebhookDelivery.objects.get().changed
    call.refresh_from_db()
    assert call.status == "dialing"


# --- who picked up ----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
async def test_a_machine_is_told_to_the_conversation_once(webhooks: Webhooks) -> None:
    call = await in_thread(dialled, status="in_progress")

    def twice() -> None:
        for _ in range(2):
            assert webhooks.amd(call, "machine_start").status_code == 204

    told = await told_during(call, twice)

    assert told == [{"type": "answering.machine", "kind": "machine_start"}]
    await in_thread(call.refresh_from_db)
    assert call.answered_by == "machine_start"


@pytest.mark.django_db(transaction=True)
async def test_a_human_is_noted_without_a_word(webhooks: Webhooks) -> None:
    call = await in_thread(dialled, status="in_progress")

    assert await told_during(call, lambda: webhooks.amd(call, "human")) == []

    await in_thread(call.refresh_from_db)
    assert call.answered_by == "human"


# --- after the socket -------------------------------------------------------------------------


def test_a_broken_socket_is_followed_by_two_more_and_then_the_end(webhooks: Webhooks) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    for _ in range(2):
        response = webhooks.resume(call)
        assert verbs(response) == ["Say", "Connect", "Redirect"]
        assert stream_tokens.redeem(stream_token(response)) == call

    sorry = webhooks.resume(call)
    assert verbs(sorry) == ["Say", "Hangup"] and b"I am sorry" in sorry.content


def test_a_socket_that_never_opens_is_asked_for_twice_more_and_then_we_are_sorry(
    webhooks: Webhooks,
) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))  # and its process died

    answers = [webhooks.resume(call) for _ in range(5)]

    assert [verbs(answer) for answer in answers] == [
        ["Say", "Connect", "Redirect"],
        ["Say", "Pause", "Connect", "Redirect"],  # it is being started again, perhaps
        *[["Say", "Hangup"]] * 3,
    ]
    assert [b"I am sorry" in answer.content for answer in answers] == [False] * 2 + [True] * 3
    call.refresh_from_db()
    assert (call.outcome, call.reason) == ("failed", "Something went wrong on our side.")
    assert call.metrics["agent_failed"]


def test_who_found_nobody_from_the_start_is_asked_to_wait_twice_too(webhooks: Webhooks) -> None:
    StreamCheck.of("ws://media:8001").tell("")
    call = dialled()
    webhooks.voice(call)

    answers = [verbs(webhooks.resume(call)) for _ in range(3)]

    waiting = ["Say", "Pause", "Connect", "Redirect"]
    assert answers == [waiting, waiting, ["Say", "Hangup"]]
    assert not StreamCheck.of("ws://media:8001").proven  # nobody else is rung before it is tried


def test_a_finished_conversation_is_hung_up(webhooks: Webhooks) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(outcome="offer", metrics={Call.SOCKETS_STORED: 1})

    assert verbs(webhooks.resume(call)) == ["Hangup"]


def test_who_was_cut_off_before_our_goodbye_hears_one(webhooks: Webhooks) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(outcome="offer")  # stored by a tool; then we died

    answer = webhooks.resume(call)

    assert verbs(answer) == ["Say", "Hangup"] and b"Thank you for your time" in answer.content


def test_a_process_that_restarts_is_asked_again_how_to_go_on(webhooks: Webhooks) -> None:
    call = dialled()

    answers = [webhooks.voice(call), webhooks.resume(call)]

    again = f"/twilio/voice/{call.token}/resume#rc=2&amp;rp=ct,5xx&amp;ct=3000</Redirect>"
    assert all(again in answer.content.decode() for answer in answers)


def test_a_machine_that_records_gets_its_message_once(
    webhooks: Webhooks, settings: Settings
) -> None:
    settings.VOICEMAIL_MESSAGES = True
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(outcome="voicemail", metrics={AFTER_TONE: True})

    answers = [webhooks.resume(call) for _ in range(2)]

    assert [verbs(answer) for answer in answers] == [["Say", "Hangup"], ["Hangup"]]
    assert b"Hello, I am an automated assistant" in answers[0].content
    call.refresh_from_db()
    assert call.message_at is not None


def test_nothing_is_said_to_a_machine_unless_the_setting_says_so(webhooks: Webhooks) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(outcome="voicemail", metrics={AFTER_TONE: True})

    assert verbs(webhooks.resume(call)) == ["Hangup"]


def test_keys_are_pressed_once(webhooks: Webhooks) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(keys_wanted="1w2")

    response = webhooks.keys(call)

    assert verbs(response) == ["Play", "Connect", "Redirect"]
    assert b'digits="1w2"' in response.content
    # The carrier may be sent here twice, for the task that sends it may run twice.
    again = webhooks.keys(call)
    assert verbs(again) == ["Connect", "Redirect"]
    assert stream_tokens.redeem(stream_token(again)) == call


def test_keys_open_no_socket_before_the_call_had_one_nor_without_end(webhooks: Webhooks) -> None:
    call = dialled()
    webhooks.voice(call)
    assert verbs(webhooks.keys(call)) == ["Hangup"]

    Call.objects.filter(pk=call.pk).update(
        stream_count=1, stream_offers=stream_tokens.KEY_SOCKETS, keys_wanted="1"
    )
    assert verbs(webhooks.keys(call)) == ["Hangup"]


# --- who may come in --------------------------------------------------------------------------

PATHS = ["", "/status", "/amd", "/resume", "/keys", "/fallback"]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_signed_for_this_address_is_refused(webhooks: Webhooks, path: str) -> None:
    call = dialled()
    url = f"/twilio/voice/{call.token}{path}"
    form = webhooks.form(call, CallStatus="in-progress")
    good = webhooks.sign(url, form)
    assert webhooks.post(url, form, good).status_code in (200, 204)

    before = WebhookDelivery.objects.count()
    other = webhooks.sign(url.replace("/voice/", "/voices/"), form)
    for signature in ("x", good[::-1], good.swapcase(), good + " ", other):
        assert webhooks.post(url, form, signature).status_code == 403
    assert webhooks.post(url, form | {"CallStatus": "busy"}, good).status_code == 403
    assert webhooks.post(url + "?a=1", form, good).status_code == 403
    assert webhooks.client.post(url, form).status_code == 403
    assert WebhookDelivery.objects.count() == before


@pytest.mark.parametrize("path", PATHS)
def test_another_account_an_unknown_token_and_other_methods_are_refused(
    webhooks: Webhooks, path: str
) -> None:
    call = dialled()
    url = f"/twilio/voice/{call.token}{path}"
    foreign = webhooks.form(call) | {"AccountSid": "AC" + "f" * 32}
    unknown = f"/twilio/voice/nobody{path}"

    assert webhooks.post(url, foreign).status_code == 403
    if path != "/fallback":  # it looks no call up
        assert webhooks.post(unknown, webhooks.form(call)).status_code == 404
    assert webhooks.client.get(url).status_code == 405


def test_a_signed_body_that_is_no_form_is_refused(webhooks: Webhooks, settings: Settings) -> None:
    call = dialled()
    url = f"/twilio/voice/{call.token}/status"
    signature = RequestValidator(settings.TWILIO_AUTH_TOKEN).compute_signature(
        settings.PUBLIC_URL + url, {}
    )
    response = webhooks.client.post(
        url, "{}", content_type="application/json", headers={"X-Twilio-Signature": signature}
    )

    assert response.status_code == 403


def test_the_signature_is_made_over_the_public_address(
    webhooks: Webhooks, settings: Settings
) -> None:
    call = dialled()
    settings.PUBLIC_URL = "https://calls.example.com"

    assert webhooks.status(call, "ringing", 1).status_code == 204


def test_whoever_our_agent_has_left_without_a_word_hears_that_we_are_sorry(
    webhooks: Webhooks,
) -> None:
    call = dialled()
    stream_tokens.redeem(stream_token(webhooks.voice(call)))
    Call.objects.filter(pk=call.pk).update(outcome="failed", metrics={"agent_failed": True})

    response = webhooks.resume(call)

    assert verbs(response) == ["Say", "Hangup"]
    assert b"I am sorry" in response.content
