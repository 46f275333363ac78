"""A proofreader opens relecture.html in a browser, offline, and sends back what they say of the letter."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import axe_playwright_python  # type: ignore[import-untyped]
import pytest
from playwright.sync_api import Page, sync_playwright

from editor_app.desk import Desk
from editor_app.review.annotation import Motivation, State

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js")
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
pytestmark = pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs the Debian package chromium")


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sample, tmp_path / "lettre")
    return Desk.open(tmp_path / "lettre")


@pytest.fixture
def page_file(desk: Desk, tmp_path: Path) -> Path:
    packet = tmp_path / "paquet.zip"
    desk.make_packet(packet, reader="Luc Ormond", look_at="Les chiffres.")
    with zipfile.ZipFile(packet) as archive:
        name = next(each for each in archive.namelist() if each.endswith("relecture.html"))
        (tmp_path / "relecture.html").write_bytes(archive.read(name))
    return tmp_path / "relecture.html"


@pytest.fixture
def opened(page_file: Path, tmp_path: Path) -> Iterator[Page]:
    """The page in Chromium; whatever it says is wrong, and whatever it asks the network for, fails the test."""
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profil", executable_path=CHROMIUM, args=["--no-sandbox"], accept_downloads=True, offline=True
        )
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("request", lambda request: wrong.append(request.url) if not local(request.url) else None)
        page.goto(page_file.as_uri())
        yield page
        context.close()
    assert wrong == []


def local(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:"))


def keys(page: Page, *pressed: str) -> None:
    """Press keys as a person does, who sees what each one did before the next: a dialog tells of its closing later."""
    for key in pressed:
        page.keyboard.press(key)
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def selected(page: Page) -> str:
    return str(page.evaluate("getSelection().toString()"))


def saved(page: Page, to: Path) -> Path:
    with page.expect_download() as download:
        keys(page, "Control+s")
    download.value.save_as(to)
    return to


def to_the_letter(page: Page) -> None:
    for _ in range(10):
        if page.evaluate("document.activeElement.id") == "lettre":
            return
        keys(page, "Tab")
    pytest.fail("the letter cannot be reached with the tabulator")


def test_by_keyboard_alone_one_comments_suggests_signs_and_saves_and_the_letter_takes_it(
    opened: Page, desk: Desk, tmp_path: Path
) -> None:
    to_the_letter(opened)
    keys(opened, "ArrowDown", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    quoted = selected(opened)
    assert len(quoted.split()) >= 3
    keys(opened, "c")
    opened.keyboard.type("Est-ce le bon chiffre ?")
    keys(opened, "Control+Enter", "ArrowDown", "ArrowRight", "ArrowRight")
    changed = selected(opened)
    keys(opened, "s", "Control+a")
    opened.keyboard.type("autrement 🙂")
    keys(opened, "Control+Enter", "v", "Tab", "Enter")
    merged = desk.merge([saved(opened, tmp_path / "retour.zip")])
    by_kind = {remark.motivation: remark for remark in merged.new}
    assert set(by_kind) == {Motivation.COMMENTING, Motivation.EDITING, Motivation.ASSESSING}
    comment, suggestion = by_kind[Motivation.COMMENTING], by_kind[Motivation.EDITING]
    assert comment.author == "Luc Ormond"
    assert comment.body == "Est-ce le bon chiffre ?"
    assert comment.target.quote is not None
    assert comment.target.quote.exact == quoted
    text = desk.texts[comment.target.section]
    assert text[comment.target.start : comment.target.end] == quoted
    assert suggestion.replacement == "autrement 🙂"
    assert suggestion.target.quote is not None
    assert suggestion.target.quote.exact == changed
    assert by_kind[Motivation.ASSESSING].verdict in ("vu", "à revoir", "bon à tirer")
    assert merged.orphans == ()
    again = desk.merge([tmp_path / "retour.zip"])
    assert (again.new, again.changed, again.annotations) == ((), (), merged.annotations)


def a_remark(page: Page, body: str) -> None:
    to_the_letter(page)
    keys(page, "ArrowRight", "c")
    page.keyboard.type(body)
    keys(page, "Control+Enter")


def test_work_is_kept_in_the_browser_and_can_be_carried_to_another(opened: Page, tmp_path: Path) -> None:
    a_remark(opened, "Gardée.")
    opened.reload()
    assert "Gardée." in opened.inner_text("#remarques")
    kept = saved(opened, tmp_path / "travail.zip")
    opened.evaluate("localStorage.clear()")
    opened.reload()
    assert "Gardée." not in opened.inner_text("#remarques")
    opened.set_input_files("#fichier", kept)
    opened.wait_for_selector("text=Gardée.")


def test_a_remark_withdrawn_is_withdrawn_in_the_letter_too(opened: Page, desk: Desk, tmp_path: Path) -> None:
    a_remark(opened, "Bof.")
    desk.merge([saved(opened, tmp_path / "un.zip")])
    keys(opened, "Delete")
    (changed,) = desk.merge([saved(opened, tmp_path / "deux.zip")]).changed
    assert changed.state is State.DELETED
    assert desk.merge([tmp_path / "un.zip"]).changed == ()


def test_one_goes_from_remark_to_remark_and_answers_those_of_others(opened: Page, desk: Desk, tmp_path: Path) -> None:
    others = [remark for remark in desk.annotations if remark.state is State.OPEN]
    assert others
    keys(opened, "n")
    first = opened.get_attribute("[aria-current=true]", "id")
    keys(opened, "n", "p")
    assert opened.get_attribute("[aria-current=true]", "id") == first
    keys(opened, "r")
    opened.keyboard.type("D’accord.")
    keys(opened, "Control+Enter")
    (reply,) = desk.merge([saved(opened, tmp_path / "retour.zip")]).new
    assert (reply.reply_to, reply.body, reply.motivation) == (first, "D’accord.", Motivation.REPLYING)


def test_every_word_that_can_be_chosen_is_that_word_in_the_source(page_file: Path, desk: Desk) -> None:
    source = page_file.read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(source.split('id="lot">', 1)[1].split("</script>", 1)[0])
    for section, blocks in data["blocks"].items():
        text = desk.texts[section]
        assert data["texts"][section] == text
        assert blocks
        for runs in blocks:
            assert runs
            assert all(at >= 0 and at + length <= len(text) for _, at, length in runs)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_say(opened: Page, scheme: str) -> None:
    a_remark(opened, "Vu.")
    opened.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    opened.evaluate(AXE.read_text(encoding="utf-8") + ";0")
    for keyed in ("", "?", "v"):
        if keyed:
            keys(opened, keyed)
        found = opened.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]] == []
        if keyed:
            keys(opened, "Escape")


def test_no_other_script_runs_and_nothing_is_fetched(sample: Path, tmp_path: Path) -> None:
    shutil.copytree(sample, tmp_path / "lettre")
    editorial = tmp_path / "lettre" / "sections" / "editorial.md"
    editorial.write_text(
        "<script>document.title='pris'</script> </script><img src=x onerror=\"document.title='pris'\">\n\n"
        "![a](https://example.org/a.png) [b](javascript:document.title='pris')\n",
        encoding="utf-8",
    )
    desk = Desk.open(tmp_path / "lettre")
    desk.make_packet(tmp_path / "p.zip", reader="Luc", look_at="</script><script>document.title='pris'</script>")
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        html = archive.read(next(name for name in archive.namelist() if name.endswith(".html")))
    (tmp_path / "r.html").write_bytes(html)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto((tmp_path / "r.html").as_uri())
        page.wait_for_selector("#remarques", state="attached")
        assert page.title() != "pris"
        assert [url for url in asked if not local(url)] == []
        assert page.evaluate("document.querySelectorAll('script').length") == 2
        browser.close()
