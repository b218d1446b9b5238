"""Every sign-in is on the list of sessions, also one that did not go through a form."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest


@receiver(user_logged_in)
def list_session(request: HttpRequest, user: Any, **_: object) -> None:
    if "REMOTE_ADDR" in request.META:  # a browser's, not a program's own
        request.user = user
        UserSession.objects.create_from_request(request)
