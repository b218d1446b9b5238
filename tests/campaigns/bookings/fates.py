"""What may befall a step: nothing, its process's death between two writes, or a rival's step."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection

from callpilot.json_types import JsonObject

WRITES = ("INSERT", "UPDATE", "DELETE")
Execute = Callable[[str, object, bool, JsonObject], object]


class Died(BaseException):
    """The process is gone: no handler of the product's runs any more."""


@dataclass(frozen=True)
class Lives:
    """The step is taken undisturbed."""


@dataclass(frozen=True)
class Dies:
    """So many writes are made, and then no more."""

    writes: int


@dataclass(frozen=True)
class Meets:
    """Before that statement of those outside of transactions the rival takes a whole step.

    Inside of them it could not: there the campaign's row is locked.
    """

    statement: int
    rival: str


Fate = Lives | Dies | Meets


@contextmanager
def befallen(fate: Fate, rivals: dict[str, Callable[[], None]]) -> Iterator[None]:
    """What is done inside meets its fate; raises Died when that is to die."""
    match fate:
        case Lives():
            yield
        case Dies(writes):
            with connection.execute_wrapper(_Death(writes)):
                yield
        case Meets(statement, rival):
            with connection.execute_wrapper(_Meeting(statement, rivals[rival])):
                yield


class _Death:
    def __init__(self, writes: int) -> None:
        self.left = writes

    def __call__(
        self, execute: Execute, sql: str, params: object, many: bool, context: JsonObject
    ) -> object:
        if sql.lstrip().startswith(WRITES):
            if self.left == 0:
                raise Died
            self.left -= 1
        return execute(sql, params, many, context)


class _Meeting:
    def __init__(self, statement: int, rival: Callable[[], None]) -> None:
        self.left, self.rival = statement, rival
        self.busy = False

    def __call__(
        self, execute: Execute, sql: str, params: object, many: bool, context: JsonObject
    ) -> object:
        if not connection.in_atomic_block and not self.busy:
            if self.left == 0:
                self.busy = True  # the rival's own statements are nobody's opportunity
                self.rival()
            self.left -= 1
        return execute(sql, params, many, context)
