"""The language a person reads, and the beginning of a token to know it again by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callpilot", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="language",
            field=models.CharField(default="en", max_length=10, verbose_name="language"),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="prefix",
            field=models.CharField(blank=True, editable=False, max_length=8),
        ),
    ]
