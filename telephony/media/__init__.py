"""The sound of a live call: socket, line and bridge; imports audio, recording and the port."""
