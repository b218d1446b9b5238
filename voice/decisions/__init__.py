"""What code decides in a call, whichever engine carries it; pure, imports evidence and consent."""
