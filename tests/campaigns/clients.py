"""The two ways a person reaches us: pages in a browser, and the API by a program with a token."""

from typing import TYPE_CHECKING, TypeAlias

from django.test import Client

from callpilot.json_types import JsonObject
from callpilot.models import ApiToken, User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"  # with json(), context and what else tests read
HTMX = {"HX-Request": "true"}  # what asks for a part of a page


def browser_of(person: User) -> Client:
    """Where this person is signed in."""
    client = Client()
    client.force_login(person)
    return client


def text(answered: Answer) -> str:
    return answered.content.decode()


class Program(Client):
    """What uses the API for a person; it sends JSON."""

    def __init__(self, person: User, *, raise_request_exception: bool = True) -> None:
        token = ApiToken.issue(person, "test")
        super().__init__(
            raise_request_exception=raise_request_exception,
            headers={"Authorization": f"Token {token}"},
        )

    def send(self, path: str, body: JsonObject | None = None, key: str = "") -> Answer:
        """POST; the same key does it once."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.post(path, body or {}, "application/json", headers=headers)

    def change(self, path: str, body: JsonObject) -> Answer:
        """PATCH."""
        return self.patch(path, body, "application/json")
