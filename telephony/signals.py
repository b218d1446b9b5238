"""What the line announces without knowing who listens."""

from django.dispatch import Signal

call_ended = Signal()  # call_id: what follows from its end is to be done
line_freed = Signal()  # a call has ended; another may be dialled
call_stray = Signal()  # call_id: became known at the carrier when nobody wants it any more
sound_discarded = Signal()  # files of recordings are to be removed from the storage
