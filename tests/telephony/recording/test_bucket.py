"""A bucket is a storage like a folder, by Amazon's own client against a server that checks."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from callpilot.embedded.engine import free_port
from telephony.recording import storage
from tests.bucket import Loopback, bucket

NAME = "0" * 40 + ".wav"
DATA = bytes(range(256)) * 600


@pytest.fixture(scope="module")
def there() -> Iterator[Loopback]:
    with bucket() as made:
        yield made


@pytest.fixture(autouse=True)
def chosen(settings: Settings, there: Loopback) -> None:
    use(settings, there)


def use(settings: Settings, there: Loopback, url: str = "") -> None:
    settings.AWS_ACCESS_KEY_ID, settings.AWS_SECRET_ACCESS_KEY = there.key, there.secret
    settings.RECORDINGS_URL = url or there.url
    backend = "telephony.recording.bucket.Bucket"
    settings.STORAGES = settings.STORAGES | {
        "recordings": {"BACKEND": backend, "OPTIONS": {"url": settings.RECORDINGS_URL}}
    }


def said() -> tuple[bool, str]:
    [(_name, fine, words)] = storage.examine()
    return fine, words


def test_it_takes_gives_a_part_and_deletes(tmp_path: Path, there: Loopback) -> None:
    (tmp_path / "x").write_bytes(DATA)
    for _ in range(2):  # the second over the first
        storage.keep(NAME, tmp_path / "x")
    assert there.names() == [f"calls/{NAME}"]

    with closing(storage._part(NAME, 100, 70_000)) as stream:
        assert b"".join(storage.Chunks(stream, 70_000)) == DATA[100:70_100]

    storage.remove(NAME)
    storage.remove(NAME)
    assert there.names() == []
    with pytest.raises(FileNotFoundError):
        storage._part(NAME, 0, 5)


def test_doctor_tries_it_and_leaves_nothing(there: Loopback) -> None:
    assert said() == (True, "s3://recordings/calls")
    assert there.names() == []


@pytest.mark.parametrize(
    "wrong,words",
    [
        ({"key": "nobody"}, "AWS_ACCESS_KEY_ID is not known"),
        ({"secret": "wrong"}, "AWS_SECRET_ACCESS_KEY does not belong"),
    ],
)
def test_a_wrong_key_has_its_sentence(
    settings: Settings, there: Loopback, wrong: dict[str, str], words: str
) -> None:
    use(settings, replace(there, **wrong))

    fine, told = said()

    assert not fine and words in told


def test_a_wrong_bucket_and_a_wrong_address_have_theirs(
    settings: Settings, there: Loopback
) -> None:
    use(settings, there, there.url.replace("recordings", "nowhere"))
    assert said() == (False, "The bucket that RECORDINGS_URL names does not exist.")

    use(settings, replace(there, endpoint=f"http://127.0.0.1:{free_port()}"))
    fine, told = said()
    assert not fine and "does not answer" in told
