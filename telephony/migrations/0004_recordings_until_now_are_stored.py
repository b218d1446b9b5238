from django.db import migrations
from django.db.models import F


def store(apps, schema_editor):
    """What was finished lies in the folder that is the storage now; what was half deleted, too."""
    Recording = apps.get_model("telephony", "Recording")
    DiscardedSound = apps.get_model("telephony", "DiscardedSound")
    there = Recording.objects.exclude(path="")
    there.filter(deleted_at=None, finished_at__isnull=False).update(stored_at=F("finished_at"))
    half = there.filter(deleted_at__isnull=False)
    DiscardedSound.objects.bulk_create(
        [DiscardedSound(path=path) for path in half.values_list("path", flat=True)]
    )
    half.update(path="", peaks=b"", size=0)


class Migration(migrations.Migration):
    dependencies = [("telephony", "0003_recordings_in_a_storage")]

    operations = [migrations.RunPython(store, migrations.RunPython.noop)]
