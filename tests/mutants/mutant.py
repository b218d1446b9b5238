"""A guard, how it is broken, and the test that must notice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """before: stands once in `file`, and is replaced by `after`; killed_by: a test's id."""

    name: str
    file: str
    before: str
    after: str
    killed_by: str
