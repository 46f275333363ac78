"""What the page's engine wants of the process before there is an application; the engine itself is loaded later."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QCoreApplication, Qt

# The interceptor sees requests; a page's hints to look up or open a connection ahead of them end here.
_NO_NETWORK = '--host-resolver-rules="MAP * ~NOTFOUND"'


def prepare_environment() -> None:
    """Make the process fit for the page's engine; call before the QApplication is made.

    The page is drawn without the graphics card: where there is no OpenGL (a remote display) the engine would otherwise
    abort the program, and where there is, the whole window would be made anew, with a flash, when the page arrives
    after first paint. Chromium refuses to start as root with its sandbox on; it stays on for everyone else.
    """
    # The engine draws with the window's own graphics, also when it is only loaded after first paint.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    flags = os.environ.get("QTWEBENGINE_CHROMIUM_FLAGS", "")
    if _NO_NETWORK not in flags:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = f"{flags} {_NO_NETWORK}".strip()
    if sys.platform != "win32" and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
