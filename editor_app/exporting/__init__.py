"""How a letter goes out."""
