"""What proofreaders say of a letter."""
