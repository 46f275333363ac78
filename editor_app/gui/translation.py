"""Marks sentences that are translated where they are shown, for the extractor of translations (pyside6-lupdate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # PySide6's stub calls the text an object
        """``text`` as it is, to be given to ``QCoreApplication.translate(context, text)`` later."""

else:
    from PySide6.QtCore import QT_TRANSLATE_NOOP

__all__ = ["QT_TRANSLATE_NOOP"]
