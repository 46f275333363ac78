"""Builds the application around its window, and runs it."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from editor_app import __version__
from editor_app.desk import Desk, open_sample
from editor_app.errors import ExitCode, LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.keeping.session_end import SessionEnd
from editor_app.gui.main_window import MainWindow
from editor_app.gui.preview.environment import prepare_environment
from editor_app.gui.settings import Settings

SETTLED_MS = 3000
"""After so long the worker and the page have started too."""


def build(argv: Sequence[str]) -> tuple[QApplication, MainWindow]:
    """The application and its window, shown, with a letter open; the event loop is not entered.

    ``argv`` leaves out the program's name: nothing, ``open``, or ``[open] FOLDER`` or ``PACKET``. Without one the
    letter that was open last is opened, else a copy of the sample. Raises LettrineError when what is given is neither a
    letter nor a packet.
    """
    paths = [argument for argument in argv if argument != "open"]
    if len(paths) > 1:
        raise LettrineError("La commande n’est pas comprise ; elle s’écrit : lettrine [open [NUMÉRO|PAQUET]]")
    app = application()
    settings = Settings()
    desk, problem = (_opened(Path(paths[0])), "") if paths else _last_or_sample(settings)
    theme = Theme(app)
    window = MainWindow(theme, settings)
    theme.setParent(window)
    window.open_desk(desk)
    if problem:
        window.notice.say(problem, warning=True)
    window.show()
    return app, window


def run(argv: Sequence[str]) -> int:
    """Open the window and stay until it is closed; returns the exit code."""
    if not _has_display():
        print(
            "lettrine : il n’y a pas d’écran ici ; les commandes check, export, verify… n’en ont pas besoin.",
            file=sys.stderr,
        )
        return ExitCode.IMPOSSIBLE
    try:
        app, window = build(argv)
    except LettrineError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    QTimer.singleShot(SETTLED_MS, window, settle)
    SessionEnd(app, window.save_now, window.end, window)
    code = app.exec()
    window.deleteLater()
    app.sendPostedEvents(window, QEvent.Type.DeferredDelete)  # the page must go before Qt itself does
    return code


def settle() -> None:
    """What there is once the window stands will stay: garbage is looked for in what comes after it alone."""
    gc.freeze()
    gc.enable()


def application() -> QApplication:
    """The one application of this process, made the first time: its name, its style, its language."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    prepare_environment()
    app = QApplication(["lettrine"])
    app.setApplicationName("Lettrine")
    app.setApplicationVersion(__version__)
    app.setStyle("Fusion")
    QLocale.setDefault(QLocale(QLocale.Language.French, QLocale.Country.France))
    translator = QTranslator(app)
    if translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def _opened(path: Path) -> Desk:
    """A letter's folder, or a packet to proofread."""
    if not path.is_file():
        return Desk.open(path)
    from editor_app.desk.reading import open_packet  # noqa: PLC0415  (for proofreaders alone)

    return open_packet(path)


def _last_or_sample(settings: Settings) -> tuple[Desk, str]:
    """The letter to open when none is named, and what is to be said about it."""
    last = settings.last_letter
    if last is not None and last.exists():
        try:
            return Desk.open(last), ""
        except LettrineError as error:
            return open_sample(), str(error)
    return open_sample(), ""


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
