"""The text for SPIP."""
