"""The address under which the page and its pictures are served to the preview, and to nothing else.

``lettre://page/7`` is the page itself, as it was given the seventh time; ``lettre://page/media/…`` are the pictures of
the issue's own folder. Everything is answered from memory or from that folder; there is no way out of it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFileDevice, QIODevice, QObject, QUrl
from PySide6.QtCore import QFile as QtFile
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlScheme, QWebEngineUrlSchemeHandler

from editor_app.gui.preview.pictures import open_picture

SCHEME = b"lettre"
HOST = "page"

CONTENT_SECURITY_POLICY = (
    b"default-src 'none'; img-src lettre:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
    b"frame-ancestors 'none'"
)


def register_scheme() -> None:
    """Make ``lettre:`` known to the engine; call before the first profile is made. Calling again changes nothing."""
    if QWebEngineUrlScheme.schemeByName(SCHEME).name() == SCHEME:
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    scheme.setFlags(QWebEngineUrlScheme.Flag.SecureScheme)
    QWebEngineUrlScheme.registerScheme(scheme)


def page_address(serial: int) -> QUrl:
    """Where the page given the ``serial``-th time is served."""
    return QUrl(f"{SCHEME.decode()}://{HOST}/{serial}")


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves one page, the latest given, and the pictures of its issue."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._html = b""
        self._folder: Path | None = None

    def serve(self, html: str, folder: Path | None) -> QUrl:
        """Serve ``html`` from now on, with pictures from ``folder`` (an issue's; None for none); says where."""
        self._serial += 1
        self._html = html.encode()
        self._folder = folder
        return self.address()

    @property
    def serial(self) -> int:
        """How many pages were given so far; the number of the one being served."""
        return self._serial

    def address(self) -> QUrl:
        """Where the latest page is."""
        return page_address(self._serial)

    def is_page(self, url: QUrl) -> bool:
        """Whether ``url`` is the latest page, at any place in it."""
        return url.toString().partition("#")[0] == self.address().toString()

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        if job.requestMethod() != b"GET":
            job.fail(QWebEngineUrlRequestJob.Error.RequestDenied)
        elif self.is_page(url):
            self._reply_page(job)
        else:
            self._reply_picture(job, url.path(QUrl.ComponentFormattingOption.FullyDecoded).removeprefix("/"))

    def _reply_page(self, job: QWebEngineUrlRequestJob) -> None:
        device = QBuffer(job)
        device.setData(self._html)
        device.open(QIODevice.OpenModeFlag.ReadOnly)
        headers = {QByteArray(b"Content-Security-Policy"): [QByteArray(CONTENT_SECURITY_POLICY)]}
        # PySide's type stub forgets that a header may have several values; a bare value is taken letter by letter.
        job.setAdditionalResponseHeaders(headers)  # type: ignore[arg-type]
        job.reply(b"text/html;charset=utf-8", device)

    def _reply_picture(self, job: QWebEngineUrlRequestJob, path: str) -> None:
        picture = open_picture(self._folder, path) if self._folder else None
        if picture is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        # The engine reads the device on a thread of its own: the window does not wait for the disk.
        device = QtFile(job)
        device.open(picture.descriptor, QIODevice.OpenModeFlag.ReadOnly, QFileDevice.FileHandleFlag.AutoCloseHandle)
        job.reply(picture.media_type.encode(), device)
