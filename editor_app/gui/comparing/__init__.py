"""Two texts laid over each other, wherever a person has to see what changed before deciding."""
