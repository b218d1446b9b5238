"""Calls speak English so far; a language nobody could choose goes until there are more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_concluded_calls")]

    operations = [migrations.RemoveField("preferences", "call_language")]
