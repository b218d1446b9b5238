"""Files of recordings that nobody may keep: noted as they are deleted, removed wherever they lie.

The note is a row, made in the transaction that deletes; a storage that does not answer and a host
that is off are asked again.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils.timezone import now

from telephony.audio.stereo_wav import StereoFile
from telephony.models import DiscardedSound
from telephony.recording import spool, storage
from telephony.signals import sound_discarded

logger = logging.getLogger(__name__)
MAX_AT_ONCE = 100
NOTED = timedelta(days=120)  # so long a host may be off, and still learns of it


def discard(paths: Iterable[str]) -> None:
    """Have these files removed, here at once and elsewhere soon; in the caller's transaction."""
    for path in (wanted := [path for path in paths if path]):
        DiscardedSound.objects.update_or_create(
            path=path, defaults={"discarded_at": now(), "removed_at": None}
        )
    if wanted:
        transaction.on_commit(partial(throw_away, wanted), robust=True)
        sound_discarded.send(sender=DiscardedSound)


def throw_away(names: Iterable[str]) -> None:
    """Remove those of this host's files that were discarded; who writes one still keeps it.

    Who died over such a file may have stored it, after the storage was asked to forget it. So it
    is asked again, and only then the trace of that, which is the file, goes.
    """
    for path in DiscardedSound.objects.filter(path__in=names).values_list("path", flat=True):
        try:
            file = StereoFile(spool.file_of(path), alone=True)
        except OSError:
            continue
        try:
            again = {"discarded_at": now(), "removed_at": None}
            DiscardedSound.objects.filter(path=path).exclude(removed_at=None).update(**again)
            spool.file_of(path).unlink(missing_ok=True)
        finally:
            file.close()


def remove_discarded() -> None:
    """Remove what was discarded from the storage."""
    for each in DiscardedSound.objects.filter(removed_at=None).order_by("pk")[:MAX_AT_ONCE]:
        try:
            storage.remove(each.path)
        except OSError as error:
            logger.warning("Discarded recordings wait for their storage: %s", type(error).__name__)
            return
        same = DiscardedSound.objects.filter(pk=each.pk, discarded_at=each.discarded_at)
        same.update(removed_at=now())
    DiscardedSound.objects.filter(removed_at__lte=now() - NOTED).delete()
