"""A cookie is looked for among the sessions only when it may be one."""

import pytest

from callpilot.accounts.session_store import SessionStore


@pytest.mark.parametrize("cookie", ["", "short", "abcdefgh\x00", "ÿ" * 32, "../../../etc/passwd"])
def test_what_cannot_be_a_key_of_ours_is_none(cookie: str) -> None:
    assert SessionStore(cookie).session_key is None


def test_our_own_keys_are_known_again(db: None) -> None:
    made = SessionStore()
    made["name"] = "Alex"
    made.create()

    assert SessionStore(made.session_key)["name"] == "Alex"
