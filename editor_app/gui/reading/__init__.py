"""The window of whoever proofreads a packet: the same house, with remarks where the page was."""
