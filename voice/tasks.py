"""What is looked after behind the scenes for the voice: reports on sessions, second opinions."""

from celery import shared_task

from voice import vendor_sessions
from voice.after_call import second_opinion


@shared_task
def ask_after_sessions() -> None:
    """Losing or repeating it does no harm: the rows say who is to be asked about."""
    vendor_sessions.ask_after()


@shared_task
def ask_second_opinion(opinion_id: str) -> None:
    second_opinion.ask(opinion_id)


@shared_task
def ask_second_opinions() -> None:
    """Those whose task was lost, or whose model did not answer."""
    for opinion_id in second_opinion.unanswered():
        second_opinion.ask(opinion_id)
