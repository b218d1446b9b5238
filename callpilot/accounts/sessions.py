"""Adds every sign-in to the person's list of sessions, by whatever way it came."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from callpilot.models import User


@receiver(user_logged_in)
def list_session(request: HttpRequest, user: User, **_: object) -> None:
    if "REMOTE_ADDR" in request.META:  # a browser's, not a program's own
        request.user = user
        UserSession.objects.create_from_request(request)
