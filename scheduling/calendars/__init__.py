"""The Calendar port, registry and adapters, files and links; imports what stands below it."""
