"""The demo's mailbox shows a reader their own mail, and exists only where mail stays here."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.test import Client
from pytest_django.fixtures import Settings

from callpilot.accounts.mailbox import LETTERS_SHOWN
from tests.factories import make_person

pytestmark = pytest.mark.django_db
Write = Callable[[str, str], None]  # a letter to whom, and its text


@pytest.fixture
def write(tmp_path: Path, settings: Settings) -> Write:
    settings.EMAIL_FILE_PATH = tmp_path

    def write(to: str, text: str) -> None:
        post = get_connection("django.core.mail.backends.filebased.EmailBackend")
        EmailMessage("A letter", text, "us@example.com", [to], connection=post).send()

    return write


def test_a_reader_sees_their_mail_and_nobody_elses(write: Write, client: Client) -> None:
    person = make_person()
    write(person.email, "for you: https://example.com/link")
    write("other@example.com", "for somebody else")
    client.force_login(person)

    page = client.get("/dev/mailbox/").content.decode()

    assert '<a href="https://example.com/link" rel="nofollow">' in page
    assert "somebody else" not in page


def test_who_is_nobody_sees_nothing(write: Write, client: Client) -> None:
    write("other@example.com", "for somebody else")

    assert b"somebody else" not in client.get("/dev/mailbox/").content


def test_a_newcomer_sees_the_mail_that_their_signing_up_caused(write: Write) -> None:
    newcomer, other = Client(), Client()
    form = {"email": "new@example.com", "password1": "a-long-secret-9"}
    newcomer.post("/accounts/signup/", form)
    write("New@Example.com", "open this")

    assert b"open this" in newcomer.get("/dev/mailbox/").content
    assert b"open this" not in other.get("/dev/mailbox/").content


def test_a_letter_is_text_whatever_stands_in_it(write: Write, client: Client) -> None:
    person = make_person()
    write(person.email, "<img src=x onerror=alert(1)>")
    client.force_login(person)

    assert b"<img" not in client.get("/dev/mailbox/").content


def test_only_the_newest_letters_are_shown(write: Write, client: Client) -> None:
    person = make_person()
    folder = Path(settings.EMAIL_FILE_PATH)
    for number in range(LETTERS_SHOWN + 3):
        write(person.email, f"letter number {number:02d}")
        [file] = folder.glob("2*.log")
        kept = file.rename(folder / f"kept-{number}.log")
        os.utime(kept, (1_000_000 + number, 1_000_000 + number))
    client.force_login(person)

    page = client.get("/dev/mailbox/").content.decode()

    assert page.count("letter number") == LETTERS_SHOWN == 20
    assert "letter number 22" in page and "letter number 02" not in page


def test_with_real_phones_there_is_no_mailbox(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SIMULATED", False)

    assert client.get("/dev/mailbox/").status_code == 404
