"""Proofreaders' remarks in the window: the list, and the line where one is written."""
