"""The window: the only place, with app.py, that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401

# PySide has replaced ``import``, to read the source of every module for features that must be asked for
# (``from __feature__ import …``). We ask for none: this gives back 4 MB and some hundredths of a second.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
