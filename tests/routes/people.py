"""Who may come to an address: nobody known, its owner, somebody else, staff; each with a client."""

import functools
import itertools
import time
from typing import TYPE_CHECKING, TypeAlias

from allauth.account.internal.flows import login
from django.contrib.auth.hashers import make_password
from django.test import Client

from callpilot.models import Profile, User

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"  # of a client, as tests read it
_count = itertools.count(1)


@functools.cache
def _hash() -> str:
    """Hashed once, because that takes long on purpose."""
    return make_password("secret-pass")


def somebody() -> User:
    """A person with a password, quickly made."""
    name = f"somebody{next(_count)}"
    person = User.objects.create(
        username=name, email=f"{name}@example.com", password=_hash(), is_active=True
    )
    Profile.objects.filter(user=person).update(
        name="Alex Example", phone="+14155550123", latitude=37.7936, longitude=-122.3958
    )
    person.refresh_from_db()
    return person


def client_of(person: User | None, *, enforce_csrf_checks: bool = False) -> Client:
    """Signed in a moment ago, so that no page asks for the password again."""
    client = Client(enforce_csrf_checks, raise_request_exception=False)
    if person is not None:
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        session = client.session
        record = {"method": "password", "at": time.time(), "reauthenticated": True}
        session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [record]
        session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = login.user_id_to_str(person)
        session.save()
    return client


def another() -> User:
    return somebody()


def staff(*, superuser: bool = False) -> User:
    """May see the admin's pages; on the others somebody like everybody."""
    person = somebody()
    person.is_staff, person.is_superuser = True, superuser
    person.save()
    return person
