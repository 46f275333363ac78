"""The address under which the page and its pictures are served to the preview, and to nothing else.

``lettre://page/`` is the page itself, ``lettre://page/media/…`` the pictures of the issue's own folder. Everything is
answered from memory or from that folder; there is no way out of it.
"""

from __future__ import annotations

import os
import sys

from PySide6.QtWebEngineCore import QWebEngineUrlScheme

SCHEME = b"lettre"


def prepare_environment() -> None:
    """Make the process fit for the page's engine; call before the QApplication is made.

    Chromium refuses to start as root with its sandbox on. The sandbox stays on for everyone else.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


def register_scheme() -> None:
    """Make ``lettre:`` known to the engine; call before the QApplication is made. Calling again changes nothing."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)
