"""What addresses, cookies and forms bring is text that every database can hold, or is refused."""

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.urls import reverse

from callpilot.edge.text import storable, storable_form

METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


class MethodsMiddleware:
    """No address has other methods than these, whatever its view would make of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class CharsetMiddleware:
    """A text says in which letters it is written, whoever has made it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith("text/") and "charset=" not in kind:
            response["Content-Type"] = f"{kind}; charset=utf-8"
        return response


class TextMiddleware:
    """Views read words, and never have to ask whether a row can hold them.

    JSON is cleaned by its parsers; what a carrier has signed is cleaned once the signature is seen
    to be right (its views ask for no CSRF token, and no form is read before them).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info != storable(request.path_info):
            raise Http404("No address of ours has such a letter.")
        if request.encoding and not is_utf8(request.encoding):
            raise BadRequest("Only UTF-8 is read here.")
        request.GET = storable_form(request.GET)
        request.COOKIES = {name: storable(value) for name, value in request.COOKIES.items()}
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., object], *_: object) -> None:
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            request.POST = storable_form(request.POST)


class PrivateMiddleware:
    """What somebody signed in is shown is kept by no browser and no proxy, unless a view says so.

    A view that streams or caches on purpose sets its own header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        user = getattr(request, "user", None)
        if "Cache-Control" not in response and user is not None and user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        if request.method == "POST" and request.path == reverse("account_logout"):
            response["Clear-Site-Data"] = '"storage"'  # what was half typed goes with the session
        return response


def is_utf8(charset: str) -> bool:
    return codecs.lookup(charset).name == "utf-8"
