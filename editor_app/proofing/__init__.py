"""What is wrong with a letter."""
