"""A recording over HTTP: the right part, the right headers, and never all of it in memory."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import AsyncRequestFactory, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Call, Provider
from telephony.models import Recording
from telephony.recording import http

DATA = bytes(range(256)) * 600  # more than two chunks


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "0123456789abcdef0123.wav"
    path.write_bytes(DATA)
    return path


def recording(name: str = "Bay Dental") -> Recording:
    call = Call(provider=Provider(name=name), answered_at=datetime(2026, 11, 3, 9, tzinfo=UTC))
    return Recording(call=call)


def ask(file: Path, method: str = "GET", query: str = "", **headers: str) -> HttpResponseBase:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, f"/x{query}", headers=named)
    return http.answer(request, recording(), file)


def chunks(answer: HttpResponseBase) -> list[bytes]:
    assert isinstance(answer, StreamingHttpResponse) and not answer.is_async
    return list(answer)


def sent(answer: HttpResponseBase) -> bytes:
    return b"".join(chunks(answer))


def is_empty(answer: HttpResponseBase) -> bool:
    return isinstance(answer, HttpResponse) and answer.content == b""


def test_without_a_range_the_whole_file_is_sent_with_its_length(file: Path) -> None:
    answer = ask(file)

    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(DATA)))
    assert sent(answer) == DATA


def test_it_is_sent_in_chunks_and_not_at_once(file: Path) -> None:
    sizes = [len(chunk) for chunk in chunks(ask(file))]

    assert max(sizes) == http.CHUNK_BYTES and len(sizes) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, len(DATA) - 1), st.integers(0, len(DATA) - 1))
def test_any_part_is_that_part(file: Path, one: int, other: int) -> None:
    first, last = sorted((one, other))

    answer = ask(file, range=f"bytes={first}-{last}")

    assert answer.status_code == 206 and sent(answer) == DATA[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(DATA)}"
    assert answer["Content-Length"] == str(last - first + 1)


def test_a_part_behind_the_end_is_refused_with_the_size_and_no_tag(file: Path) -> None:
    answer = ask(file, range=f"bytes={len(DATA)}-")

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{len(DATA)}" and "ETag" not in answer


def test_nobody_on_the_way_may_keep_it(file: Path) -> None:
    for answer in (ask(file), ask(file, range="bytes=0-1"), ask(file, range="bytes=999999-")):
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["X-Content-Type-Options"] == "nosniff"


def test_who_has_it_already_is_told_so(file: Path) -> None:
    tag = ask(file)["ETag"]

    answer = ask(file, if_none_match=tag)

    assert answer.status_code == 304 and is_empty(answer)


def test_a_file_that_has_grown_has_another_tag(file: Path) -> None:
    before = ask(file)["ETag"]
    file.write_bytes(DATA + b"more")

    assert ask(file)["ETag"] != before
    assert ask(file, if_none_match=before).status_code == 200


def test_a_part_of_a_file_that_has_changed_is_the_whole_of_the_new_one(file: Path) -> None:
    answer = ask(file, range="bytes=0-1", if_range='"another"')

    assert answer.status_code == 200 and sent(answer) == DATA


def test_head_has_the_headers_and_no_body(file: Path) -> None:
    answer = ask(file, "HEAD", range="bytes=5-9")

    assert answer.status_code == 206 and is_empty(answer)
    assert answer["Content-Length"] == "5"


def test_a_download_is_named_by_whom_and_when(file: Path) -> None:
    answer = ask(file, query="?download")

    assert answer["Content-Disposition"] == 'attachment; filename="call-bay-dental-2026-11-03.wav"'


@pytest.mark.parametrize("name", ['"; x="', "../../etc", "日本", "a\r\nb"])
def test_whatever_a_business_is_called_the_header_stays_one_header(file: Path, name: str) -> None:
    request = RequestFactory().get("/x?download")

    told = http.answer(request, recording(name), file)["Content-Disposition"]

    assert told.count('"') == 2 and "\n" not in told and "/" not in told


def test_a_file_that_is_gone_is_an_error_before_anything_is_sent(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ask(tmp_path / "none.wav")


async def test_under_an_asgi_server_it_flows_without_holding_the_loop(file: Path) -> None:
    request = AsyncRequestFactory().get("/x", headers={"range": "bytes=100-"})
    assert isinstance(request, ASGIRequest)

    answer = http.answer(request, recording(), file)

    assert isinstance(answer, StreamingHttpResponse) and answer.is_async
    assert b"".join([chunk async for chunk in answer]) == DATA[100:]
