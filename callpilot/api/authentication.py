"""`Authorization: Token …` for programs."""

from datetime import timedelta

from django.utils.timezone import now
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from callpilot.models import ApiToken, User, digest


class TokenAuthentication(BaseAuthentication):
    """Knows a person by the digest of the token they were shown once."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"token":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Token <token>.")
        secret = parts[1].decode("ascii", errors="replace")
        token = ApiToken.objects.select_related("user").filter(digest=digest(secret)).first()
        if token is None or token.expired or not token.user.is_active:
            raise AuthenticationFailed("This token is unknown or has expired.")
        if token.last_used_at is None or now() - token.last_used_at > timedelta(minutes=5):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now())
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword


def signed_in(request: Request) -> User:
    """Who asks; permissions were checked before."""
    assert isinstance(request.user, User)
    return request.user


class TokenScheme(OpenApiAuthenticationExtension):
    """How the API documents it."""

    target_class = "callpilot.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "Token <your token>",
        }
