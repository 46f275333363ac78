"""The plain text."""
