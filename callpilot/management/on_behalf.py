"""Commands that place calls: for whom, and by which running CallPilot."""

from contextlib import AbstractContextManager, nullcontext

from django.conf import settings
from django.core.management.base import CommandParser
from django.db.models import Q

from callpilot.checks import missing_tables
from callpilot.embedded.engine import AlreadyRunning, DataLock, Engine, answers
from callpilot.errors import Refused
from callpilot.management import demo_person
from callpilot.models import User


def add_user_argument(parser: CommandParser) -> None:
    words = "for whom: user name or e-mail"
    if settings.SIMULATED:
        parser.add_argument("--user", default=demo_person.USERNAME, help=words)
    else:
        parser.add_argument("--user", required=True, help=words)


def person_called(name: str) -> User:
    """The person of that user name or e-mail; in simulated mode the demo person is made.

    Raises Refused.
    """
    if settings.SIMULATED and name == demo_person.USERNAME:
        demo_person.fill_calendar(demo_person.make_person())
    person = User.objects.filter(Q(username=name) | Q(email__iexact=name)).first()
    if person is None:
        raise Refused(f"There is no user {name}; `manage.py create_person` makes one.")
    return person


def engine() -> AbstractContextManager[Engine | None]:
    """Whatever carries out what the rows say: the CallPilot that runs, or one of our own.

    Outside simulation only one that runs: carriers must reach it at PUBLIC_URL. Raises Refused.
    """
    if settings.SIMULATED and settings.EMBEDDED:
        return _own_unless_one_runs()
    if not _one_runs():
        raise Refused(
            f"No CallPilot answers at {settings.PUBLIC_URL}. Start it first: `make run`, "
            "or the processes of the Procfile."
        )
    if words := missing_tables():
        raise Refused(words)
    return nullcontext()


def _own_unless_one_runs() -> AbstractContextManager[Engine | None]:
    own = Engine(port=0)
    try:
        own.start()
    except AlreadyRunning:
        return nullcontext()
    return own


def _one_runs() -> bool:
    """In one process it holds our data folder; in several it is asked."""
    if not settings.EMBEDDED:
        return settings.SIMULATED or answers(settings.PUBLIC_URL)
    lock = DataLock()
    try:
        lock.take()
    except AlreadyRunning:
        return True
    lock.leave()
    return False
