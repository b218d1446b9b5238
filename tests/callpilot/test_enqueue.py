"""Waking a worker: after the commit, and only if there is one."""

from collections.abc import Iterator

import pytest
from celery.signals import before_task_publish
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from callpilot.enqueue import after_commit

pytestmark = pytest.mark.django_db
TASK = "telephony.tasks.dispatch_calls"
Sent = list[tuple[str, list[str]]]


@pytest.fixture
def sent() -> Iterator[Sent]:
    """What the broker is handed, as Celery announces it."""
    taken: Sent = []

    def note(sender: str, body: tuple[list[str], object, object], **_: object) -> None:
        taken.append((sender, list(body[0])))

    before_task_publish.connect(note)
    yield taken
    before_task_publish.disconnect(note)


def test_a_task_is_sent_after_the_commit_and_not_before(
    sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        after_commit(TASK)
        assert sent == []

    assert sent == [(TASK, [])]


def test_ids_travel_as_text(
    sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        after_commit(TASK, 7, "eight")

    assert sent == [(TASK, ["7", "eight"])]


def test_nothing_is_sent_of_what_was_rolled_back(
    sent: Sent, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def fail() -> None:
        with transaction.atomic():
            after_commit(TASK)
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail()

    assert sent == []
