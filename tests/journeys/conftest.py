"""The longest journeys begin first, so that the others do not end before them and wait."""

import pytest

LONGEST_FIRST = ("test_the_same_seed", "processes_book", "process_books")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def rank(item: pytest.Item) -> int:
        return next((n for n, part in enumerate(LONGEST_FIRST) if part in item.name), 99)

    items.sort(key=rank)
