"""How often a person may ask the API anything, by whatever program."""

from typing import TYPE_CHECKING

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from callpilot.edge.rate_limits import RateLimit
from callpilot.models import User

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads the settings that name us


def requests_of(person: User) -> RateLimit:
    """One count a person, for all their tokens and browsers."""
    return RateLimit(f"api_{person.pk}", str(settings.API_RATE))


class RequestRate(BaseThrottle):
    """The rate of whoever asks; who is no person, as an agent on its call, has another."""

    limit: RateLimit | None = None

    def allow_request(self, request: Request, view: "APIView") -> bool:
        if isinstance(request.user, User):
            self.limit = requests_of(request.user)
        return self.limit is None or self.limit.allow_request(request, view)

    def wait(self) -> float | None:
        return None if self.limit is None else self.limit.wait()
