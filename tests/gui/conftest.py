"""What the tests of the window share: a platform to draw on, and a page engine that can start.

Both must stand before the QApplication does, hence at import.
"""

from __future__ import annotations

import os
import sys

from editor_app.gui.preview.scheme import prepare_environment, register_scheme

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

prepare_environment()
register_scheme()
