"""A cookie is looked for among the sessions only when it may be one."""

import pytest

from callpilot.accounts import session_store
from callpilot.accounts.session_store import SessionStore


@pytest.mark.parametrize("cookie", ["", "short", "abcdefgh\x00", "ÿ" * 32, "../../../etc/passwd"])
def test_what_cannot_be_a_key_of_ours_is_none(cookie: str) -> None:
    assert SessionStore(cookie).session_key is None


def test_our_own_keys_are_known_again(db: None) -> None:
    made = SessionStore()
    made["name"] = "Alex"
    made.create()

    assert SessionStore(made.session_key)["name"] == "Alex"


def test_sessions_are_read_together_without_being_changed(db: None) -> None:
    made = SessionStore()
    made["name"] = "Alex"
    made.create()
    old = SessionStore()
    old.set_expiry(-1)
    old.create()

    assert session_store.read({str(made.session_key), str(old.session_key), "no-such-key"}) == {
        made.session_key: {"name": "Alex"}
    }
    assert session_store.read(set()) == {}


def test_a_key_is_too_long_to_be_guessed(db: None) -> None:
    made = [SessionStore() for _ in range(20)]
    for session in made:
        session.create()
    keys = {str(session.session_key) for session in made}

    assert len(keys) == 20 and {len(key) for key in keys} == {32}, "of 36 signs: 165 bits"
