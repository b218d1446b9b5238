"""What no row can hold comes no further than the edge, by whatever way it is sent."""

import pytest
from django.test import Client

from tests.factories import make_person

pytestmark = pytest.mark.django_db


def test_an_address_with_a_nul_does_not_exist() -> None:
    assert Client().get("/feeds/%00.ics").status_code == 404
    assert Client().get("/api/campaigns/%00").status_code == 404


def test_a_search_with_a_nul_finds_what_it_would_without() -> None:
    client = Client()
    client.force_login(make_person())

    assert client.get("/providers/?q=den%00tist").status_code == 200


@pytest.mark.parametrize("cookie", ['"\\000bcdefghij"', '"abcdefgh\\000"', "ÿÿÿÿÿÿÿÿÿ"])
def test_a_cookie_that_is_no_session_of_ours_is_none(cookie: str) -> None:
    answer = Client(headers={"Cookie": f"sessionid={cookie}"}).get("/help/")

    assert answer.status_code == 200


def test_a_form_field_with_a_nul_is_stored_without() -> None:
    person = make_person()
    client = Client()
    client.force_login(person)

    client.post("/settings/tokens/", {"name": "lap\x00top", "days": "30"})

    assert person.api_tokens.get().name == "laptop"


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "unicode_escape", "idna"])
@pytest.mark.parametrize("path", ["/accounts/login/", "/api/campaigns"])
def test_what_is_not_in_utf8_is_refused(path: str, charset: str) -> None:
    """Some of these make half characters, others fail in the middle of reading."""
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    answer = Client().post(path, b"login=+2AA-", kind)

    assert answer.status_code == 400


def test_utf8_by_name_is_read() -> None:
    client = Client()
    client.force_login(make_person())

    answer = client.post("/api/campaigns", "{}", "application/json; charset=UTF-8")

    assert answer.status_code == 422


def test_what_somebody_signed_in_is_shown_is_kept_nowhere() -> None:
    client = Client()
    client.force_login(make_person())

    for path in ("/", "/settings/profile/", "/help/", "/api/me", "/no-such-page"):
        assert "no-store" in client.get(path)["Cache-Control"], path


def test_what_everybody_is_shown_may_be_kept() -> None:
    assert "Cache-Control" not in Client().get("/help/")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/api/me", "/static/css/app.css", "/no-such-page"])
def test_no_address_has_an_unheard_of_method(method: str, path: str) -> None:
    assert Client().generic(method, path).status_code == 405


def test_what_was_half_typed_leaves_the_browser_with_the_session() -> None:
    client = Client()
    client.force_login(make_person())

    assert client.post("/accounts/logout/")["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/help/")
