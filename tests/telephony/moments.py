"""Something happens at just the wrong moment: before a statement reaches the database."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

Context = dict[str, object]
Execute = Callable[[str, object, bool, Context], object]


@contextmanager
def just_before(words: str, act: Callable[[], object]) -> Iterator[None]:
    """Act once, when the first statement with these words is about to be executed."""
    done: list[str] = []

    def execute(go_on: Execute, sql: str, params: object, many: bool, context: Context) -> object:
        if words in sql and not done:
            done.append(sql)
            act()
        return go_on(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield
    assert done, f"No statement has: {words}"
