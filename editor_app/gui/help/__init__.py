"""The menu Aide."""
