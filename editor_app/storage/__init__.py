"""How a letter is kept on disk."""
