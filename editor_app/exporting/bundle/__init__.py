"""The bundle: the formats in a bag that proves what it is, and what is said of it."""
