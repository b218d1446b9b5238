"""Signing up, signing in, second factors: what lets somebody in, and what does not."""

import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connections
from django.test import Client
from django.urls import get_resolver, reverse
from pytest_django.fixtures import Settings

from callpilot.models import User
from tests.factories import make_person
from tests.routes.people import Answer

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "secret-pass"


@pytest.fixture(autouse=True)
def nobody_is_limited_by_the_test_before() -> None:
    cache.clear()


def confirmed(name: str) -> User:
    """Somebody whose address is known to be theirs."""
    person = make_person(name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@pytest.fixture
def person() -> User:
    return confirmed("alice")


def sign_in(login: str, password: str = PASSWORD) -> tuple[Client, Answer]:
    browser = Client()
    form = {"login": login, "password": password}
    return browser, browser.post("/accounts/login/", form, REMOTE_ADDR="127.0.0.1")


def sure(login: str) -> Client:
    """Signed in, and has just shown once more that it is they."""
    browser, _ = sign_in(login)
    browser.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/settings/profile/").status_code == 200


def give_app(person: User) -> str:
    """Turn on an authenticator app and return its secret."""
    secret = str(totp.generate_totp_secret())
    totp.TOTP.activate(person, secret)
    return secret


def code_now(secret: str) -> str:
    counter = int(time.time()) // 30
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def test_a_newcomer_is_in_after_opening_the_link_in_the_mail() -> None:
    browser = Client()
    form = {"email": "new@example.com", "password1": "a-long-secret-9"}
    answered = browser.post("/accounts/signup/", form, follow=True)
    assert b"Look into your mail" in answered.content and not is_in(browser)

    [letter] = mail.outbox
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", str(letter.body))
    assert browser.get(link).status_code == 200
    browser.post(link)

    assert is_in(browser) and EmailAddress.objects.get(email="new@example.com").verified


def test_an_address_that_is_taken_is_not_given_away(person: User) -> None:
    form = {"email": person.email, "password1": "a-long-secret-9"}

    answered = Client().post("/accounts/signup/", form, follow=True)

    assert b"Look into your mail" in answered.content
    assert User.objects.filter(email=person.email).count() == 1


def test_nobody_becomes_the_demo_person_by_their_address() -> None:
    form = {"email": "demo@example.org", "password1": "a-long-secret-9"}

    Client().post("/accounts/signup/", form)

    assert User.objects.get(email="demo@example.org").username != "demo"


@pytest.mark.parametrize("login", ["alice", "alice@example.com"])
def test_either_name_lets_one_in(login: str) -> None:
    person = make_person("alice", name="Alice")
    User.objects.filter(pk=person.pk).update(email="alice@example.com")
    EmailAddress.objects.create(user=person, email="alice@example.com", verified=True, primary=True)

    browser, _ = sign_in(login)

    assert is_in(browser)


def test_a_wrong_password_keeps_one_out_and_the_name_typed(person: User) -> None:
    browser, answered = sign_in("alice", "wrong")

    assert not is_in(browser)
    assert b'value="alice"' in answered.content and b'role="alert"' in answered.content


def test_signing_in_begins_another_session(person: User) -> None:
    browser = Client()
    session = browser.session
    session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = planted = str(session.session_key)

    browser.post("/accounts/login/", {"login": "alice", "password": PASSWORD})

    assert is_in(browser) and browser.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not browser.session.exists(planted)


def test_a_session_that_was_signed_out_lets_nobody_in(person: User) -> None:
    browser, _ = sign_in("alice")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = browser.cookies[
        settings.SESSION_COOKIE_NAME
    ].value
    assert is_in(thief)

    browser.post("/accounts/logout/")

    assert not is_in(thief) and not is_in(browser)


def test_whoever_is_deactivated_is_out_at_once(person: User) -> None:
    browser, _ = sign_in("alice")

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert not is_in(browser) and not is_in(sign_in("alice")[0])


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_host(person: User, place: str) -> None:
    form = {"login": "alice", "password": PASSWORD, "next": place}

    answered = Client().post("/accounts/login/", form, REMOTE_ADDR="127.0.0.1")

    assert answered.status_code == 302 and answered["Location"] == "/"


def test_guessing_passwords_is_slowed_down(person: User) -> None:
    for _ in range(6):
        sign_in("alice", "wrong")

    browser, _ = sign_in("alice")

    assert not is_in(browser)


def test_a_person_has_no_more_guesses_for_having_two_names(person: User) -> None:
    for login in ("alice", person.email, "ALICE", person.email.upper(), "alice"):
        sign_in(login, "wrong")

    for login in ("alice", person.email):
        browser, answered = sign_in(login)
        assert not is_in(browser) and b"Too many failed" in answered.content


def from_elsewhere(login: str, password: str, address: str, browser: Client | None = None) -> bool:
    """Whether these let one in from this address."""
    browser = browser or Client()
    browser.post("/accounts/login/", {"login": login, "password": password}, REMOTE_ADDR=address)
    return is_in(browser)


def test_whoever_guesses_elsewhere_shuts_nobody_out(person: User) -> None:
    for _ in range(8):
        assert not from_elsewhere("alice", "wrong", "203.0.113.7")

    assert not from_elsewhere("alice", PASSWORD, "203.0.113.7"), "they have guessed enough"
    assert from_elsewhere("alice", PASSWORD, "198.51.100.1")


@pytest.fixture
def guessed_at_from_everywhere(person: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {
        **settings.ACCOUNT_RATE_LIMITS,
        "login_failed_anywhere": "9/h/key",
    }
    for number in range(10):
        assert not from_elsewhere("alice", "wrong", f"203.0.113.{number}")


@pytest.fixture
def alices_browser(person: User) -> Client:
    """She has signed in with it, and out again."""
    browser, _ = sign_in("alice")
    browser.post("/accounts/logout/")
    assert not is_in(browser)
    return browser


def test_guesses_from_everywhere_leave_a_known_browser_alone(
    alices_browser: Client, guessed_at_from_everywhere: None
) -> None:
    assert from_elsewhere("alice", PASSWORD, "198.51.100.1", alices_browser)


def test_guesses_from_everywhere_are_stopped_and_a_code_by_mail_leads_in(
    person: User, guessed_at_from_everywhere: None
) -> None:
    browser, answered = sign_in("alice")
    assert not is_in(browser) and b"sign-in code sent to your e-mail" in answered.content
    assert b"/accounts/login/code/" in answered.content

    browser.post("/accounts/login/code/", {"email": person.email})
    [code] = re.findall(r"^[A-Z0-9]{4}-?[A-Z0-9]{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    browser.post("/accounts/login/code/confirm/", {"code": code})

    assert is_in(browser)


def test_guesses_at_one_person_stop_nobody_else(guessed_at_from_everywhere: None) -> None:
    confirmed("bob")

    assert from_elsewhere("bob", PASSWORD, "203.0.113.1")


def test_a_known_browser_has_no_more_guesses_than_another(alices_browser: Client) -> None:
    for number in range(5):
        from_elsewhere("alice", "wrong", f"198.51.100.{number}", alices_browser)

    assert not from_elsewhere("alice", PASSWORD, "198.51.100.9", alices_browser)
    assert from_elsewhere("alice", PASSWORD, "198.51.100.9")


def test_a_browser_is_known_to_whom_it_belongs_and_by_no_invention(
    alices_browser: Client, guessed_at_from_everywhere: None
) -> None:
    mallory = Client()
    confirmed("mallory")
    assert from_elsewhere("mallory", PASSWORD, "198.51.100.7", mallory)
    mallory.post("/accounts/logout/")
    forged = Client()
    forged.cookies["known_browser"] = alices_browser.cookies["known_browser"].value + "x"

    for browser in (mallory, forged):
        assert not from_elsewhere("alice", PASSWORD, "198.51.100.7", browser)


def test_without_mail_guesses_from_everywhere_shut_nobody_out(
    guessed_at_from_everywhere: None, settings: Settings
) -> None:
    settings.MAIL_IS_SET_UP = False

    assert from_elsewhere("alice", PASSWORD, "198.51.100.1")


def test_nobody_is_promised_a_code_who_has_no_address(
    person: User, guessed_at_from_everywhere: None
) -> None:
    EmailAddress.objects.filter(user=person).delete()

    _, answered = sign_in("alice")

    assert b"sign-in code sent to your e-mail" not in answered.content


@pytest.mark.django_db(transaction=True)
def test_of_guesses_at_once_five_are_looked_at(person: User) -> None:
    def guess(_: int) -> Answer:
        try:
            return sign_in("alice", "wrong")[1]
        finally:
            connections.close_all()  # this thread's

    with ThreadPoolExecutor(12) as threads:
        pages = list(threads.map(guess, range(12)))

    looked_at = [page for page in pages if b"Too many failed" not in page.content]
    assert len(looked_at) == 5


def test_too_many_sign_ups_are_refused_in_our_words() -> None:
    for number in range(21):
        answered = Client().post("/accounts/signup/", {"email": f"{number}", "password1": "x"})

    assert answered.status_code == 429 and b"Too many tries" in answered.content


def test_an_authenticator_app_is_turned_on_with_its_code(person: User) -> None:
    browser = sure("alice")
    page = browser.get("/accounts/2fa/totp/activate/")
    secret = page.context["form"].secret
    assert b'src="data:image/svg+xml' in page.content

    answered = browser.post("/accounts/2fa/totp/activate/", {"code": code_now(secret)})

    assert answered.status_code == 302
    assert Authenticator.objects.filter(user=person, type="totp").exists()


def test_a_wrong_code_turns_nothing_on(person: User) -> None:
    browser = sure("alice")
    browser.get("/accounts/2fa/totp/activate/")

    answered = browser.post("/accounts/2fa/totp/activate/", {"code": "000000"})

    assert b"Incorrect code" in answered.content and b'aria-invalid="true"' in answered.content
    assert not Authenticator.objects.filter(user=person).exists()


def test_with_an_app_the_password_is_not_enough(person: User) -> None:
    secret = give_app(person)
    browser, answered = sign_in("alice")
    assert answered["Location"] == reverse("mfa_authenticate") and not is_in(browser)
    browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert not is_in(browser)

    browser.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})

    assert is_in(browser)


def test_a_code_of_the_app_lets_one_in_once(person: User) -> None:
    code = code_now(give_app(person))

    for expected in (True, False):
        browser, _ = sign_in("alice")
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(browser) is expected


def test_recovery_codes_are_long_and_each_is_another(person: User) -> None:
    codes = RecoveryCodes.activate(person).get_unused_codes()

    assert len(set(codes)) == 10 and all(len(code) >= 8 for code in codes)


def test_a_recovery_code_lets_one_in_once(person: User) -> None:
    give_app(person)
    [code, *_] = RecoveryCodes.activate(person).get_unused_codes()

    for expected in (True, False):
        browser, _ = sign_in("alice")
        browser.post("/accounts/2fa/authenticate/", {"code": code})
        assert is_in(browser) is expected


def test_a_second_factor_asks_first_whether_it_is_you(person: User, client: Client) -> None:
    client.force_login(person)  # signed in, but by nothing that was shown just now

    answered = client.get("/accounts/2fa/totp/activate/")

    assert answered["Location"].startswith(reverse("account_reauthenticate"))


def test_other_browsers_are_signed_out_together(person: User) -> None:
    here, _ = sign_in("alice")
    there, _ = sign_in("alice")
    assert UserSession.objects.filter(user=person).count() == 2

    here.post("/accounts/sessions/")

    assert is_in(here) and not is_in(there)


def test_the_demo_is_on_the_list_of_sessions_too(client: Client) -> None:
    from callpilot.management import demo_person

    demo_person.make_person()
    client.post("/demo/")

    assert b"This browser" in client.get("/accounts/sessions/").content


def test_a_lost_password_is_replaced_by_the_link_in_the_mail(person: User, client: Client) -> None:
    client.post("/accounts/password/reset/", {"email": person.email})
    [link] = re.findall(
        r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    place = client.get(link, follow=True).request["PATH_INFO"]
    new = "another-secret-9"

    client.post(place, {"password1": new, "password2": new})

    browser, _ = sign_in("alice", new)
    assert is_in(browser)


def test_a_new_password_alone_is_not_enough_where_there_is_an_app(person: User) -> None:
    give_app(person)
    browser = Client()
    browser.post("/accounts/password/reset/", {"email": person.email})
    [link] = re.findall(
        r"http://testserver(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body)
    )
    place = browser.get(link, follow=True).request["PATH_INFO"]

    browser.post(place, {"password1": "another-secret-9", "password2": "another-secret-9"})

    assert not is_in(browser) and not is_in(sign_in("alice", "another-secret-9")[0])
    assert browser.get(link, follow=True).request["PATH_INFO"] != place, "it is used up"


def test_without_its_keys_google_has_neither_button_nor_address(client: Client) -> None:
    assert b"Google" not in client.get("/accounts/login/").content
    assert client.get("/accounts/google/login/").status_code == 404


def test_with_its_keys_google_has_both(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
page = Client().get("/accounts/login/").content.decode()
sent = Client().post("/accounts/google/login/")
print("Continue with Google" in page, sent.status_code, sent["Location"][:27])
"""
    env = os.environ | {
        "CALLPILOT_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/google.sqlite3",
        "DJANGO_SETTINGS_MODULE": "callpilot.settings",
        "GOOGLE_CLIENT_ID": "an-id",
        "GOOGLE_CLIENT_SECRET": "a-secret",
    }

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["True", "302", "https://accounts.google.com"]


def names_of_account_pages() -> list[str]:
    """Every address below /accounts/ that needs nothing to be asked with."""
    found = []
    for name, entries in get_resolver().reverse_dict.lists():
        for [(pattern, parameters)], *_ in entries:
            if isinstance(name, str) and pattern.startswith("accounts/") and not parameters:
                found.append(name)
    return sorted(set(found))


def complaints(page: str) -> list[str]:
    """What our frame and our content policy do not allow."""
    found = [] if '<header class="top">' in page else ["stands outside of our frame"]
    for attributes, body in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S):
        if body.strip() and "application/json" not in attributes:
            found.append("runs a script within the page")
    if re.search(r"<style|<[^>]+\s(?:style|on[a-z]+)=", page):
        found.append("carries a style or an event attribute")
    if "form.as_p" in page or re.search(r"<p>\s*<label", page):
        found.append("has fields that are not ours")
    return found


def everybody(person: User) -> list[Client]:
    """Somebody who is not signed in, somebody who just was, and one who has every factor."""
    signed_in = sure(person.username)
    careful = make_person("careful")
    EmailAddress.objects.create(user=careful, email=careful.email, verified=True, primary=True)
    secret = give_app(careful)
    RecoveryCodes.activate(careful)
    half, _ = sign_in("careful")  # asked for the code, and has not given it
    whole, _ = sign_in("careful")
    whole.post("/accounts/2fa/authenticate/", {"code": code_now(secret)})
    whole.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return [Client(), signed_in, half, whole]


def test_every_account_page_stands_in_our_frame(person: User) -> None:
    drawn: dict[str, list[str]] = {}
    for browser in everybody(person):
        for name in names_of_account_pages():
            answered = browser.get(reverse(name))
            assert answered.status_code < 500, name
            kind = answered.get("Content-Type", "")
            if answered.status_code != 405 and kind.startswith("text/html") and answered.content:
                drawn.setdefault(name, []).extend(complaints(answered.content.decode()))

    assert {name: found for name, found in drawn.items() if found} == {}
    assert len(drawn) >= 15, sorted(drawn)
