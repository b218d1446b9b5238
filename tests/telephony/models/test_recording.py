"""A recording's row: whether it has sound, and from when on it has none."""

import importlib
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from telephony.models import DiscardedSound, Recording
from tests.factories import make_call


def test_without_a_path_there_is_no_sound() -> None:
    assert Recording(path="x.wav").kept and not Recording(path="").kept


@pytest.mark.parametrize("seconds,kept", [(1, True), (0, False), (-1, False)])
def test_a_recording_whose_time_is_up_is_not_heard_though_it_may_still_lie_there(
    seconds: int, kept: bool
) -> None:
    assert Recording(path="x.wav", expires_at=now() + timedelta(seconds=seconds)).kept is kept


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


@pytest.mark.django_db
def test_a_file_is_discarded_once() -> None:
    DiscardedSound.objects.create(path="x.wav")

    with pytest.raises(IntegrityError), transaction.atomic():
        DiscardedSound.objects.create(path="x.wav")


@pytest.mark.django_db
def test_what_was_recorded_before_there_was_a_storage_lies_in_its_folder() -> None:
    name = "telephony.migrations.0004_recordings_until_now_are_stored"
    finished, half = (
        Recording.objects.create(
            call=make_call(), path=path, consent="given", finished_at=now(), deleted_at=deleted
        )
        for path, deleted in (("a.wav", None), ("b.wav", now()))
    )

    importlib.import_module(name).store(apps, None)

    finished.refresh_from_db()
    half.refresh_from_db()
    assert finished.stored_at == finished.finished_at and not half.stored_at
    assert half.path == "" and DiscardedSound.objects.get().path == "b.wav"
