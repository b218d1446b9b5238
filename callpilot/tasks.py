"""Deletes expired idempotency keys, every hour."""

from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from callpilot.models import IdempotencyKey

KEEP_KEYS = timedelta(days=2)  # who asks again does so sooner


@shared_task
def tidy_keys() -> None:
    """Forget the answers to old Idempotency-Keys."""
    IdempotencyKey.objects.filter(created_at__lt=now() - KEEP_KEYS).delete()
