"""The page cannot act, ask or leave: whatever got into its text."""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor_app.gui.preview.lockdown import OUR_WORLD
from editor_app.gui.preview.pictures import LARGEST_PICTURE, open_picture
from editor_app.gui.preview.preview import Preview

PATIENCE = 20_000
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
GIF = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


class Listener:
    """A server on this machine that answers nothing and remembers that somebody called."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    yield server
    server.close()


@pytest.fixture
def preview(qtbot: QtBot) -> Preview:
    pane = Preview()
    qtbot.addWidget(pane)
    pane.resize(600, 500)
    pane.show()
    pane.start()
    return pane


def show(preview: Preview, qtbot: QtBot, body: str, folder: Path | None = None) -> None:
    html = f'<!doctype html><html lang="fr"><title>Lettre</title><body><div data-section="edito">{body}</div>'
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
        preview.show_page(html, 1, folder)


def evaluate(preview: Preview, qtbot: QtBot, script: str) -> Any:
    """What ``script`` is worth in the page, by way of JSON."""
    answers: list[str] = []
    preview._page.runJavaScript(f"JSON.stringify({script})", OUR_WORLD, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    return json.loads(answers[0])


FRAMES_TEXT = "[...document.querySelectorAll('iframe')].map(f => f.contentDocument?.body?.innerText ?? '').join('')"

ATTACKS = {
    "script": "<script>document.documentElement.dataset.evil = 1; fetch('URL')</script>",
    "script by address": "<script src='URL'></script>",
    "handler": '<img src=x onerror="document.documentElement.dataset.evil = 1">',
    "svg handler": '<svg onload="document.documentElement.dataset.evil = 1"></svg>',
    "forged message": '<script>console.log(\'SECRET{"kind":"click","section":"x","block":1}\')</script>',
    "remote picture": "<img src='URL/a.png' srcset='URL/b.png 2x'>",
    "data picture": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    "style": "<style>@import url(URL/a.css); body { background: url(URL/b.png) }</style>",
    "style sheet": "<link rel=stylesheet href='URL/a.css'>",
    "prefetch": "<link rel=prefetch href='URL/p'><link rel=preconnect href='URL'><link rel=dns-prefetch href='URL'>",
    "font": "<style>@font-face { font-family: f; src: url(URL/f.woff2) } p { font-family: f }</style><p>a</p>",
    "frame": "<iframe src='URL'></iframe><iframe srcdoc='<img src=URL>'></iframe>",
    "file frame": "<iframe src='file:///etc/passwd'></iframe><img src='file:///etc/passwd'>",
    "refresh": "<meta http-equiv=refresh content='0;url=URL'>",
    "refresh to itself": "<meta http-equiv=refresh content='0;url=lettre://page/media/../'>",
    "object": "<object data='URL'></object><embed src='URL'>",
    "media": "<video src='URL' autoplay></video><audio src='URL' autoplay></audio>",
    "base": "<base href='URL/'><img src='media/pont.png'>",
    "ping": "<a ping='URL' href='#edito'>a</a>",
    "form": "<form action='URL'><input name=a autofocus><button>b</button></form>",
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
@pytest.mark.parametrize("way", ["whole", "patch"])
def test_nothing_in_the_text_runs_or_calls_out(
    preview: Preview, qtbot: QtBot, listener: Listener, attack: str, way: str
) -> None:
    hostile = attack.replace("URL", listener.address)
    clicks: list[object] = []
    preview.block_clicked.connect(lambda *seen: clicks.append(seen))
    if way == "whole":
        show(preview, qtbot, hostile)
    else:
        show(preview, qtbot, "<p>avant</p>")
        with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
            preview.patch("edito", 0, 1, [f"<div>{hostile}</div>"], 2)
    evaluate(
        preview, qtbot, "(document.querySelector('form')?.requestSubmit(), document.querySelector('a')?.click()) ?? 0"
    )
    address = preview._page.url().toString()
    assert evaluate(preview, qtbot, "document.documentElement.dataset.evil ?? 'none'") == "none"
    assert evaluate(preview, qtbot, "[...document.images].filter(i => i.naturalWidth > 0).length") == 0
    assert evaluate(preview, qtbot, FRAMES_TEXT) == ""
    show(preview, qtbot, "<p>après</p>")
    assert address.partition("#")[0].startswith("lettre://page/")
    assert evaluate(preview, qtbot, "document.body.innerText") == "après"
    assert listener.calls == 0
    assert clicks == []


def test_the_page_s_own_scripts_are_off_and_ours_are_not(preview: Preview, qtbot: QtBot) -> None:
    show(preview, qtbot, "<p>a</p>")
    assert evaluate(preview, qtbot, "6 * 7") == 42
    answers: list[object] = []
    preview._page.runJavaScript("6 * 7", 0, answers.append)
    evaluate(preview, qtbot, "0")
    assert answers in ([], [None], [""])


def click_on(preview: Preview, qtbot: QtBot, selector: str) -> None:
    box = evaluate(preview, qtbot, f"document.querySelector('{selector}').getBoundingClientRect()")
    where = QPoint(int(box["x"] + box["width"] / 2), int(box["y"] + box["height"] / 2))
    target = preview._view.focusProxy()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)


@pytest.mark.parametrize("link", ["https://www.osce.org/fr", "http://exemple.fr/a?b=c", "mailto:redaction@exemple.fr"])
@pytest.mark.parametrize("target", ["", " target=_blank"])
def test_a_link_is_handed_to_the_window_and_the_page_stays(
    preview: Preview, qtbot: QtBot, link: str, target: str
) -> None:
    show(preview, qtbot, f"<p><a href='{link}'{target}>lien</a></p>")
    before = preview._page.url()
    with qtbot.waitSignal(preview.link_activated, timeout=PATIENCE) as activated:
        click_on(preview, qtbot, "a")
    assert activated.args == [QUrl(link)]
    assert preview._page.url() == before


@pytest.mark.parametrize(
    "link",
    [
        "javascript:document.title='pris'",
        "file:///etc/passwd",
        "data:text/html,pris",
        "lettre://page/0",
        "ssh://a",
        "chrome://crash",
    ],
)
def test_other_links_do_nothing(preview: Preview, qtbot: QtBot, link: str) -> None:
    show(preview, qtbot, f'<p><a href="{link}">lien</a></p><p><a id=bon href="https://exemple.fr/">bon</a></p>')
    activated: list[QUrl] = []
    preview.link_activated.connect(activated.append)
    click_on(preview, qtbot, "a")
    with qtbot.waitSignal(preview.link_activated, timeout=PATIENCE):
        click_on(preview, qtbot, "#bon")
    assert activated == [QUrl("https://exemple.fr/")]
    assert evaluate(preview, qtbot, "document.title") == "Lettre"


def test_links_inside_the_page_work(preview: Preview, qtbot: QtBot) -> None:
    show(preview, qtbot, "<p><a href='#bas'>en bas</a></p><p style='height: 4000px'>a</p><p id=bas>bas</p>")
    click_on(preview, qtbot, "a")
    qtbot.waitUntil(lambda: preview._page.scrollPosition().y() > 1000, timeout=PATIENCE)


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    folder = tmp_path / "numéro 15"
    media = folder / "media"
    (media / "été").mkdir(parents=True)
    (media / "pont.png").write_bytes(PNG)
    (media / "été" / "la rive.gif").write_bytes(GIF)
    (media / "texte.png").write_text("ceci n’est pas une image")
    (media / "dessin.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
    (media / ".cache.png").write_bytes(PNG)
    (folder / "autre.png").write_bytes(PNG)
    (tmp_path / "dehors.png").write_bytes(PNG)
    (media / "lien.png").symlink_to(tmp_path / "dehors.png")
    (media / "voisin").symlink_to(tmp_path)
    os.mkfifo(media / "tube.png")
    with (media / "lourd.png").open("wb") as heavy:
        heavy.write(PNG)
        heavy.truncate(LARGEST_PICTURE + 1)
    return folder


def test_pictures_of_the_issue_are_shown(preview: Preview, qtbot: QtBot, issue: Path) -> None:
    show(preview, qtbot, "<img src='media/pont.png'><img src='media/%C3%A9t%C3%A9/la%20rive.gif'>", issue)
    loaded = "[...document.images].every(image => image.complete && image.naturalWidth === 1)"
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, loaded), timeout=PATIENCE)


def test_pictures_brought_by_a_patch_are_shown(preview: Preview, qtbot: QtBot, issue: Path) -> None:
    show(preview, qtbot, "<p>a</p>", issue)
    preview.patch("edito", 1, 0, ["<figure><img src='media/pont.png'></figure>"], 2)
    loaded = "document.images[0]?.naturalWidth === 1"
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, loaded), timeout=PATIENCE)


REFUSED = [
    "autre.png",
    "issue.yaml",
    "media",
    "media/",
    "media/absent.png",
    "media/../autre.png",
    "media/../../dehors.png",
    "media/./pont.png",
    "media//pont.png",
    "media/lien.png",
    "media/voisin/dehors.png",
    "media/texte.png",
    "media/dessin.svg",
    "media/.cache.png",
    "media/lourd.png",
    "media/tube.png",
    "media/été",
    "media/..\\autre.png",
    "media/pont.png\0",
    "media/" + "a" * 5000,
    "/media/pont.png",
    "",
]


@pytest.mark.parametrize("path", REFUSED)
def test_nothing_but_the_issue_s_pictures_is_opened(issue: Path, path: str) -> None:
    assert open_picture(issue, path) is None


def test_a_media_folder_that_is_a_link_out_of_the_issue_is_refused(tmp_path: Path, issue: Path) -> None:
    other = tmp_path / "autre"
    other.mkdir()
    (other / "media").symlink_to(issue / "media")
    assert open_picture(other, "media/pont.png") is None
    assert open_picture(tmp_path / "absent", "media/pont.png") is None


def test_an_opened_picture_is_read_from_its_start(issue: Path) -> None:
    picture = open_picture(issue, "media/pont.png")
    assert picture is not None and picture.media_type == "image/png"
    with os.fdopen(picture.descriptor, "rb") as stream:
        assert stream.read() == PNG


@pytest.mark.parametrize(
    "address",
    ["../autre.png", "media/%2e%2e/autre.png", "media/..%2Fautre.png", "media/lien.png", "lettre://page/autre.png"],
)
def test_the_page_gets_no_picture_from_elsewhere(preview: Preview, qtbot: QtBot, issue: Path, address: str) -> None:
    show(preview, qtbot, f"<img src='{address}'>", issue)
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, "document.images[0].complete"), timeout=PATIENCE)
    assert evaluate(preview, qtbot, "document.images[0].naturalWidth") == 0


LEAVING = """
from editor_app.gui.preview.environment import prepare_environment
prepare_environment()
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QMainWindow
from editor_app.gui.preview.preview import Preview
application = QApplication([])
window = QMainWindow()
preview = Preview()
window.setCentralWidget(preview)
window.show()
preview.start()
loop = QEventLoop()
preview.shown.connect(loop.quit)
preview.show_page("<!doctype html><p>a", 1, None)
loop.exec()
{end}
"""


@pytest.mark.parametrize(
    "end", ["", "from PySide6.QtCore import QTimer; QTimer.singleShot(0, window.close); application.exec()"]
)
def test_leaving_the_program_leaves_no_complaint_of_the_engine(end: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LEAVING.format(end=end)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0
    assert "Release of profile" not in done.stderr
