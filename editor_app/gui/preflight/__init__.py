"""What stands between the letter and its bundle, in the window: found, gone to, signed for, then exported."""
