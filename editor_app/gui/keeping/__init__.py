"""Keeps what is typed from being lost."""
