"""What is left to mend: every finding of the letter in one list."""
