"""`Authorization: Bearer …` for agents: the token of one call, good for as long as it lasts."""

from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from callpilot.edge.text import storable
from campaigns.models import Call

KEYWORDS = (b"bearer", b"token")


class CallTokenAuthentication(BaseAuthentication):
    """Knows a call by its own token, and nobody: whoever speaks on it is no person with rights."""

    def authenticate(self, request: Request) -> tuple[AnonymousUser, Call] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() not in KEYWORDS:
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Bearer <token>.")
        if not _brings_our_secret(request):
            raise AuthenticationFailed("Send TOOL_SECRET in the header X-Tool-Secret too.")
        token = storable(parts[1].decode("ascii", errors="replace"))
        live = Call.objects.live().select_related("mandate", "campaign")
        call = live.filter(tool_token=token).first()
        if call is None:  # whether there ever was one is nobody's business
            raise AuthenticationFailed("No call that is going on has this token.")
        return AnonymousUser(), call

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


def _brings_our_secret(request: Request) -> bool:
    """Where one is set, it is known to the voice's vendor alone."""
    brought = request.headers.get("X-Tool-Secret", "").encode(errors="replace")
    return not settings.TOOL_SECRET or compare_digest(brought, settings.TOOL_SECRET.encode())


class OnACall(BasePermission):
    """Nobody but the voice of a call."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.auth, Call)


def call_of(request: Request) -> Call:
    """The call that the request belongs to; permissions were checked before."""
    call = request.auth
    assert isinstance(call, Call)
    return call


class CallTokenScheme(OpenApiAuthenticationExtension):
    """How the API documents it."""

    target_class = "voice.api.call_token.CallTokenAuthentication"
    name = "callToken"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "The token of one call, which its engine hands to the voice; it ends "
            "with the call. Where TOOL_SECRET is set, X-Tool-Secret has to bring it too.",
        }
