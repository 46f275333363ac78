"""A theme from outside, in every format: its colours, its fonts, its logo, and nothing that anybody could not check."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import cast

import pypdfium2
import pytest
from made_themes import SHEET, STYLE, dressed, theme_folder
from tortured import letter_of

from editor_app.desk.themes import theme_findings
from editor_app.errors import RefusedError
from editor_app.exporting.bundle.assembly import export
from editor_app.exporting.bundle.verify import verify
from editor_app.exporting.email.message import letter_email
from editor_app.exporting.epub.book import letter_epub
from editor_app.exporting.format import Letter
from editor_app.exporting.packet.page import packet_page
from editor_app.exporting.pdf.document import letter_pdf
from editor_app.exporting.web.page import WEB
from editor_app.exporting.word.document import letter_docx
from editor_app.proofing.diagnostic import Severity
from editor_app.storage.folder import IssueFolder, copy_tree
from editor_app.storage.issue_yaml import dump_issue, value_range
from editor_app.storage.themes import theme_folder as read_theme

LOGO = "République française, Liberté, Égalité, Fraternité"


@pytest.fixture(scope="module")
def themed(letter: IssueFolder, tmp_path_factory: pytest.TempPathFactory) -> Letter:
    return dressed(letter_of(letter), tmp_path_factory.mktemp("charte"))


@pytest.fixture(scope="module")
def web(themed: Letter) -> dict[str, bytes]:
    return {path: part.data for path, part in WEB.make(themed).items()}


def test_the_page_has_the_theme_and_fetches_nothing(web: dict[str, bytes], themed: Letter) -> None:
    css = web["style.css"].decode()
    assert css.endswith(STYLE) and "--accent: #000091" in css and "--accent: #b1b1ff" in css and "#2f4b8f" not in css
    assert "--text: var(--sans)" in css and "--headings: var(--serif)" in css
    html = web["index.html"].decode()
    assert (
        f'<img class="logo" src="theme/marque.png" alt="{LOGO}" width="120">' in html and '<div class="band">' in html
    )
    assert themed.theme.logo is not None and web["theme/marque.png"] == themed.theme.logo.data
    assert not re.search(r"url\(|@import|https?:", css)


def test_the_email_has_its_colours_and_its_logo_travels_along(themed: Letter) -> None:
    message = cast(EmailMessage, message_from_bytes(letter_email(themed), policy=SMTP))
    html = next(part for part in message.walk() if part.get_content_subtype() == "html").get_content()
    assert "#000091" in html and "#b1b1ff" in html and "#2f4b8f" not in html
    assert f'alt="{LOGO}"' in html and 'width="120"' in html and "Arial, sans-serif" in html
    assert "Georgia" in re.findall(r"<h1[^>]*>", html)[0]
    assert themed.theme.logo is not None
    assert themed.theme.logo.data in [
        part.get_content() for part in message.walk() if part.get_content_maintype() == "image"
    ]


def test_the_pdf_takes_colours_as_values_and_shows_the_logo(themed: Letter) -> None:
    data = letter_pdf(themed)
    assert data != letter_pdf(replace(themed, issue=replace(themed.issue, theme="")))
    with pypdfium2.PdfDocument(data) as pdf:
        image = pdf[0].render(scale=1).to_pil().convert("RGB")
    colours = {colour for _, colour in image.getcolors(image.width * image.height)}
    assert (0, 0, 0x91) in colours and (20, 60, 160) in colours


def test_word_and_the_epub_have_colours_fonts_and_logo(themed: Letter) -> None:
    with zipfile.ZipFile(BytesIO(letter_docx(themed))) as word:
        styles, document = word.read("word/styles.xml").decode(), word.read("word/document.xml").decode()
    assert 'w:fill="000091"' in styles and "2F4B8F" not in styles and 'w:ascii="Georgia"' in styles
    assert f'descr="{LOGO}"' in document
    with zipfile.ZipFile(BytesIO(letter_epub(themed))) as book:
        css, title = book.read("EPUB/style.css").decode(), book.read("EPUB/titre.xhtml").decode()
    assert "#000091" in css and "sans-serif" in css and f'alt="{LOGO}"' in title


def test_the_page_of_a_packet_has_it_too(themed: Letter) -> None:
    html = packet_page(themed, dict(themed.texts), (), {})
    assert "--accent: #000091" in html and 'src="data:image/png;base64,' in html and f'alt="{LOGO}"' in html


def test_the_sources_open_again_as_the_same_letter_with_its_theme(themed: Letter, tmp_path: Path) -> None:
    themed = replace(themed, files=dict(themed.files) | {"issue.yaml": dump_issue(themed.issue)})
    made = [
        export(themed.issue, themed.texts, themed.files, tmp_path / name, only=["sources", "text"], report={})
        for name in "ab"
    ]
    assert not verify(made[0])
    files = [{path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()} for root in made]
    assert files[0] == files[1]
    again = IssueFolder.open(made[0] / "data/sources")
    assert again.issue.theme == "marque-etat" and again.files() == dict(themed.files) | {
        "issue.yaml": again.files()["issue.yaml"]
    }
    said = json.loads((made[0] / "publication.json").read_bytes())["theme"]
    assert said["name"] == "marque-etat"
    sheet = hashlib.sha256(themed.files["themes/marque-etat/theme.yaml"]).hexdigest()
    assert {"path": "themes/marque-etat/theme.yaml", "sha256": sheet} in said["files"]


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("themes/marque-etat/page.css", b"p { background: url(https://a.fr) }"),
        ("themes/marque-etat/theme.yaml", SHEET.replace("#161616", "#cccccc").encode()),
        ("themes/marque-etat/theme.yaml", None),
    ],
)
def test_a_faulty_theme_makes_no_page(themed: Letter, path: str, data: bytes | None) -> None:
    files = {name: content for name, content in themed.files.items() if name != path}
    broken = replace(themed, files=files if data is None else files | {path: data})
    make: Callable[[Letter], object]
    for make in (WEB.make, letter_email, letter_pdf, letter_epub, letter_docx):
        with pytest.raises(RefusedError, match="themes/marque-etat"):
            make(broken)


def test_nothing_in_a_theme_is_typst_or_html(themed: Letter) -> None:
    hostile = SHEET.replace(LOGO, '"#panic(1) \\" onload=x> <script>"')
    files = dict(themed.files) | {"themes/marque-etat/theme.yaml": hostile.encode()}
    made = replace(themed, files=files)
    assert letter_pdf(made).startswith(b"%PDF")
    html = WEB.make(made)["index.html"].data.decode()
    assert 'alt="#panic(1) &quot; onload=x&gt; &lt;script&gt;"' in html and html.count("<script") == 1


def test_preflight_names_the_fault_of_a_theme_among_the_others_and_stops(
    letter: IssueFolder, sample: Path, tmp_path: Path
) -> None:
    copy_tree(sample, tmp_path / "lettre")
    folder = IssueFolder.open(tmp_path / "lettre")
    _, files = read_theme(theme_folder(tmp_path))
    folder.put_theme(files | {"themes/marque-etat/page.css": b"@import 'x';"})
    folder.save_issue(replace(letter.issue, theme="marque-etat"))
    found = theme_findings(Letter(folder.issue, folder.texts, folder.files()))
    (fault,) = found
    assert fault.diagnostic.severity is Severity.ERROR and "@import" in fault.diagnostic.message
    assert value_range(folder.issue_source(), fault.field) is not None
    assert not list(theme_findings(letter_of(letter)))
