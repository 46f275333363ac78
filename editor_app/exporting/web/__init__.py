"""The web page, and what tells machines about it."""
