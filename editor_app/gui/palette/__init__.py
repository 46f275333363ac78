"""The palette of commands: everything the window can do and everywhere it can go, a few keys away."""
