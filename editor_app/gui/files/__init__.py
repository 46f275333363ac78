"""Letters that come and go: opened, begun, imported, exported."""
