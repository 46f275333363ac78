"""The known attacks, as text, titles, names, links, pictures and contributed files, through every format: in a real
browser with JavaScript on nothing runs, nothing is fetched, and every word is still there."""

from __future__ import annotations

import email
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from email.policy import SMTP
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
import spip_reader
from docx.opc.constants import RELATIONSHIP_TYPE
from drawn_pictures import png
from tortured import ATTACKS, attacks, plain_letter

from editor_app.exporting.format import Letter
from editor_app.exporting.formats import FORMATS
from editor_app.importing.reading import read_into_section
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Person, Section

BROWSER = Path(__file__).parents[1] / "attack_in_browser.py"
HARMLESS_LINK = re.compile(r"(?:https?:|mailto:|tel:|#)", re.IGNORECASE)
A_LETTER = 40
"""Attacks in one letter: more make an e-mail that is too heavy."""


@pytest.fixture(scope="module")
def lines() -> list[str]:
    found = attacks()
    if not found:
        pytest.skip("the collections of attacks (../shared/corpora-attacks) are not beside this checkout")
    return found


@pytest.fixture(scope="module")
def examples() -> list[str]:
    file = ATTACKS / "commonmark" / "commonmark-0.31.json"
    if not file.is_file():
        pytest.skip("the examples of CommonMark (../shared/corpora-attacks) are not beside this checkout")
    return [each["markdown"] for each in json.loads(file.read_text(encoding="utf-8"))]


def clean(text: str) -> str:
    """``text`` as ``issue.yaml`` can hold it."""
    return "".join(letter for letter in text if letter.isprintable())[:300]


def hostile(group: list[str]) -> Letter:
    """A letter in which everything that a person can write attacks."""
    short = [clean(line) for line in group] * 8
    sections = tuple(
        Section(f"s{at}", Kind.FREE, short[at], file=f"s{at}.md", author=Person(short[at + 1], short[at + 2], "Mme"))
        for at in range(3)
    )
    issue = Issue(
        "id",
        1,
        short[0],
        Outline((Section("so", Kind.SUMMARY, short[3]), *sections)),
        name=short[4],
        address="https://exemple.fr/lettre/",
        picture=Picture("media/a.png", short[5], short[6], short[7]),
    )
    words = "\n\n".join(f"{line}\n\n    {line}" for line in group)
    aimed = "\n\n".join(
        f'[{line}](<{line}> "{line}") ![{line}](media/{line}) [x]({line}) *[{line}]: {line}' for line in group[::3]
    )
    marked = "\n\n".join(f"> {line}\n\n# {line}\n\n- {line} {{: .{line} onclick={line} }}" for line in group[::3])
    return Letter(issue, {"s0": words, "s1": aimed, "s2": marked}, {"media/a.png": png(size=30)})


def pages(letter: Letter, folder: Path) -> list[Path]:
    """Every format of ``letter`` that a browser, a reader or a feed shows as HTML, as files."""
    made = {f"{each.name}/{path}": part.data for each in FORMATS for path, part in each.make(letter).items()}
    message = email.message_from_bytes(made["email/lettre.eml"], policy=SMTP)
    html = {"web": made["web/index.html"].decode()}
    html["email"] = message.get_body(("html",)).get_content()  # type: ignore[attr-defined]
    with zipfile.ZipFile(BytesIO(made["epub/lettre.epub"])) as book:
        html |= {f"epub-{at}": book.read(name).decode() for at, name in enumerate(book.namelist()) if "xhtml" in name}
    html["spip"] = spip_reader.read(made["spip/texte.txt"].decode())
    for name in ("flux.json", "entree.json"):
        if f"web/{name}" in made:
            feed = json.loads(made[f"web/{name}"])
            html["feed"] = feed.get("items", [feed])[0]["content_html"]
    assert_word_is_harmless(made["word/lettre.docx"])
    assert_pdf_is_harmless(made["pdf/lettre.pdf"])
    written = []
    for name, source in html.items():
        suffix = ".xhtml" if name.startswith("epub") else ".html"
        file = folder / f"{name}{suffix}"
        head = "" if "<html" in source else '<!doctype html><meta charset="utf-8"><title>x</title>'
        file.write_text(head + source, encoding="utf-8")
        written.append(file)
    return written


def seen(files: list[Path]) -> dict[Path, dict[str, Any]]:
    """What the browser says of each file."""
    run = subprocess.run(
        [sys.executable, str(BROWSER), *map(str, files)], capture_output=True, text=True, timeout=110, check=False
    )
    assert run.returncode == 0, run.stderr
    return {Path(path): found for path, found in json.loads(run.stdout).items()}


def assert_harmless(verdicts: dict[Path, dict[str, Any]]) -> None:
    for file, found in verdicts.items():
        assert found["ran"] == [] and found["could"] == [], (file, found["ran"], found["could"][:5])
        asked = [address for address in found["asked"] if not address.startswith("cid:")]  # a part of the message
        assert asked == [] and found["stayed"], (file, asked)


def assert_word_is_harmless(data: bytes) -> None:
    with zipfile.ZipFile(BytesIO(data)) as document:
        assert not [name for name in document.namelist() if re.search(r"vba|activex|embeddings|\.bin", name, re.I)]
        for name in document.namelist():
            if name.endswith(".rels"):
                for target in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', document.read(name).decode()):
                    assert HARMLESS_LINK.match(target), target
            if name.endswith(".xml"):
                fields = re.findall(r"<w:instrText[^>]*>([^<]*)", document.read(name).decode())
                assert all(re.match(r"\s*(?:PAGE|NUMPAGES|NOTEREF|TOC|REF)\b", field) for field in fields), fields


def assert_pdf_is_harmless(data: bytes) -> None:
    assert not re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|OpenAction|AA|SubmitForm|GoToR)\b", data)
    for target in re.findall(rb"/URI ?\(((?:[^()\\]|\\.)*)\)", data):
        assert HARMLESS_LINK.match(target.decode("latin-1")), target


def assert_whole(found: str, group: list[str], where: str) -> None:
    words = "".join(found.split())
    for line in group:
        if line.isascii() and line.isprintable():
            assert "".join(line.split()) in words, (where, line)


def assert_repelled(lines: list[str], folder: Path) -> None:
    written: list[Path] = []
    groups: dict[Path, list[str]] = {}
    for at in range(0, len(lines), A_LETTER):
        group = lines[at : at + A_LETTER]
        whole = plain_letter("\n\n".join(f"    {line}" for line in group), title=clean(group[0]))
        for name, letter in (("hostile", hostile(group)), ("whole", whole)):
            place = folder / f"{name}-{at}"
            place.mkdir()
            written += pages(letter, place)
            groups[place] = group
        text = next(each for each in FORMATS if each.name == "text").make(whole)["lettre.txt"].data.decode()
        assert_whole(text, group, "text")
        assert_whole(words_of_word(whole), group, "word")
    verdicts = seen(written)
    assert_harmless(verdicts)
    for file, found in verdicts.items():
        if file.parent.name.startswith("whole") and file.stem in ("web", "email", "spip"):
            assert_whole(found["words"], groups[file.parent], file.stem)


def words_of_word(letter: Letter) -> str:
    data = next(each for each in FORMATS if each.name == "word").make(letter)["lettre.docx"].data
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)


def test_nothing_runs_nothing_is_fetched_nothing_is_lost(lines: list[str], tmp_path: Path) -> None:
    assert_repelled(lines[::9], tmp_path)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_every_attack_of_the_collections_is_repelled(lines: list[str], tmp_path: Path) -> None:
    for at in range(0, len(lines), 4 * A_LETTER):
        part = tmp_path / str(at)
        part.mkdir()
        assert_repelled(lines[at : at + 4 * A_LETTER], part)


@pytest.mark.long
def test_every_example_of_commonmark_is_harmless(examples: list[str], tmp_path: Path) -> None:
    written = []
    for at in range(0, len(examples), 90):
        folder = tmp_path / f"c{at}"
        folder.mkdir()
        written += pages(plain_letter("\n\n".join(examples[at : at + 90])), folder)
    assert_harmless(seen(written))


def test_contributed_files_full_of_attacks_come_in_harmless(lines: list[str], tmp_path: Path) -> None:
    page = tmp_path / "contribution.html"
    raw = "\n".join(f"<p>{line}</p>\n<p>{escape(line)}</p>" for line in lines[::4])
    page.write_text(f'<html lang="fr"><body><h1>Titre</h1>{raw}</body></html>', encoding="utf-8")
    written: list[Path] = []
    for source in (page, contributed_docx(lines[::12], tmp_path)):
        taken = read_into_section(source)
        folder = tmp_path / source.suffix[1:]
        folder.mkdir()
        pieces = taken.text.split("\n\n")
        for at in range(0, len(pieces), 150):
            part = folder / str(at)
            part.mkdir()
            letter = plain_letter("\n\n".join(pieces[at : at + 150]))
            written += pages(replace(letter, files=dict(taken.media)), part)
    assert_harmless(seen(written))


def contributed_docx(group: list[str], folder: Path) -> Path:
    document = docx.Document()
    for line in map(clean, group):
        document.add_heading(line, 2)
        paragraph = document.add_paragraph(line)
        link = document.part.relate_to(line, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        element = paragraph._p.makeelement(docx.oxml.ns.qn("w:hyperlink"), {docx.oxml.ns.qn("r:id"): link})
        element.append(paragraph.add_run(line)._r)
        paragraph._p.append(element)
        table = document.add_table(1, 2)
        table.cell(0, 0).text = table.cell(0, 1).text = line
    path = folder / "contribution.docx"
    document.save(str(path))
    return path


def test_the_words_of_attacks_are_in_the_pdf_too(lines: list[str]) -> None:
    group = [line for line in lines[::20] if line.isascii() and line.isprintable()]
    data = (
        next(each for each in FORMATS if each.name == "pdf")
        .make(plain_letter("\n\n".join(f"    {line}" for line in group)))["lettre.pdf"]
        .data
    )
    with pypdfium2.PdfDocument(data) as pdf:
        sheets = [page.get_textpage().get_text_bounded().splitlines() for page in pdf]
    body = [line for at, sheet in enumerate(sheets) for line in sheet[at > 0 : -1]]  # without running heads and numbers
    # PDFium gives a hyphen that ends a line as a mark of its own.
    found = re.sub("[\ufffe\x02]", "-", "\n".join(body)).replace("\u200b", "")
    assert_whole(found, group, "pdf")
