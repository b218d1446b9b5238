"""Sessions in the database; a cookie that is no key of ours is not looked for there."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    def _validate_session_key(self, key: str | None) -> bool:
        """Ours are of letters and digits; PostgreSQL fails at a NUL in what it is asked for."""
        return key is not None and len(key) >= 8 and key.isascii() and key.isalnum()
