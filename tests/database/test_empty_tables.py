"""What one test has committed no other test meets."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection

from tests.database import empty_tables
from tests.routes.world import make_world


@pytest.mark.django_db(transaction=True)
def test_no_row_stays_but_what_the_migrations_made() -> None:
    make_world()
    permissions = Permission.objects.count()

    empty_tables.empty(connection)

    left = {model._meta.db_table for model in apps.get_models() if model._default_manager.exists()}
    assert left <= empty_tables.KEPT and permissions == Permission.objects.count() > 0
