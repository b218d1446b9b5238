"""The vendor's signature: its published vector, and what the official helper lets pass."""

import pytest
from elevenlabs import ElevenLabs
from pytest_django.fixtures import Settings

from voice.agents.elevenlabs import signatures
from voice.agents.elevenlabs.signatures import TOLERANCE_SECONDS, sign, valid

BODY = b'{"type":"post_call_audio"}'
AT = 1_764_000_000
DIGEST = "1f7c95c83fd7bb14a14d195d8d2aceb7d247982487cf8abb493b6d52446dc44e"
VECTOR = f"t={AT},v0={DIGEST}"


@pytest.fixture(autouse=True)
def secret(settings: Settings) -> None:
    settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_test"


def test_the_vendors_own_example_is_signed_and_recognised() -> None:
    assert sign(BODY, AT) == VECTOR
    assert valid(BODY, VECTOR, AT + 5)


def test_the_vendors_own_helper_recognises_what_we_sign() -> None:
    from time import time

    event = ElevenLabs(api_key="x").webhooks.construct_event(
        BODY.decode(), sign(BODY, time()), "wsec_test"
    )

    assert event == {"type": "post_call_audio"}


@pytest.mark.parametrize("seconds", [-TOLERANCE_SECONDS, 0, TOLERANCE_SECONDS])
def test_clocks_may_differ_by_half_an_hour(seconds: int) -> None:
    assert valid(BODY, VECTOR, AT + seconds)
    assert not valid(BODY, VECTOR, AT + (seconds + 1 if seconds >= 0 else seconds - 1) * 2000)


def test_a_blank_after_the_comma_and_further_digests_do_no_harm() -> None:
    assert valid(BODY, f" t={AT}, v0={'0' * 64}, v0={DIGEST} ", AT)


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "t=,v0=",
        f"v0={DIGEST}",
        f"t={AT}",
        f"t={AT},v0=",
        f"t={AT},v1={DIGEST}",
        f"t={AT},v0={DIGEST.upper()}",
        f"t={AT},t={AT},v0={DIGEST}",
        f"t=+{AT},v0={DIGEST}",
        f"t={AT}.0,v0={DIGEST}",
        f"t=١٧٦٤٠٠٠٠٠٠,v0={DIGEST}",
        f"t={AT},v0=ü",
        f"t={AT}{AT},v0={DIGEST}",
    ],
)
def test_any_other_header_is_refused(header: str | None) -> None:
    assert not valid(BODY, header, AT)


def test_another_body_moment_or_secret_is_refused(settings: Settings) -> None:
    assert not valid(BODY + b" ", VECTOR, AT)
    assert not valid(BODY, f"t={AT + 1},v0={DIGEST}", AT)
    settings.ELEVENLABS_WEBHOOK_SECRET = "wsec_other"
    assert not valid(BODY, VECTOR, AT)


def test_without_a_secret_nothing_is_believed(settings: Settings) -> None:
    settings.ELEVENLABS_WEBHOOK_SECRET = ""

    assert not valid(BODY, signatures.sign(BODY, AT), AT)
