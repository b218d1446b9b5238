#!/usr/bin/env python
"""The command line: `python manage.py help` lists what can be tried by hand."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "callpilot.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
