"""The Word file of a packet: out with the remarks made so far, back with what people did to it."""
