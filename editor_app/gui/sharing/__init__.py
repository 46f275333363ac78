"""The same letter on several machines: its address, sending and receiving, and what two people changed at once."""
