"""CallPilot, the project: how it is wired, and what all apps share."""

from callpilot.celery import app as celery_app

__all__ = ["celery_app"]
