"""Tokens, appearance, help, and the reader's own zone and language."""

import re
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.timezone import now

from callpilot.models import ApiToken, User
from callpilot.pages.middleware import ReaderMiddleware
from callpilot.templatetags.browsers import browser_name
from campaigns.models import Preferences
from tests.factories import make_campaign, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client: Client) -> User:
    person = make_person()
    client.force_login(person)
    return person


def make_token(client: Client) -> str:
    page = client.post("/settings/tokens/", {"name": "my script", "days": "90"})
    return str(page.context["secret"])


def test_a_new_token_is_shown_once_and_never_kept(person: User, client: Client) -> None:
    page = client.post("/settings/tokens/", {"name": "my script", "days": "90"})
    secret = page.context["secret"]

    assert secret in page.content.decode() and page["Cache-Control"].find("no-store") >= 0
    later = client.get("/settings/tokens/").content.decode()
    assert secret not in later and secret[:8] in later and "my script" in later


def test_a_token_lets_a_program_in_until_it_is_revoked(person: User, client: Client) -> None:
    secret = make_token(client)
    header = {"Authorization": f"Token {secret}"}
    client.logout()
    assert client.get("/api/campaigns", headers=header).status_code == 200

    client.force_login(person)
    client.post(f"/settings/tokens/{ApiToken.objects.get(user=person).pk}/revoke/")
    client.logout()

    assert client.get("/api/campaigns", headers=header).status_code == 401


def test_a_token_ends_when_it_was_said_to(person: User, client: Client) -> None:
    make_token(client)

    token = ApiToken.objects.get(user=person)

    assert token.expires_at is not None
    assert abs(token.expires_at - now() - timedelta(days=90)) < timedelta(minutes=1)


def test_a_token_without_a_name_is_not_made(person: User, client: Client) -> None:
    page = client.post("/settings/tokens/", {"name": " ", "days": "30"})

    assert page.status_code == 422 and b'aria-invalid="true"' in page.content
    assert b'value="30" selected' in page.content and not ApiToken.objects.exists()


def test_nobody_revokes_another_persons_token(person: User, client: Client) -> None:
    ApiToken.issue(make_person(), "theirs")

    answered = client.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert answered.status_code == 404 and ApiToken.objects.exists()


def test_revoking_is_asked_in_a_dialog_and_leads_back(person: User, client: Client) -> None:
    make_token(client)
    place = f"/settings/tokens/{ApiToken.objects.get(user=person).pk}/revoke/"

    asked = client.get(place, headers={"HX-Request": "true"})
    done = client.post(place, headers={"HX-Request": "true"})

    assert b"<html" not in asked.content and b"Revoke this token?" in asked.content
    assert done["HX-Redirect"] == "/settings/tokens/"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_server_draws_the_chosen_theme_at_once(
    person: User, client: Client, theme: str
) -> None:
    client.post("/settings/appearance/", {"theme": theme})

    assert f'data-theme="{theme}"' in client.get("/help/").content.decode()


def test_without_a_choice_the_system_decides(person: User, client: Client) -> None:
    client.post("/settings/appearance/", {"theme": "dark"})
    client.post("/settings/appearance/", {"theme": ""})

    assert b"data-theme=" not in client.get("/help/").content


def test_a_theme_that_does_not_exist_is_refused_and_never_drawn(
    person: User, client: Client
) -> None:
    assert client.post("/settings/appearance/", {"theme": '"><b>'}).status_code == 422
    client.cookies["theme"] = '"><b>'

    assert b"data-theme=" not in client.get("/help/").content


@pytest.mark.parametrize("language,written", [("en", "12/01/2026"), ("en-gb", "01/12/2026")])
def test_dates_are_written_in_the_readers_way(
    person: User, client: Client, language: str, written: str
) -> None:
    person.profile.language = language
    person.profile.save()
    ApiToken.issue(person, "mine")
    ApiToken.objects.update(expires_at=datetime.fromisoformat("2026-12-01T20:00:00+00:00"))

    page = client.get("/settings/tokens/")

    assert written in page.content.decode() and page["Content-Language"] == language


def test_the_readers_clock_is_set_for_their_request_and_no_longer(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = User.objects.get(pk=make_person(timezone="America/New_York").pk)

    def view(_: object) -> HttpResponse:
        return HttpResponse(timezone.get_current_timezone_name())

    assert ReaderMiddleware(view)(request).content == b"America/New_York"
    assert timezone.get_current_timezone_name() == "UTC"


def test_help_and_keys_are_there_for_everybody(client: Client) -> None:
    assert client.get("/help/").status_code == 200
    keys = client.get("/help/keys/", headers={"HX-Request": "true"})
    assert b"<html" not in keys.content and b"data-close" in keys.content


def test_help_names_every_key(client: Client) -> None:
    templates = (settings.BASE_DIR / "templates").rglob("*.html")
    marked = {key for path in templates for key in re.findall(r'data-key="(.)"', path.read_text())}
    told = client.get("/help/").content.decode()

    assert {"w", "h", "S"} <= marked
    assert {key for key in marked | set("jkoc[]?/") if f"<kbd>{key}</kbd>" not in told} == set()


def test_requests_that_are_under_way_are_counted_in_the_head(person: User, client: Client) -> None:
    make_campaign(person, status="negotiating")
    make_campaign(person, status="confirmed")
    make_campaign(status="negotiating")

    assert 'id="active-requests">1<' in client.get("/help/").content.decode()


def test_keys_that_were_switched_off_stay_off_on_every_page(person: User, client: Client) -> None:
    assert b"data-shortcuts" not in client.get("/help/").content
    Preferences.objects.create(user=person, shortcuts=False, announcements="all")

    page = client.get("/help/").content

    assert b'data-shortcuts="off"' in page and b'data-announcements="all"' in page


@pytest.mark.parametrize(
    "user_agent,name",
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "Unknown browser"),
        ("<script>", "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_its_owner_would(user_agent: str, name: str) -> None:
    assert browser_name(user_agent) == name
