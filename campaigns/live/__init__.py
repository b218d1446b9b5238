"""The live page's socket: fragments down, commands up; imports pages and below."""
