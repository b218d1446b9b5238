"""Errors of the API as problem documents (RFC 9457): what is wrong, and how to put it right."""

import logging

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from callpilot.errors import BadInput, NotPermitted, PlaceObject, Refused, VendorError
from callpilot.json_types import JsonObject

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
AGAIN = {"Retry-After": "1"}
TITLES = {
    400: "The request cannot be understood",
    401: "Please sign in",
    403: "Not allowed",
    404: "There is nothing here",
    405: "This address does not do that",
    406: "Only JSON is spoken here",
    408: "The request came too slowly",
    409: "Not possible now",
    413: "The request is too large",
    415: "Please send JSON",
    422: "Some fields need another look",
    429: "Too many requests",
    500: "Something went wrong on our side",
    502: "A vendor did not answer",
    503: "Not possible for the moment",
}


def document(
    status: int,
    detail: str,
    errors: dict[str, list[str]] | None = None,
    suggestions: dict[str, list[PlaceObject]] | None = None,
    *,
    kind: str = "about:blank",
) -> JsonObject:
    """The body of a problem document."""
    body: JsonObject = {
        "type": kind,
        "title": TITLES.get(status, "Error"),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    if suggestions:
        body["suggestions"] = suggestions
    return body


def _flat(detail: object, prefix: str = "") -> dict[str, list[str]]:
    """Nested validation details as dotted field → sentences."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            found |= _flat(value, f"{prefix}.{key}" if prefix else str(key))
        return found
    if isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        found = {}
        for index, item in enumerate(detail):
            found |= _flat(item, f"{prefix}.{index}" if prefix else str(index))
        return found
    items = detail if isinstance(detail, list) else [detail]
    return {prefix or "request": [str(item) for item in items]}


def _answer(exc: Exception) -> tuple[int, str, dict[str, list[str]] | None, dict[str, str]] | None:
    """Status, detail, errors and headers for an error we know."""
    match exc:
        case BadInput():
            return 422, "Nothing was changed.", exc.errors, {}
        case NotPermitted() | Refused():
            return 409, str(exc), None, {}
        case VendorError():
            return 502, str(exc), None, {}
        case OperationalError() | InterfaceError():
            logger.error("The database failed amid a request of the API.", exc_info=exc)
            return 503, "Our records cannot be reached; please ask again.", None, AGAIN
        case exceptions.ValidationError():
            return 422, "Nothing was changed.", _flat(exc.detail), {}
        case Http404():
            return 404, "It does not exist, or it is not yours.", None, {}
        case PermissionDenied():
            return 403, "You may not do this.", None, {}
        case exceptions.APIException():
            headers = {}
            if challenge := getattr(exc, "auth_header", None):
                headers["WWW-Authenticate"] = challenge
            if wait := getattr(exc, "wait", None):
                headers["Retry-After"] = str(int(wait) + 1)
            return exc.status_code, str(exc.detail), None, headers
    return None


def exception_handler(exc: Exception, context: JsonObject) -> Response | None:
    """DRF's hook: every known error becomes a problem document; the rest surfaces."""
    known = _answer(exc)
    if known is None:
        return None
    set_rollback()
    status, detail, errors, headers = known
    suggestions = exc.suggestions if isinstance(exc, BadInput) else None
    return Response(
        document(status, detail, errors, suggestions),
        status=status,
        headers=headers,
        content_type=MEDIA_TYPE,
    )


def json_problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None
) -> JsonResponse:
    return JsonResponse(
        document(status, detail), status=status, content_type=MEDIA_TYPE, headers=headers
    )


@csrf_exempt  # nobody is let in here, and a program is to be told so in JSON
def not_found(request: HttpRequest) -> JsonResponse:
    """For addresses below /api/ that do not exist."""
    return json_problem(404, "No such address; the API is described at /api/docs.")
