"""What scheduling announces without knowing who listens."""

from django.dispatch import Signal

calendar_moved = Signal()  # appointment_id, status: written or failed
