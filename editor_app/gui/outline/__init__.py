"""The plan of the letter: its tree of sections."""
