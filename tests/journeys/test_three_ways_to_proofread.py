"""The real letter is proofread in Lettrine, in a browser and in Word: what comes back is the same, and all there."""

from __future__ import annotations

import datetime
import itertools
import random
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from word_by_hand import WordByHand

from editor_app import desk as use_cases
from editor_app.desk import Desk, Verdict
from editor_app.desk.reading import open_packet
from editor_app.exporting.packet.returning import write_return
from editor_app.review.annotation import Annotation, Motivation, comment, to_json
from editor_app.review.suggestions import accept, accept_all, proposals

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
COMMENTS = (
    ("menace criminelle", "Toujours d’actualité ?"),
    ("fortes pressions migratoires", "Source ?"),
    ("prépondérante", "Donner le chiffre."),
)
REWORDINGS = (
    ("protégée", "protéger"),
    ("être humains", "êtres humains"),
    ("A chaque fois", "À chaque fois"),
    ("un des pires crimes", "l’un des pires crimes"),
)
FIND = """words => {
  const walker = document.createTreeWalker(document.getElementById('lettre'), NodeFilter.SHOW_TEXT);
  const nodes = [];
  let text = '';
  while (walker.nextNode()) { nodes.push([walker.currentNode, text.length]); text += walker.currentNode.data; }
  const at = text.indexOf(words);
  const point = (offset, last) => {
    const [node, start] = nodes.filter(([node, start]) => last ? start < offset : start <= offset).pop();
    return [node, offset - start];
  };
  document.getElementById('lettre').focus();
  const range = document.createRange();
  range.setStart(...point(at, false));
  range.setEnd(...point(at + words.length, true));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return at;
}"""


@pytest.fixture
def desk(letter_14: Path, tmp_path: Path) -> Desk:
    made, _ = use_cases.import_letter(letter_14, tmp_path / "lettre")
    return made


def packet(desk: Desk, reader: str, folder: Path) -> Path:
    """The packet for the reader, as they have it once it is unpacked."""
    path = folder / f"{reader}.zip"
    desk.make_packet(path, reader=reader)
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            (folder / reader / name.partition("/")[2]).parent.mkdir(parents=True, exist_ok=True)
            (folder / reader / name.partition("/")[2]).write_bytes(archive.read(name))
    return folder / reader


def in_lettrine(desk: Desk, folder: Path) -> Path:
    """Comments on words, edits in the text itself, a verdict."""
    packet(desk, "Anne", folder)
    reading = open_packet(folder / "Anne.zip")
    made = [on_words(reading, words, said, reading.reader) for words, said in COMMENTS]
    reading.save_annotations([*reading.annotations, *made])
    text = reading.texts["editorial"]
    for words, instead in REWORDINGS:
        text = text.replace(words, instead, 1)
    reading.save_text("editorial", text)
    reading.sign("editorial", Verdict.TO_REVISE, reading.reader)
    reading.save_return(folder / "lettrine.zip")
    return folder / "lettrine.zip"


def on_words(desk: Desk, words: str, said: str, author: str, section: str = "editorial") -> Annotation:
    text = desk.texts[section]
    start = text.index(words)
    return comment(text, start, start + len(words), issue=desk.issue.id, section=section, body=said, author=author)


def in_word(desk: Desk, folder: Path) -> Path:
    word = WordByHand(packet(desk, "Anne", folder) / "relecture.docx")
    for words, said in COMMENTS:
        word.comment(words, said, "Anne")
    for words, instead in REWORDINGS:
        word.replace(words, instead, "Anne")
    word.comment("Éditorial", "à revoir", "Anne")
    return word.save(folder / "word.docx")


def in_a_browser(desk: Desk, folder: Path) -> Path:
    page_file = packet(desk, "Anne Roux", folder) / "relecture.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(accept_downloads=True)
        page.goto(page_file.as_uri())
        for words, said in COMMENTS:
            choose(page, words)
            keys(page, "c")
            page.keyboard.type(said)
            keys(page, "Control+Enter")
        for words, instead in REWORDINGS:
            choose(page, words)
            keys(page, "s", "Control+a")
            page.keyboard.type(instead)
            keys(page, "Control+Enter")
        keys(page, "v", "Tab", "Enter")
        with page.expect_download() as download:
            keys(page, "Control+s")
        download.value.save_as(folder / "navigateur.zip")
        browser.close()
    return folder / "navigateur.zip"


def choose(page: Page, words: str) -> None:
    assert page.evaluate(FIND, words) >= 0, words


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


Said = tuple[Motivation, str, int, int, str, str, str | None, str | None]


def said(remark: Annotation) -> Said:
    """All that a remark says, but for who and when."""
    target = remark.target
    words = target.quote.exact if target.quote else ""
    where = (target.section, target.start, target.end, words)
    return (remark.motivation, *where, remark.body, remark.replacement, remark.verdict)


@pytest.mark.skipif(not Path(CHROMIUM).is_file(), reason="needs the Debian package chromium")
def test_the_same_proofreading_through_lettrine_a_browser_and_word_gives_the_same_remarks(
    desk: Desk, tmp_path: Path
) -> None:
    found: dict[str, set[Said]] = {}
    ways: dict[str, Callable[[Desk, Path], Path]] = {"Lettrine": in_lettrine, "browser": in_a_browser, "Word": in_word}
    for name, way in ways.items():
        (tmp_path / name).mkdir()
        path = way(desk, tmp_path / name)
        shutil.copytree(desk.path, tmp_path / name / "copie")
        merged = Desk.open(tmp_path / name / "copie").merge([path])
        assert merged.orphans == ()
        found[name] = {said(remark) for remark in merged.new}
        assert len(found[name]) == len(merged.new) == len(COMMENTS) + len(REWORDINGS) + 1
    assert found["Word"] == found["Lettrine"] == found["browser"]


def test_so_does_the_section_in_markdown_but_for_the_verdict(desk: Desk, tmp_path: Path) -> None:
    word = in_word(desk, tmp_path)
    path = packet(desk, "Anne", tmp_path) / "criticmarkup" / "editorial.md"
    text = path.read_text(encoding="utf-8")
    for words, body in COMMENTS:
        text = text.replace(words, f"{{=={words}==}}{{>>{body}<<}}", 1)
    for words, instead in REWORDINGS:
        text = text.replace(words, f"{{~~{words}~>{instead}~~}}", 1)
    path.write_text(text, encoding="utf-8")
    shutil.copytree(desk.path, tmp_path / "copie")
    through_word = Desk.open(tmp_path / "copie").merge([word]).new
    assert {said(remark) for remark in desk.merge([path], by="Anne").new} == {
        said(remark) for remark in through_word if not remark.verdict
    }


def passages(desk: Desk, number: int, seed: int) -> list[str]:
    """So many passages of two to five words, none of them touching another, each met once in the letter."""
    chance = random.Random(seed)  # noqa: S311
    text = desk.texts["editorial"]
    words = list(re.finditer(r"\w[\w’]*", text))
    found: list[tuple[int, int]] = []
    while len(found) < number:
        at, count = chance.randrange(len(words) - 5), chance.randint(1, 4)
        start, end = words[at].start(), words[at + count].end()
        clear = all(end < first or last < start for first, last in found)
        if clear and "\n" not in text[start:end] and text.count(text[start:end]) == 1:
            found.append((start, end))
    return [text[start:end] for start, end in found]


def test_sixty_remarks_of_three_people_one_in_word_are_the_same_in_all_six_orders(desk: Desk, tmp_path: Path) -> None:
    returns = []
    for seed, author in enumerate(["Béatrice", "Chloé"]):
        made = [on_words(desk, words, f"n° {at}", author) for at, words in enumerate(passages(desk, 20, seed))]
        made[::3] = [replace(remark, motivation=Motivation.EDITING, replacement="autrement") for remark in made[::3]]
        returns.append(tmp_path / f"{author}.zip")
        write_return(returns[-1], desk.issue, author, made, desk.texts)
    word = WordByHand(packet(desk, "Anne", tmp_path) / "relecture.docx")
    chosen = passages(desk, 20, 7)
    for at, words in enumerate(chosen):
        when = f"2026-11-20T10:{at:02}:00Z"
        if at % 3 == 0:
            word.replace(words, "tout autrement dit", "Anne", when)
        else:
            word.comment(words, f"n° {at}", "Anne", when)
    returns.append(word.save(tmp_path / "anne.docx"))
    results = []
    for number, order in enumerate(itertools.permutations(returns)):
        shutil.copytree(desk.path, tmp_path / f"copie-{number}")
        copy = Desk.open(tmp_path / f"copie-{number}")
        for path in (*order, order[0]):
            copy.merge([path])
        found = Desk.open(copy.path).annotations
        assert len(found) == 60
        for remark in found:
            assert remark.target.quote is not None
            text = copy.texts[remark.target.section]
            assert text[remark.target.start : remark.target.end] == remark.target.quote.exact
        by_anne = {remark.target.quote.exact for remark in found if remark.author == "Anne" and remark.target.quote}
        assert by_anne == set(chosen)
        results.append(sorted(to_json(remark) for remark in found))
    assert all(result == results[0] for result in results)
    assert min(remark.created for remark in copy.annotations) >= datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


@pytest.mark.parametrize("seed", range(3))
def test_all_that_was_changed_in_word_once_accepted_gives_the_text_as_it_was_changed(
    desk: Desk, tmp_path: Path, seed: int
) -> None:
    """Half of the changes are tracked, half are not; accepted one by one in any order, and all at once."""
    chance = random.Random(seed)  # noqa: S311
    word = WordByHand(packet(desk, "Anne", tmp_path) / "relecture.docx")
    text = wanted = desk.texts["editorial"]
    for at, words in enumerate(passages(desk, 24, 100 + seed)):
        instead = chance.choice(["", "x", "tout autre chose", words.upper(), f"{words} 🙂", f"d’abord {words}"])
        wanted = wanted.replace(words, instead)
        if at % 2 or not instead:
            word.replace(words, instead, "Anne")
        else:
            word.write_over(words, instead)
    merged = desk.merge([word.save(tmp_path / "retour.docx")])
    made = proposals(merged.annotations, "editorial", text)
    assert accept_all(text, made) == wanted
    waiting = made
    while waiting:
        text, waiting = accept(text, chance.choice(waiting), waiting)
    assert text == wanted
