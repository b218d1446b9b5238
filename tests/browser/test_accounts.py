"""Passkeys and the authenticator app in a real browser: others' scripts under our strict policy."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Page

from callpilot.embedded.engine import Engine
from callpilot.models import User
from tests.browser.conftest import Browser

pytestmark = [pytest.mark.journey, pytest.mark.browser]
PASSWORD = "secret-pass"  # of factories.make_person


@pytest.fixture
def named(browser: Browser, demo: Engine) -> Page:
    """A page on localhost, since browsers make passkeys for names only; with a device at hand."""
    context = browser.new_context(base_url=demo.url.replace("127.0.0.1", "localhost"))
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def sign_in(page: Page, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail or user name").fill(person.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def show_that_it_is_me(page: Page) -> None:
    page.get_by_role("heading", name="Is it you?").wait_for()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def sign_out(page: Page) -> None:
    page.locator("#person-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Sign in").first.wait_for()


def test_a_passkey_is_added_and_signs_in_alone(named: Page, person: User) -> None:
    sign_in(named, person)
    named.locator("#person-menu").wait_for()
    named.goto("/settings/security/")
    named.get_by_role("link", name="Add Passkeys and security keys").click()
    show_that_it_is_me(named)
    named.get_by_role("button", name="Add").click()
    named.wait_for_url(lambda url: not url.endswith("/add/"))
    assert Authenticator.objects.filter(user=person, type="webauthn").count() == 1
    sign_out(named)

    named.goto("/accounts/login/")
    named.get_by_role("button", name="Sign in with a passkey").click()

    named.locator("#person-menu").wait_for()


def test_a_passkey_that_is_not_there_is_said_in_words(browser: Browser, demo: Engine) -> None:
    context = browser.new_context(base_url=demo.url)  # a number, for which there are no passkeys
    page = context.new_page()
    page.goto("/accounts/login/")

    page.get_by_role("button", name="Sign in with a passkey").click()

    page.get_by_text("The passkey was not used.").first.wait_for()


def test_an_authenticator_app_is_set_up_and_asked_for(page: Page, person: User) -> None:
    sign_in(page, person)
    page.locator("#person-menu").wait_for()
    page.goto("/accounts/2fa/totp/activate/")
    show_that_it_is_me(page)
    assert page.locator(".qr img").evaluate("image => image.naturalWidth > 50")
    secret = page.get_by_label("Authenticator secret").input_value()

    def code() -> str:
        counter = int(time.time()) // 30
        return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))

    page.get_by_label("Authenticator code").fill(code())
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    [spare, *_] = page.get_by_label("Unused codes").input_value().split()
    sign_out(page)

    sign_in(page, person)
    page.get_by_role("heading", name="Two-Factor Authentication").wait_for()
    page.get_by_label("Code").first.fill(spare)
    page.get_by_role("button", name="Sign In").click()

    page.locator("#person-menu").wait_for()
