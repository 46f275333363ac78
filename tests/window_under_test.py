"""What every test of the real window needs: a platform to draw on, a person of its own, a letter that may be changed.

The platform must be chosen before the QApplication is made, hence at import.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor_app.gui.preview.environment import prepare_environment

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

prepare_environment()

from editor_app.app import application, build  # noqa: E402
from editor_app.gui.letter import Letter  # noqa: E402
from editor_app.gui.main_window import MainWindow  # noqa: E402

# What Qt says about a machine without a graphics card or without a window manager: true, harmless, and not ours.
_ABOUT_THE_MACHINE = (
    r"^This plugin does not support (propagateSizeHints\(\)|raise\(\)|grabbing the (keyboard|mouse))$",
    r"^QRhiGles2: Failed to create (temporary )?context$",
    r"^Failed to create RHI for backend: ",
    r"^This plugin does not support createPlatformVulkanInstance$",
    r"^(QVulkanInstance: Failed to initialize Vulkan|Failed to create platform Vulkan instance)$",
    r"^(Failed to load vulkan: |initInstance: No Vulkan library available$)",
    r"^GBM is not supported with the current configuration",
    r"^Unable to detect GPU vendor for device: ",
    r"^GPUInfo not initialized on GpuInfoUpdate$",
)


def pytest_configure(config: pytest.Config) -> None:
    for line in _ABOUT_THE_MACHINE:
        config.addinivalue_line("qt_log_ignore", line)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown() -> Generator[None]:
    """Free the windows that a test closed before the next one starts, and before Qt itself goes."""
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


PATIENCE = 30_000
"""Milliseconds: what a loaded machine may need to check a whole letter and draw its page."""


@contextmanager
def another_person(folder: Path) -> Iterator[None]:
    """Settings, letters and home of somebody else, so that no test touches those of the person who runs it."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HOME", "USERPROFILE"):
            patch.setenv(name, str(home))
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.removeprefix("XDG_").lower()))
        patch.setenv("LETTRINE_ISSUES", str(folder / "issues"))
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings"))
        yield


class OpenWindow:
    """The window on one letter, and what it said so far."""

    def __init__(self, folder: Path | None, size: tuple[int, int] | None = (1280, 800)) -> None:
        """``folder`` None: the letter that is open when none is named; ``size`` None: as the window was left."""
        self.application, self.window = build([str(folder)] if folder is not None else [])
        self.folder = self.letter.desk.path
        if size is not None:
            self.window.resize(*size)
        self.checked = self.shown = -1
        self.letters_checked = 0
        self.window.editor.checked.connect(self._note_checked)
        self.window.preview.shown.connect(self._note_shown)
        self.window._live.letter_checked.connect(self._note_letter)

    @property
    def letter(self) -> Letter:
        assert self.window.showing.letter is not None
        return self.window.showing.letter

    def settle(self, qtbot: QtBot) -> None:
        """Wait until the text as it stands is checked and its page is on screen."""
        editor = self.window.editor
        qtbot.waitUntil(lambda: self.checked >= editor.revision() and self.shown >= editor.revision(), timeout=PATIENCE)

    def wait_checked(self, qtbot: QtBot) -> None:
        """Wait until the text as it stands is checked."""
        qtbot.waitUntil(lambda: self.checked >= self.window.editor.revision(), timeout=PATIENCE)

    def wait_letter_checked(self, qtbot: QtBot) -> None:
        """Wait until every section was checked once."""
        qtbot.waitUntil(lambda: self.letters_checked > 0, timeout=PATIENCE)

    def close(self) -> None:
        """Close and free the window; what a test broke on disk must not ask anybody anything."""
        window: MainWindow = self.window
        window._close_all_the_same = lambda: True  # type: ignore[method-assign]
        window.close()
        window.deleteLater()
        free_deleted()

    def _note_checked(self, revision: int) -> None:
        self.checked = revision

    def _note_shown(self, revision: int) -> None:
        self.shown = max(self.shown, revision)

    def _note_letter(self) -> None:
        self.letters_checked += 1


def free_deleted() -> None:
    """Free what was closed, as the event loop would."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def press(widget: QWidget, keys: str) -> None:
    """Give a shortcut (« Ctrl+Alt+M ») to a widget, as a keyboard does."""
    stroke = QKeySequence(keys, QKeySequence.SequenceFormat.PortableText)[0]
    QTest.keyClick(widget, stroke.key(), stroke.keyboardModifiers())


def type_text(widget: QWidget, text: str) -> None:
    """Type text key by key; QTest's own keyClicks knows no accents."""
    for letter in text:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def focus(qtbot: QtBot, widget: QWidget) -> None:
    """Bring the keyboard to a widget."""
    widget.activateWindow()
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is widget, timeout=PATIENCE)


@pytest.fixture(scope="session")
def qapp_cls() -> Callable[[list[str]], QApplication]:
    """The application as the program makes it, with its style and in its language."""
    return lambda _arguments: application()


@pytest.fixture(scope="module", autouse=True)
def somebody_else(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every module of window tests runs as a person of its own; this is that person's folder."""
    folder = tmp_path_factory.mktemp("person")
    with another_person(folder):
        yield folder


@pytest.fixture(scope="module")
def copied(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Makes a copy of the sample letter that may be changed."""

    def copy() -> Path:
        folder = tmp_path_factory.mktemp("letters") / sample.name
        shutil.copytree(sample, folder, ignore=shutil.ignore_patterns(".lettrine"))
        return folder

    return copy


@pytest.fixture(scope="module")
def shared(qapp: QApplication, copied: Callable[[], Path]) -> Iterator[OpenWindow]:  # noqa: ARG001  (made first)
    """One window for all tests of a module; each leaves it so that the next can start."""
    opened = OpenWindow(copied())
    yield opened
    opened.close()


@pytest.fixture
def opened(qapp: QApplication, copied: Callable[[], Path]) -> Iterator[OpenWindow]:  # noqa: ARG001  (made first)
    """A window of one's own on a copy of the sample letter."""
    own = OpenWindow(copied())
    yield own
    own.close()
