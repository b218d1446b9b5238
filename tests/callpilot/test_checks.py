"""What `manage.py check` asks of the chosen adapters, whoever they are."""

from collections.abc import Iterator

import pytest
from django.core.checks import Error
from pytest_django.fixtures import Settings

from callpilot.adapters import REGISTRIES, Diagnosed
from callpilot.checks import settings_check


class Picky(Diagnosed):
    keys = ("PICKY_KEY",)

    @classmethod
    def checks(cls) -> Iterator[Error]:
        yield Error("It is Monday.", id="picky.E001")


@pytest.fixture
def picky(settings: Settings) -> Iterator[None]:
    settings.CALENDAR, settings.PICKY_KEY = "picky", ""
    with REGISTRIES["CALENDAR"].registered("picky", Picky()):
        yield


def test_the_chosen_adapter_says_what_it_needs(picky: None, settings: Settings) -> None:
    messages = {message.id: message.msg for message in settings_check()}

    assert messages["callpilot.E003"] == "CALENDAR=picky needs PICKY_KEY."
    assert messages["picky.E001"] == "It is Monday."
    settings.PICKY_KEY = "k"
    assert "callpilot.E003" not in {message.id for message in settings_check()}


def test_an_adapter_that_is_not_chosen_is_not_asked(picky: None, settings: Settings) -> None:
    settings.CALENDAR = "builtin"

    assert settings_check() == []


@pytest.mark.parametrize("setting", sorted(REGISTRIES))
def test_an_unknown_name_of_any_port_is_said(settings: Settings, setting: str) -> None:
    setattr(settings, setting, "pigeon")

    [message] = settings_check()

    assert message.id == "callpilot.E002" and message.msg == f"{setting}=pigeon is unknown."
    assert REGISTRIES[setting].names[0] in (message.hint or "")


def test_the_simulators_secrets_are_refused_where_phones_are_real(settings: Settings) -> None:
    settings.MODE = "live"
    settings.TWILIO_AUTH_TOKEN = "simulated-auth-token"

    told = {message.id for message in settings_check()}
    assert {"callpilot.E007", "callpilot.E028"} <= told


def test_a_sender_that_mail_servers_refuse_is_said(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "CallPilot <callpilot@localhost>"

    assert [message.id for message in settings_check()] == ["callpilot.W003"]
    settings.DEFAULT_FROM_EMAIL = "CallPilot <calls@example.com>"
    assert settings_check() == []


@pytest.mark.parametrize("url", ["mail.example.com:587", "https://mail.example.com", "smtp://"])
def test_an_address_of_no_mail_server_is_refused(settings: Settings, url: str) -> None:
    settings.EMAIL_URL = url

    assert [message.id for message in settings_check()] == ["callpilot.E025"]


@pytest.mark.parametrize("scheme", ["smtp", "smtp+tls", "smtp+ssl"])
def test_an_address_of_a_mail_server_is_fine(settings: Settings, scheme: str) -> None:
    settings.EMAIL_URL = f"{scheme}://user:password@mail.example.com"

    assert settings_check() == []


@pytest.mark.parametrize(
    "url",
    [
        "bucket", "s3://", "https://bucket", "file://host/folder", "file:///",
        "s3://bucket?end=https://s3.example.com", "s3://bucket?endpoint=s3.example.com",
    ],
)  # fmt: skip
def test_an_address_of_no_bucket_and_no_folder_is_refused(settings: Settings, url: str) -> None:
    settings.RECORDINGS_URL = url

    assert [message.id for message in settings_check()] == ["callpilot.E026"]


@pytest.mark.parametrize(
    "url", ["s3://bucket", "s3://b/calls?endpoint=https://s3.example.com&region=x", "file:///a/b"]
)
def test_an_address_of_a_bucket_or_folder_is_fine(settings: Settings, url: str) -> None:
    settings.RECORDINGS_URL = url

    assert settings_check() == []


def test_half_a_key_of_the_bucket_is_said(settings: Settings) -> None:
    settings.AWS_ACCESS_KEY_ID, settings.AWS_SECRET_ACCESS_KEY = "key", ""

    assert [message.id for message in settings_check()] == ["callpilot.E027"]


@pytest.mark.parametrize(
    "number,wrong", [("+14155550123", False), ("415 555 0123", True), ("+0155", True)]
)
def test_the_phone_of_a_rehearsal_is_a_number_with_its_country(
    settings: Settings, number: str, wrong: bool
) -> None:
    settings.MODE, settings.TARGET_PHONE_NUMBER = "rehearsal", number

    assert ("callpilot.E031" in {message.id for message in settings_check()}) == wrong
