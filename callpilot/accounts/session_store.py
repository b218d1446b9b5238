"""Sessions in the database; a cookie that is no key of ours is not looked for there."""

from collections.abc import Collection

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.timezone import now

from callpilot.json_types import JsonObject


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """Ours are of letters and digits; PostgreSQL fails at a NUL in what it is asked for."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()


def read(keys: Collection[str]) -> dict[str, JsonObject]:
    """What stands in those of these sessions that are there and have not expired; changes none."""
    if not keys:
        return {}
    model = SessionStore.get_model_class()
    rows = model.objects.filter(session_key__in=keys, expire_date__gt=now())
    return {row.session_key: row.get_decoded() for row in rows}
