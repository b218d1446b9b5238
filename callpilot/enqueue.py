"""Wake a worker: have a task look at its rows now instead of at its next round."""

from django.db import transaction

from callpilot.celery import app


def after_commit(task: str, *ids: object) -> None:
    """Send `task` (its full name) once what we wrote is committed; at once outside transactions.

    A broker that is down loses nothing: the rows stay due and the task's own round finds them.
    Named by its name, because tasks import the verbs that wake them.
    """
    words = [str(value) for value in ids]
    transaction.on_commit(lambda: app.send_task(task, args=words), robust=True)
