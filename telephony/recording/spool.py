"""The spool: this host's folder where a recording lies until it is complete and stored."""

import re
import secrets
from pathlib import Path

from django.conf import settings

NAME = re.compile(r"[0-9a-f]{40}\.wav")


def folder() -> Path:
    return Path(settings.RECORDING_SPOOL_DIR)


def new_name() -> str:
    """A name that nobody can guess."""
    return f"{secrets.token_hex(20)}.wav"


def file_of(name: str) -> Path:
    """Where it lies, if it lies on this host. Raises FileNotFoundError for no name of ours."""
    if not NAME.fullmatch(name):
        raise FileNotFoundError(name)
    return folder() / name


def has(name: str) -> bool:
    return NAME.fullmatch(name) is not None and file_of(name).exists()


def names() -> list[str]:
    """All that lies here."""
    try:
        return sorted(each.name for each in folder().iterdir() if NAME.fullmatch(each.name))
    except FileNotFoundError:
        return []
