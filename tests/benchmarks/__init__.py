"""Measures Lettrine beside a bare Qt editor and two Markdown editors, in one run: ``./dev bench``."""
