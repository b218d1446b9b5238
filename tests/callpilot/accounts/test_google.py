"""Signing in with Google, where it is set up: what goes there, and what is believed of it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from callpilot.json_types import JsonObject

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import json, time, django; django.setup()
import jwt
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.google import views
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.core.management import call_command
from django.test import Client, RequestFactory
call_command("migrate", verbosity=0)
browser = Client()
sent = browser.post("/accounts/google/login/")["Location"]
forged = Client().get("/accounts/google/login/callback/?state=made-up&code=x")
request = RequestFactory().get("/")
provider = get_adapter().get_provider(request, "google")

def believed(**changes):
    says = {"iss": "https://accounts.google.com", "aud": "an-id", "sub": "42",
            "iat": time.time(), "exp": time.time() + 60} | changes
    try:
        word = jwt.encode(says, "k" * 32)
        return bool(views._verify_and_decode(provider.app, word, verify_signature=False))
    except OAuth2Error:
        return False

print(json.dumps({
    "sent": sent, "forged": forged.status_code, "signed_in": "_auth_user_id" in browser.session,
    "stored": app_settings.STORE_TOKENS,
    "uid": provider.extract_uid({"sub": "42", "email": "a@b.c"}),
    "ours": believed(), "others": believed(aud="another-id"),
    "elsewhere": believed(iss="https://evil.example"), "late": believed(exp=time.time() - 3600),
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> JsonObject:
    """What a deployment with Google's keys does; its addresses are not there without them."""
    folder = tmp_path_factory.mktemp("google")
    env = os.environ | {
        "CALLPILOT_DATA": str(folder),
        "DATABASE_URL": f"sqlite:///{folder}/google.sqlite3",
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
        "GOOGLE_CLIENT_ID": "an-id",
        "GOOGLE_CLIENT_SECRET": "a-secret",
    }
    said = subprocess.check_output([sys.executable, "-c", PROGRAM], cwd=ROOT, env=env, text=True)
    found: JsonObject = json.loads(said)
    return found


def test_who_is_sent_to_google_takes_a_state_and_a_proof_along(told: JsonObject) -> None:
    asked = parse_qs(urlsplit(str(told["sent"])).query)

    assert len(asked["state"][0]) >= 16 and asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"] and len(asked["code_challenge"][0]) >= 43


def test_an_answer_that_nobody_asked_for_is_refused(told: JsonObject) -> None:
    assert told["forged"] == 401 and told["signed_in"] is False


def test_what_google_gave_is_kept_nowhere(told: JsonObject) -> None:
    assert told["stored"] is False


def test_a_person_is_known_by_googles_number_for_them(told: JsonObject) -> None:
    assert told["uid"] == "42"


def test_an_identity_for_somebody_else_is_refused(told: JsonObject) -> None:
    assert told["ours"] is True
    assert told["others"] is told["elsewhere"] is told["late"] is False
