"""A recording's row: where its sound lies, and from when on it lies nowhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from pytest_django.fixtures import Settings

from telephony.models import Recording
from tests.factories import make_call


def test_its_file_lies_in_the_folder_of_recordings(settings: Settings, tmp_path: Path) -> None:
    settings.RECORDINGS_DIR = tmp_path

    assert Recording(path="x.wav").file == tmp_path / "x.wav"


def test_without_a_path_there_is_no_file() -> None:
    assert Recording(path="").file is None


@pytest.mark.parametrize("seconds,there", [(1, True), (0, False), (-1, False)])
def test_a_recording_whose_time_is_up_has_no_file_though_it_may_still_lie_there(
    seconds: int, there: bool
) -> None:
    row = Recording(path="x.wav", expires_at=now() + timedelta(seconds=seconds))

    assert (row.file is not None) is there


def test_a_recording_without_an_end_never_expires() -> None:
    assert not Recording(path="x.wav", expires_at=None).expired


@pytest.mark.parametrize(
    "consent,allows",
    [("simulated", True), ("given", True), ("refused", False), ("unanswered", False)],
)
def test_only_a_yes_or_nobody_real_allows_a_file(consent: str, allows: bool) -> None:
    assert (consent in Recording.ALLOWING) is allows


@pytest.mark.django_db
def test_a_call_has_one_recording() -> None:
    call = make_call()
    Recording.objects.create(call=call, consent="given")

    with pytest.raises(IntegrityError), transaction.atomic():
        Recording.objects.create(call=call, consent="given")


@pytest.mark.django_db
def test_a_recording_goes_with_its_call() -> None:
    call = make_call()
    Recording.objects.create(call=call, consent="refused")

    call.delete()

    assert not Recording.objects.exists()
