"""How a letter goes out: the bundle that the publisher receives, and the proof that it is whole."""
