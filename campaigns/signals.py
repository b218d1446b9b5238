"""What campaigns announces without knowing who listens: a row wants to be looked at."""

from django.dispatch import Signal

call_queued = Signal()  # call_id, due_at: a call waits for a line
call_unwanted = Signal()  # call_id: a live call should be hung up
keys_wanted = Signal()  # call_id: `keys_wanted` of a live call should be pressed
recordings_unwanted = Signal()  # person_id: the sound of all their calls should be deleted; → count
