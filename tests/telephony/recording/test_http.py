"""A recording over HTTP: the right part, the right headers, and never all of it in memory."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest
from django.core.files.storage import Storage
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import AsyncRequestFactory, RequestFactory
from django.utils.timezone import now
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from campaigns.models import Call, Provider
from telephony.models import Recording
from telephony.recording import http, spool, storage
from tests.factories import make_call
from tests.telephony.tapes import keep_in

DATA = bytes(range(256)) * 600  # more than two chunks


NAME = "0123456789" * 4 + ".wav"


@pytest.fixture
def file(settings: Settings, tmp_path: Path) -> Path:
    keep_in(settings, tmp_path)
    path = spool.file_of(NAME)
    path.parent.mkdir()
    path.write_bytes(DATA)
    return path


def recording(name: str = "Bay Dental") -> Recording:
    call = Call(provider=Provider(name=name), answered_at=datetime(2026, 11, 3, 9, tzinfo=UTC))
    return Recording(call=call, path=NAME)


def ask(method: str = "GET", query: str = "", **headers: str) -> HttpResponseBase:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, f"/x{query}", headers=named)
    return http.answer(request, recording())


def chunks(answer: HttpResponseBase) -> list[bytes]:
    assert isinstance(answer, StreamingHttpResponse) and not answer.is_async
    return list(answer)


def sent(answer: HttpResponseBase) -> bytes:
    return b"".join(chunks(answer))


def is_empty(answer: HttpResponseBase) -> bool:
    return isinstance(answer, HttpResponse) and answer.content == b""


def test_without_a_range_the_whole_file_is_sent_with_its_length(file: Path) -> None:
    answer = ask()

    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(DATA)))
    assert sent(answer) == DATA


def test_it_is_sent_in_chunks_and_not_at_once(file: Path) -> None:
    sizes = [len(chunk) for chunk in chunks(ask())]

    assert max(sizes) == storage.CHUNK_BYTES and len(sizes) == 3


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(DATA) - 1), st.integers(0, len(DATA) - 1))
def test_any_part_is_that_part(file: Path, one: int, other: int) -> None:
    first, last = sorted((one, other))

    answer = ask(range=f"bytes={first}-{last}")

    assert answer.status_code == 206 and sent(answer) == DATA[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert answer["Content-Length"] == str(last - first + 1)


def test_a_part_behind_the_end_is_refused_with_the_size_and_no_tag(file: Path) -> None:
    answer = ask(range=f"bytes={len(DATA)}-")

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(DATA)}" and "ETag" not in answer


@pytest.mark.django_db  # closing an answer ends its request, which looks after connections
def test_nobody_on_the_way_may_keep_it(file: Path) -> None:
    for answer in (ask(), ask(range="bytes=0-1"), ask(range="bytes=999999-")):
        answer.close()
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_who_has_it_already_is_told_so(file: Path) -> None:
    tag = ask("HEAD")["ETag"]

    answer = ask(if_none_match=tag)

    assert answer.status_code == 304 and is_empty(answer)


def test_a_file_that_has_grown_has_another_tag(file: Path) -> None:
    before = ask("HEAD")["ETag"]
    file.write_bytes(DATA + b"more")

    assert ask("HEAD")["ETag"] != before
    assert ask("HEAD", if_none_match=before).status_code == 200


def test_a_part_of_a_file_that_has_changed_is_the_whole_of_the_new_one(file: Path) -> None:
    answer = ask(range="bytes=0-1", if_range='"another"')

    assert answer.status_code == 200 and sent(answer) == DATA


def test_head_has_the_headers_and_no_body(file: Path) -> None:
    answer = ask("HEAD", range="bytes=5-9")

    assert answer.status_code == 206 and is_empty(answer)
    assert answer["Content-Length"] == "5"


def test_a_download_is_named_by_whom_and_when(file: Path) -> None:
    answer = ask("HEAD", query="?download")

    assert answer["Content-Disposition"] == 'attachment; filename="call-bay-dental-2026-11-03.wav"'


@pytest.mark.parametrize("name", ['"; x="', "../../etc", "日本", "a\r\nb"])
def test_whatever_a_business_is_called_the_header_stays_one_header(file: Path, name: str) -> None:
    request = RequestFactory().head("/x?download")

    told = http.answer(request, recording(name))["Content-Disposition"]

    assert told.count('"') == 2 and "\n" not in told and "/" not in told


@pytest.mark.django_db
def test_a_file_that_is_gone_is_an_error_before_anything_is_sent(file: Path) -> None:
    row = Recording.objects.create(call=make_call(), path=NAME, consent="given")
    file.unlink()

    with pytest.raises(FileNotFoundError):
        http.answer(RequestFactory().get("/x"), row)


class Broken(Storage):
    """A storage that does not answer."""

    def part(self, name: str, first: int, length: int) -> storage.Stream:
        raise ConnectionError("no")


@pytest.mark.django_db
def test_a_storage_that_does_not_answer_is_said_and_may_be_asked_again(
    settings: Settings, file: Path
) -> None:
    row = Recording.objects.create(
        call=make_call(), path=NAME, consent="given", stored_at=now(), size=len(DATA)
    )
    file.unlink()
    settings.STORAGES = settings.STORAGES | {"recordings": {"BACKEND": f"{__name__}.Broken"}}

    answer = http.answer(RequestFactory().get("/x?download", headers={"range": "bytes=5-"}), row)

    assert isinstance(answer, HttpResponse) and answer.status_code == 503
    assert b"try again" in answer.content and answer["Retry-After"] == "30"
    assert "ETag" not in answer and "Content-Disposition" not in answer
    assert answer["Cache-Control"] == "private, no-store"


class Watched(Storage):
    """One that gives nothing, and knows who has closed what it gave."""

    given: ClassVar[list[io.BytesIO]] = []

    def part(self, name: str, first: int, length: int) -> io.BytesIO:
        self.given.append(io.BytesIO())
        return self.given[-1]


@pytest.mark.django_db
@pytest.mark.parametrize("factory", [RequestFactory(), AsyncRequestFactory()])
def test_who_leaves_before_the_first_byte_leaves_nothing_open(
    settings: Settings, tmp_path: Path, factory: RequestFactory
) -> None:
    keep_in(settings, tmp_path)
    settings.STORAGES = settings.STORAGES | {"recordings": {"BACKEND": f"{__name__}.Watched"}}
    row = Recording.objects.create(
        call=make_call(), path=NAME, consent="given", stored_at=now(), size=9
    )

    answer = http.answer(factory.get("/x"), row)
    assert not Watched.given[-1].closed
    answer.close()

    assert Watched.given[-1].closed


async def test_under_an_asgi_server_it_flows_without_holding_the_loop(file: Path) -> None:
    request = AsyncRequestFactory().get("/x", headers={"range": "bytes=100-"})
    assert isinstance(request, ASGIRequest)

    answer = http.answer(request, recording())

    assert isinstance(answer, StreamingHttpResponse) and answer.is_async
    assert b"".join([chunk async for chunk in answer]) == DATA[100:]
