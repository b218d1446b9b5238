"""A call may name its mandate; which one is written in 0021, without locking the table."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("campaigns", "0019_logs_of_mandates")]

    operations = [
        migrations.AlterField(
            "call",
            "campaign",
            models.ForeignKey("campaigns.Campaign", django.db.models.deletion.CASCADE, blank=True, null=True, related_name="+"),
        ),
        migrations.AddField(
            "call",
            "mandate",
            models.ForeignKey("campaigns.Mandate", django.db.models.deletion.CASCADE, null=True, related_name="calls"),
        ),
    ]
