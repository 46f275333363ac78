"""The page beside the text: shown, patched, followed, clicked."""

from __future__ import annotations

import json
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from editor_app.gui.preview.lockdown import OUR_WORLD
from editor_app.gui.preview.preview import MOBILE_WIDTH, Preview

PATIENCE = 20_000
"""Milliseconds: what a loaded machine may need for one page."""


def page(**sections: list[str]) -> str:
    body = "".join(
        f'<section><h2 id="{name}">{name}</h2><div data-section="{name}">{"".join(blocks)}</div></section>'
        for name, blocks in sections.items()
    )
    return (
        '<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Lettre</title><style>'
        "body { margin: 0 } p { margin: 0; height: 40px; color: rgb(1, 1, 1) }"
        "@media (prefers-color-scheme: dark) { p { color: rgb(250, 250, 250) } }"
        f"</style></head><body>{body}</body></html>"
    )


def paragraphs(count: int, word: str = "alinéa") -> list[str]:
    return [f"<p>{word} {number}</p>" for number in range(count)]


def evaluate(preview: Preview, qtbot: QtBot, script: str) -> Any:
    """What ``script`` is worth in the page, by way of JSON; None while there is no page."""
    answers: list[str] = []
    assert preview._page is not None
    preview._page.runJavaScript(f"JSON.stringify({script})", OUR_WORLD, answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=PATIENCE)
    return json.loads(answers[0] or "null")


def blocks_of(preview: Preview, qtbot: QtBot, section: str) -> list[str]:
    return evaluate(
        preview, qtbot, f"""[...document.querySelector('[data-section="{section}"]').children].map(e => e.outerHTML)"""
    )


@pytest.fixture
def preview(qtbot: QtBot) -> Iterator[Preview]:
    pane = Preview()
    qtbot.addWidget(pane)
    pane.resize(600, 500)
    pane.show()
    pane.start()
    yield pane


@pytest.fixture
def show(preview: Preview, qtbot: QtBot) -> Callable[..., None]:
    def show_page(html: str, revision: int = 1, folder: Path | None = None) -> None:
        with qtbot.waitSignal(preview.shown, timeout=PATIENCE, check_params_cb=lambda seen: seen == revision):
            preview.show_page(html, revision, folder)

    return show_page


def test_the_pane_says_that_the_page_is_coming_until_it_is_started(qtbot: QtBot) -> None:
    pane = Preview()
    qtbot.addWidget(pane)
    pane.show()
    message = pane.findChild(QLabel, "previewMessage")
    assert pane.accessibleName() == "Aperçu de la page"
    assert message.isVisible() and message.text() == "L’aperçu se prépare…"


def test_what_was_given_before_the_start_is_shown_after_it_in_order(qtbot: QtBot) -> None:
    pane = Preview()
    qtbot.addWidget(pane)
    pane.show()
    seen: list[int] = []
    pane.shown.connect(seen.append)
    pane.show_page(page(edito=paragraphs(2)), 4, None)
    pane.patch("edito", 1, 1, ["<p>deux</p>", "<p>trois</p>"], 5)
    pane.patch("edito", 0, 1, [], 6)
    pane.start()
    qtbot.waitUntil(lambda: seen == [4, 5, 6], timeout=PATIENCE)
    assert blocks_of(pane, qtbot, "edito") == ["<p>deux</p>", "<p>trois</p>"]


def test_any_series_of_patches_gives_the_page_that_loading_it_whole_would(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    chance = random.Random(15)  # noqa: S311 (the same series every time)
    texts = {"edito": paragraphs(6), "priorite-1": paragraphs(3), 'it\'s "so"': []}
    names = [name for name in texts if '"' not in name]
    show(page(**{name: texts[name] for name in names}))
    seen: list[int] = []
    preview.shown.connect(seen.append)
    kinds = (
        "<p>« Été » {0}</p>",
        "<ul><li>{0}</li><li>deux</li></ul>",
        "<table><tbody><tr><td>{0}</td></tr></tbody></table>",
    )
    revisions = range(2, 122)
    for revision in revisions:
        blocks = texts[chance.choice(names)]
        first = chance.randint(0, len(blocks))
        removed = chance.randint(0, min(3, len(blocks) - first))
        made = [
            chance.choice(kinds).format(f"{revision}\u2028</p>".replace("</p>", ""))
            for _ in range(chance.randint(0, 3))
        ]
        section = next(name for name in names if texts[name] is blocks)
        preview.patch(section, first, removed, made, revision)
        blocks[first : first + removed] = made
        if chance.random() < 0.05:  # the whole page again, while patches are on their way
            preview.show_page(page(**{name: texts[name] for name in names}), revision, None)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == revisions[-1], timeout=PATIENCE)
    patched = {name: blocks_of(preview, qtbot, name) for name in names}
    assert patched == {name: texts[name] for name in names}
    assert seen == sorted(seen)


def test_a_patch_that_does_not_fit_asks_for_the_whole_page_and_nothing_after_it_is_applied(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(2)))
    with qtbot.waitSignal(preview.out_of_step, timeout=PATIENCE):
        preview.patch("edito", 1, 5, ["<p>trop loin</p>"], 2)
    preview.patch("edito", 0, 1, ["<p>trop tard</p>"], 3)
    assert blocks_of(preview, qtbot, "edito") == paragraphs(2)
    show(page(edito=paragraphs(3)), 4)
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
        preview.patch("edito", 0, 1, ["<p>à temps</p>"], 5)
    assert blocks_of(preview, qtbot, "edito")[0] == "<p>à temps</p>"


@pytest.mark.parametrize("block", ["", "du texte nu", "<p>un</p><p>deux</p>"])
def test_a_block_that_is_not_one_element_asks_for_the_whole_page(
    preview: Preview, show: Callable[..., None], qtbot: QtBot, block: str
) -> None:
    show(page(edito=paragraphs(2)))
    with qtbot.waitSignal(preview.out_of_step, timeout=PATIENCE):
        preview.patch("edito", 0, 1, [block], 2)


def test_a_hidden_pane_still_says_what_it_applied(preview: Preview, show: Callable[..., None], qtbot: QtBot) -> None:
    show(page(edito=paragraphs(2)))
    preview.hide()
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
        preview.patch("edito", 0, 1, ["<p>caché</p>"], 2)


def test_a_pane_folded_to_nothing_still_says_what_it_applied(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(2)))
    preview.resize(0, 0)
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
        preview.patch("edito", 0, 1, ["<p>replié</p>"], 2)


def test_the_place_in_the_page_is_kept_when_it_is_loaded_again(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(200)))
    evaluate(preview, qtbot, "scrollTo({top: 3000, behavior: 'instant'}) ?? 0")
    preview.set_zoom(1.25)
    qtbot.waitUntil(lambda: preview._page.scrollPosition().y() > 3700, timeout=PATIENCE)  # 3000, zoomed
    before = evaluate(preview, qtbot, "scrollY")
    show(page(edito=paragraphs(201)), 2)
    assert evaluate(preview, qtbot, "scrollY") == pytest.approx(before, abs=2)


def test_the_page_follows_the_cursor_only_when_its_block_is_out_of_sight(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(200)))
    preview.follow("edito", 3)
    assert evaluate(preview, qtbot, "scrollY") == 0
    preview.follow("edito", 150)
    height = evaluate(preview, qtbot, "innerHeight")
    where = """document.querySelectorAll('[data-section="edito"] p')[150].getBoundingClientRect().top"""
    assert 0 <= evaluate(preview, qtbot, where) <= height / 3


def test_the_page_does_not_fight_a_reader_who_scrolls_until_the_cursor_moves_to_another_block(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(200)))
    preview.follow("edito", 150)
    followed = evaluate(preview, qtbot, "scrollY")
    evaluate(preview, qtbot, "document.dispatchEvent(new WheelEvent('wheel')) && scrollTo({top: 0}) || 0")
    preview.follow("edito", 150)
    assert evaluate(preview, qtbot, "scrollY") == 0
    preview.follow("edito", 151)
    assert evaluate(preview, qtbot, "scrollY") > followed


def test_clicking_a_block_tells_which(preview: Preview, show: Callable[..., None], qtbot: QtBot) -> None:
    show(page(edito=["<p>un</p>", "<ul><li>deux</li></ul>", "<p>trois</p>"]))
    top = evaluate(preview, qtbot, "document.querySelector('li').getBoundingClientRect().top")
    with qtbot.waitSignal(preview.block_clicked, timeout=PATIENCE) as clicked:
        target = preview._view.focusProxy()
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, int(top) + 8))
    assert clicked.args == ["edito", 1]


def test_the_page_is_dark_when_the_window_is(preview: Preview, show: Callable[..., None], qtbot: QtBot) -> None:
    colour = "getComputedStyle(document.querySelector('p')).color"
    show(page(edito=paragraphs(1)))
    assert evaluate(preview, qtbot, colour) == "rgb(1, 1, 1)"
    preview.set_dark(True)
    assert evaluate(preview, qtbot, colour) == "rgb(250, 250, 250)"
    show(page(edito=paragraphs(1)), 2)
    assert evaluate(preview, qtbot, colour) == "rgb(250, 250, 250)"
    preview.set_dark(False)
    assert evaluate(preview, qtbot, colour) == "rgb(1, 1, 1)"


def test_the_page_can_be_seen_as_on_a_telephone_and_back(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(1)))
    words = {button.text(): button for button in preview.findChildren(QPushButton)}
    words["Mobile"].click()
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, "innerWidth") == MOBILE_WIDTH, timeout=PATIENCE)
    words["Bureau"].click()
    qtbot.waitUntil(lambda: evaluate(preview, qtbot, "innerWidth") > MOBILE_WIDTH, timeout=PATIENCE)


def test_when_the_engine_stops_the_pane_says_so_and_can_be_relaunched(
    preview: Preview, show: Callable[..., None], qtbot: QtBot
) -> None:
    show(page(edito=paragraphs(2)))
    preview.patch("edito", 0, 1, ["<p>neuf</p>"], 2)
    message, button = preview.findChild(QLabel, "previewMessage"), preview.findChild(QPushButton, "previewRelaunch")
    with qtbot.waitSignal(preview._page.renderProcessTerminated, timeout=PATIENCE):
        preview._page.runJavaScript("0")
        os.kill(preview._page.renderProcessPid(), signal.SIGKILL)
    assert message.isVisible() and message.text() == "L’aperçu s’est arrêté."
    preview.patch("edito", 0, 1, ["<p>pendant l’arrêt</p>"], 3)
    with qtbot.waitSignals([preview.out_of_step, preview.shown], timeout=PATIENCE):
        button.click()
    assert blocks_of(preview, qtbot, "edito") == paragraphs(2)
    assert not message.isVisible()


def test_the_zoom_is_said_as_french_writes_it(preview: Preview, show: Callable[..., None]) -> None:
    show(page(edito=paragraphs(1)))
    zoom = preview.findChild(QToolButton, "previewZoom")
    {action.text(): action for action in zoom.menu().actions()}["125\u00a0%"].trigger()
    assert zoom.text() == "125\u00a0%"
    assert preview._page.zoomFactor() == pytest.approx(1.25)


def test_the_menu_of_the_page_is_in_french(preview: Preview, show: Callable[..., None], qtbot: QtBot) -> None:
    show(page(edito=paragraphs(1)))
    target = preview._view.focusProxy()
    QTest.mouseClick(target, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QPoint(60, 60))
    qtbot.waitUntil(lambda: bool(preview.findChildren(QMenu, "previewMenu")), timeout=PATIENCE)
    menu = preview.findChild(QMenu, "previewMenu")
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Copier", "Recharger l’aperçu"]
    assert not actions["Copier"].isEnabled()
    with qtbot.waitSignal(preview.shown, timeout=PATIENCE):
        actions["Recharger l’aperçu"].trigger()
    menu.close()
