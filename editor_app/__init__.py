"""Lettrine: a desktop editorial studio for official newsletters written in French."""

__version__ = "0.1.0"
