"""Something happens at just the wrong moment: before a statement reaches the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection

Context = dict[str, object]
Execute = Callable[[str, object, bool, Context], object]


@contextmanager
def just_before(pattern: str, act: Callable[[], object]) -> Iterator[None]:
    """Act once, when the first statement that fits the pattern is about to be executed."""
    done: list[str] = []

    def execute(go_on: Execute, sql: str, params: object, many: bool, context: Context) -> object:
        if not done and re.search(pattern, sql):
            done.append(sql)
            act()
        return go_on(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield
    assert done, f"No statement fits: {pattern}"
