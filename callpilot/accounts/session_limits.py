"""A session ends when nobody has used it for long, and at last however much it is used."""

import time
from collections.abc import Callable
from typing import TypeAlias

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponseBase

from callpilot.json_types import JsonObject

Session: TypeAlias = SessionBase | JsonObject
BEGAN, USED = "session_began", "session_used"  # when, in seconds since 1970
NOTED_EVERY_SECONDS = 300  # a use is written that seldom: reading is cheap, writing is not


class SessionLimitsMiddleware:
    """SESSION_IDLE_HOURS and SESSION_HOURS; who comes later is nobody, and signs in again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            self._look(request)
        return self.get_response(request)

    def _look(self, request: HttpRequest) -> None:
        moment = time.time()
        session = request.session
        session.setdefault(BEGAN, moment)
        if is_over(session, moment):
            logout(request)
        elif USED not in session or moment - session[USED] > NOTED_EVERY_SECONDS:
            session[USED] = moment


def is_over(session: Session, moment: float) -> bool:
    """Whether what stands in a session says that it has ended."""
    began = session.get(BEGAN, moment)
    idle = moment - session.get(USED, began)
    if idle > settings.SESSION_IDLE_HOURS * 3600:
        return True
    return bool(moment - began > settings.SESSION_HOURS * 3600)
