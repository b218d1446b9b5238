"""Takes out the rows that a test has committed, where Django would make every table anew."""

from functools import cache

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# As they stand after the migrations; no test changes them.
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def after_test(case: TransactionTestCase) -> None:
    """In the place of Django's flush, which truncates, and writes all permissions once more."""
    for alias in connections:
        empty(connections[alias])


def empty(connection: BaseDatabaseWrapper) -> None:
    quote = connection.ops.quote_name
    names = [quote(name) for name in tables(connection.alias)]
    with transaction.atomic(connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # whoever still writes is waited for
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
            cursor.execute("; ".join(f"DELETE FROM {name}" for name in names))
        else:
            for name in names:
                cursor.execute(f"DELETE FROM {name}")


@cache
def tables(alias: str) -> list[str]:
    """All of ours and of the packages', by name."""
    made = connections[alias].introspection.django_table_names(only_existing=True)
    return sorted(set(made) - KEPT)
