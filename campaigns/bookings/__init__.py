"""From a choice to the appointment; imports offers, the queue and below."""
