"""The e-mail."""
