"""A session ends when nobody has used it for long, and at last however much it is used."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponseBase

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
        began = session.setdefault(BEGAN, moment)
        used = session.get(USED, began)
        idle = moment - used > settings.SESSION_IDLE_HOURS * 3600
        if idle or moment - began > settings.SESSION_HOURS * 3600:
            logout(request)
        elif moment - used > NOTED_EVERY_SECONDS or USED not in session:
            session[USED] = moment
