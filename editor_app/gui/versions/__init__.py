"""The letter's versions: made at saves, named, seen, compared, restored."""
