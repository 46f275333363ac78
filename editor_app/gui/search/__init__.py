"""Finding words in the whole letter, and putting others in their place once they have been seen."""
