"""The person's own doings in the log, and since when a campaign makes no new calls."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0005_preferences_and_contacts"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="calling_stopped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("campaign_moved", "Campaign Moved"),
                    ("providers_found", "Providers Found"),
                    ("call_queued", "Call Queued"),
                    ("call_moved", "Call Moved"),
                    ("call_noted", "Call Noted"),
                    ("turn", "Turn"),
                    ("tool_run", "Tool Run"),
                    ("offer_noted", "Offer Noted"),
                    ("offer_moved", "Offer Moved"),
                    ("ranked", "Ranked"),
                    ("booking_moved", "Booking Moved"),
                    ("calendar_moved", "Calendar Moved"),
                    ("next_best", "Next Best"),
                    ("needs_you", "Needs You"),
                    ("answered", "Answered"),
                    ("whispered", "Whispered"),
                    ("heeded", "Heeded"),
                ],
                max_length=20,
            ),
        ),
    ]
