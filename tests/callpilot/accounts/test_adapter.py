"""Without mail nobody is promised any, and no page of the account breaks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as project
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from callpilot.accounts.adapter import AccountAdapter, SocialAdapter
from callpilot.embedded.engine import free_port
from callpilot.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
NEW = {"email": "new@example.com", "password1": "a-long-secret-9"}


@pytest.fixture(autouse=True)
def nobody_is_limited_by_the_test_before() -> None:
    cache.clear()


@pytest.fixture
def no_mail(settings: Settings) -> None:
    settings.MAIL_IS_SET_UP = False


@pytest.fixture
def dead_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()


@pytest.fixture
def unconfirmed() -> User:
    person = make_person("alice")
    EmailAddress.objects.create(user=person, email=person.email, verified=False, primary=True)
    return person


def sign_in(person: User) -> str:
    form = {"login": person.username, "password": "secret-pass"}
    answered = Client().post("/accounts/login/", form, follow=True)
    assert answered.status_code == 200
    return answered.content.decode()


@pytest.mark.usefixtures("no_mail")
def test_without_mail_sign_up_says_so_and_makes_no_account_that_cannot_be_used() -> None:
    browser = Client()

    pages = [browser.get("/accounts/signup/"), browser.post("/accounts/signup/", NEW)]

    for page in pages:
        assert page.status_code == 200 and b"Mail is not set up here" in page.content
        assert b"create_person" in page.content
    assert not User.objects.filter(email=NEW["email"]).exists() and mail.outbox == []


@pytest.mark.usefixtures("no_mail")
def test_without_mail_who_comes_by_another_service_may_still_sign_up() -> None:
    assert SocialAdapter().is_open_for_signup(Client().get("/help/").wsgi_request, None)


@pytest.mark.usefixtures("no_mail")
def test_without_mail_an_unconfirmed_person_is_promised_none(unconfirmed: User) -> None:
    page = sign_in(unconfirmed).partition("<main")[2].partition("</main>")[0]

    assert "Mail is not set up here" in page
    assert "Look into your mail" not in page and "sent" not in page.lower()
    assert mail.outbox == []


@pytest.mark.usefixtures("no_mail")
def test_without_mail_a_lost_password_is_not_said_to_be_replaced(unconfirmed: User) -> None:
    browser = Client()

    asked = browser.get("/accounts/password/reset/")
    done = browser.post("/accounts/password/reset/", {"email": unconfirmed.email}, follow=True)

    for page in (asked, done):
        assert page.status_code == 200 and b"Mail is not set up here" in page.content
        assert b"We have sent you" not in page.content and b"we&#x27;ll send" not in page.content
    assert mail.outbox == []


@pytest.mark.usefixtures("no_mail")
@pytest.mark.parametrize("address", ["/accounts/email/", "/settings/notifications/"])
def test_without_mail_the_pages_about_it_say_so(client: Client, address: str) -> None:
    client.force_login(make_person("bob"))

    answered = client.get(address, follow=True)

    assert b"Mail is not set up here" in answered.content


@pytest.mark.usefixtures("dead_server")
def test_a_dead_mail_server_breaks_no_sign_up_and_is_told() -> None:
    answered = Client().post("/accounts/signup/", NEW, follow=True)

    assert answered.status_code == 200 and User.objects.filter(email=NEW["email"]).exists()
    assert b"did not take the message" in answered.content
    assert b"Look into your mail" not in answered.content
    assert b"Confirmation email sent" not in answered.content


@pytest.mark.usefixtures("dead_server")
def test_a_dead_mail_server_breaks_neither_sign_in_nor_the_way_to_a_new_password(
    unconfirmed: User,
) -> None:
    assert "did not take the message" in sign_in(unconfirmed)

    answered = Client().post("/accounts/password/reset/", {"email": unconfirmed.email}, follow=True)

    assert answered.status_code == 200 and b"did not take the message" in answered.content


def test_once_mail_goes_again_it_is_promised_again(settings: Settings) -> None:
    browser, backend = Client(), settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    browser.post("/accounts/password/reset/", {"email": "x@example.com"})
    settings.EMAIL_BACKEND = backend

    answered = browser.post("/accounts/password/reset/", {"email": "y@example.com"}, follow=True)

    assert b"We have sent you" in answered.content and len(mail.outbox) == 1


def settings_say(data: Path, name: str, given: dict[str, str]) -> str:
    env = {
        "PATH": os.environ["PATH"],
        "CALLPILOT_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
    } | given
    done = subprocess.run(
        [sys.executable, "-c", f"from django.conf import settings; print(settings.{name})"],
        cwd=project.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"CALLPILOT_MODE": "live"}, "False"),
        ({"CALLPILOT_MODE": "live", "EMAIL_URL": "smtp+tls://u:p@mail.example.com:587"}, "True"),
        (
            {
                "CALLPILOT_MODE": "live",
                "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
            },
            "True",
        ),
        ({}, "True"),
    ],
)
def test_a_mail_server_that_nobody_named_is_none(
    tmp_path: Path, given: dict[str, str], expected: str
) -> None:
    assert settings_say(tmp_path, "MAIL_IS_SET_UP", given) == expected


@pytest.mark.parametrize("scheme, port", [("smtp", "25"), ("smtp+tls", "587"), ("smtp+ssl", "465")])
def test_a_mail_server_has_the_usual_port_of_its_way(
    tmp_path: Path, scheme: str, port: str
) -> None:
    given = {"EMAIL_URL": f"{scheme}://u:p@mail.example.com"}

    assert settings_say(tmp_path, "EMAIL_PORT", given) == port


def test_the_mailbox_of_the_demo_stays_where_it_is_beside_a_mail_server(tmp_path: Path) -> None:
    given = {"EMAIL_URL": "smtp://mail.example.com"}

    assert settings_say(tmp_path, "EMAIL_FILE_PATH", given) == str(tmp_path / "mail")


# --- whose guesses are counted ------------------------------------------------------------------


def test_more_proxies_than_there_are_break_no_sign_in(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 3
    make_person("sam")

    answer = client.post(
        "/accounts/login/",
        {"login": "sam", "password": "wrong"},
        headers={"X-Forwarded-For": "198.51.100.1, 203.0.113.7"},
    )

    assert answer.status_code == 200
    assert "TRUSTED_PROXIES=3" in caplog.text and "doctor" in caplog.text


@pytest.mark.parametrize(
    ("proxies", "passed", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (3, "198.51.100.1, 203.0.113.7", "127.0.0.1"),  # what a client wrote counts for nothing
        (2, "", "127.0.0.1"),
    ],
)
def test_an_address_is_the_one_that_the_farthest_trusted_proxy_saw(
    rf: RequestFactory, settings: Settings, proxies: int, passed: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": passed} if passed else {}

    assert AccountAdapter().get_client_ip(rf.get("/", headers=headers)) == address


def test_who_is_connected_by_no_address_at_all_is_refused(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.7"}, REMOTE_ADDR="")

    with pytest.raises(PermissionDenied):
        AccountAdapter().get_client_ip(request)
