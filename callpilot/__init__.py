"""CallPilot, the project: how it is wired, and what all apps share."""

import faulthandler

__version__ = "0.1.0"  # settings read it while the next line is still at work

from callpilot.celery import app as celery_app

__all__ = ["__version__", "celery_app"]

if not faulthandler.is_enabled():
    faulthandler.enable()  # a crash of the interpreter itself leaves a stack in the log
