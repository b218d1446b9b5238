"""In simulated mode mail goes to files; this page shows a reader their own, and nobody else's.

Whoever is signed in sees mail to their addresses. Whoever is not sees mail to the address that
they have just signed up with in this very browser, so that a newcomer can open the link.
"""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.account.signals import user_signed_up
from django.conf import settings
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from callpilot.models import User

SESSION_KEY = "signed_up_as"
FILES_READ = 200  # the newest; older mail of a demo is of no use to anybody
LETTERS_SHOWN = 20


@dataclass(frozen=True)
class Letter:
    """One mail, as its reader sees it."""

    subject: str
    sender: str
    to: str
    text: str
    sent_at: datetime | None


@receiver(user_signed_up)
def remember(request: HttpRequest, user: User, **_: object) -> None:
    request.session[SESSION_KEY] = user.email


@never_cache
@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    if not settings.SIMULATED:
        raise Http404
    mine = addresses(request)
    letters = letters_to(mine, Path(settings.EMAIL_FILE_PATH)) if mine else []
    return render(request, "mailbox.html", {"letters": letters, "addresses": sorted(mine)})


def addresses(request: HttpRequest) -> set[str]:
    """Whose mail the reader may see."""
    if request.user.is_authenticated:
        known = EmailAddress.objects.filter(user=request.user).values_list("email", flat=True)
        return {address.casefold() for address in (*known, request.user.email) if address}
    signed_up_as = request.session.get(SESSION_KEY, "")
    return {signed_up_as.casefold()} if signed_up_as else set()


def letters_to(mine: set[str], folder: Path) -> list[Letter]:
    """The newest letters to any of these addresses, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda file: file.stat().st_mtime, reverse=True)
    found: list[Letter] = []
    for file in files[:FILES_READ]:
        for message in reversed(_messages(file)):
            to = str(message.get("To", ""))
            if mine & {address.casefold() for _, address in getaddresses([to])}:
                found.append(_letter(message))
        if len(found) >= LETTERS_SHOWN:
            break
    return found[:LETTERS_SHOWN]


def _messages(file: Path) -> list[EmailMessage]:
    """The messages of a file of Django's file backend, which parts them by a line of dashes."""
    parts = re.split(rb"\n-{79}\n", file.read_bytes())
    return [
        email.message_from_bytes(part, policy=email.policy.default)
        for part in parts
        if part.strip()
    ]


def _letter(message: EmailMessage) -> Letter:
    body = message.get_body(preferencelist=("plain",))
    date = message.get("Date")
    return Letter(
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        text=body.get_content() if body else "",
        sent_at=parsedate_to_datetime(str(date)) if date else None,
    )
