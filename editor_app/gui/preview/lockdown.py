"""What keeps the page a picture of the letter: no script, no request, no navigation, nothing kept on disk."""

from __future__ import annotations

import json
import secrets
from typing import Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtWebEngineCore import (
    QWebEngineDownloadRequest,
    QWebEngineNewWindowRequest,
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineScript,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from editor_app.assets import asset
from editor_app.gui.preview.scheme import HOST, SCHEME, PageServer, register_scheme

OUR_WORLD = QWebEngineScript.ScriptWorldId.ApplicationWorld.value
LINKS_PEOPLE_MAY_OPEN = frozenset({"http", "https", "mailto"})

# Everything the engine can do is off unless named here, so that what a later Qt adds comes switched off.
_ALLOWED = frozenset(
    {
        QWebEngineSettings.WebAttribute.AutoLoadImages,
        QWebEngineSettings.WebAttribute.LinksIncludedInFocusChain,
        QWebEngineSettings.WebAttribute.PrintElementBackgrounds,
        QWebEngineSettings.WebAttribute.ShowScrollBars,
        QWebEngineSettings.WebAttribute.WebRTCPublicInterfacesOnly,
    }
)


class OnlyOurs(QWebEngineUrlRequestInterceptor):
    """Blocks every request but those to ``lettre://page``."""

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() != SCHEME.decode() or url.host() != HOST:
            info.block(True)


def locked_profile() -> tuple[QWebEngineProfile, PageServer]:
    """A profile that keeps nothing and reaches nothing, and the server of the one page it can show."""
    register_scheme()
    profile = QWebEngineProfile()  # without a name: off the record
    profile.setHttpCacheType(QWebEngineProfile.HttpCacheType.NoCache)
    profile.setPersistentCookiesPolicy(QWebEngineProfile.PersistentCookiesPolicy.NoPersistentCookies)
    profile.setPersistentPermissionsPolicy(QWebEngineProfile.PersistentPermissionsPolicy.AskEveryTime)
    profile.setUrlRequestInterceptor(OnlyOurs(profile))
    profile.downloadRequested.connect(_refuse_download)
    server = PageServer(profile)
    profile.installUrlSchemeHandler(SCHEME, server)
    return profile, server


def _refuse_download(request: QWebEngineDownloadRequest) -> None:
    request.cancel()


class LockedPage(QWebEnginePage):
    """A page that stays where it is and speaks only through our own script (``resources/preview/bridge.js``)."""

    said = Signal(dict)
    """What our script had to say: ``kind`` is ready, shown, out-of-step, click or scrolled."""

    link_activated = Signal(QUrl)
    """The reader followed a link out of the page (http, https or mailto); the page itself did not move."""

    ended = Signal()
    """The process that draws the page is gone, and was not asked to go."""

    def __init__(self, profile: QWebEngineProfile, server: PageServer, parent: QObject) -> None:
        super().__init__(profile, parent)
        self._server = server
        self._secret = secrets.token_hex(16)
        settings = self.settings()
        for attribute in QWebEngineSettings.WebAttribute:
            settings.setAttribute(attribute, attribute in _ALLOWED)
        self._bridge = asset("preview", "bridge.js").read_text(encoding="utf-8").replace("__SECRET__", self._secret)
        self.scripts().insert(self._bridge_script())
        self.loadFinished.connect(self._bridge_late)
        self.newWindowRequested.connect(self._refuse_window)
        self.renderProcessTerminated.connect(self._tell_end)

    def _bridge_script(self) -> QWebEngineScript:
        script = QWebEngineScript()
        script.setName("bridge")
        script.setWorldId(OUR_WORLD)
        script.setInjectionPoint(QWebEngineScript.InjectionPoint.DocumentReady)
        script.setRunsOnSubFrames(False)
        script.setSourceCode(self._bridge)
        return script

    def run(self, script: str) -> None:
        """Run a script of ours, out of reach of the page's."""
        self.runJavaScript(script, OUR_WORLD)

    def find(self, words: str, *, backwards: bool) -> None:
        """Show the next place with these words; nothing any more for no words."""
        self.findText(words, self.FindFlag.FindBackward if backwards else self.FindFlag(0))

    def copy(self) -> None:
        """Copy what is selected."""
        self.triggerAction(self.WebAction.Copy)

    @staticmethod
    def may_open(url: QUrl) -> bool:
        """Whether people may leave the page for that address."""
        return url.scheme() in LINKS_PEOPLE_MAY_OPEN

    def _tell_end(self, status: QWebEnginePage.RenderProcessTerminationStatus, _code: int) -> None:
        if status != QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            self.ended.emit()

    def _bridge_late(self, _ok: bool) -> None:
        # Once a navigation of the page's own has been refused, Qt 6.11 injects no script into later pages. Where the
        # script already runs this changes nothing.
        if self._server.is_page(self.url()):
            self.run(self._bridge)

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        url = QUrl(url)
        if is_main_frame and self._server.is_page(url):
            return True
        if kind == QWebEnginePage.NavigationType.NavigationTypeLinkClicked:
            self._offer(url)
        return False

    def _refuse_window(self, request: QWebEngineNewWindowRequest) -> None:
        if request.isUserInitiated():
            self._offer(request.requestedUrl())

    def _offer(self, url: QUrl) -> None:
        if self.may_open(url):
            self.link_activated.emit(url)

    def javaScriptConsoleMessage(self, _level: object, message: str, _line: int, _source: str) -> None:
        # Everything else is the engine reporting what the policy refused.
        if message.startswith(self._secret):
            said: dict[str, Any] = json.loads(message.removeprefix(self._secret))
            self.said.emit(said)
