"""The time zone of a person's home, which need not be the zone that their clock shows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("callpilot", "0002_languages_and_token_prefixes")]

    operations = [
        migrations.AddField(
            model_name="profile",
            name="home_timezone",
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
    ]
