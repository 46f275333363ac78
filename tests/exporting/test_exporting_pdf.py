"""The PDF of a letter: archivable and accessible, the same every time, and deaf to what the text says."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pdfua
import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tortured import attacks, imported, letter_of, plain_letter, tortured

from editor_app.assets import asset
from editor_app.errors import LettrineError, RefusedError
from editor_app.exporting.pdf.characters import printable
from editor_app.exporting.pdf.document import letter_pdf, refuse_inaccessible
from editor_app.exporting.pdf.nodes import Node
from editor_app.issue.model import Picture
from editor_app.storage.folder import IssueFolder

NBSP = "\u00a0"


def text_of(pdf: bytes) -> str:
    """What is written on the pages, without the blanks, which line ends and breakable words shift."""
    with pypdfium2.PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return squeezed("".join(pages))


def squeezed(text: str) -> str:
    shown = re.sub(r"[\s\u00ad\u200b\ufffe\ufeff]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"[-\u2010\u2011]", "", shown)


def tags(pdf: pikepdf.Pdf) -> list[tuple[str, pikepdf.Dictionary]]:
    """Every element of the structure tree, in reading order."""
    found: list[tuple[str, pikepdf.Dictionary]] = []

    def walk(node: object) -> None:
        if isinstance(node, pikepdf.Array):
            for each in node:
                walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append((str(node.S), node))
            walk(node.get("/K"))

    walk(pdf.Root.StructTreeRoot.K)
    return found


def assert_sound(data: bytes) -> None:
    """qpdf and pdfua find nothing, and the file says that it is PDF/A-2a and PDF/UA-1."""
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        with pdf.open_metadata() as metadata:
            claims = [metadata[name] for name in ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")]
            assert claims == ["2", "A", "1"]
        assert (
            pdf.Root.MarkInfo.Marked
            and str(pdf.Root.Lang) in ("fr", "de-AT")
            and pdf.Root.ViewerPreferences.DisplayDocTitle
        )
        levels = [int(tag[2]) for tag, _ in tags(pdf) if re.fullmatch("/H[1-6]", tag)]
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False))
        assert all(str(node.get("/Alt", "")) for tag, node in tags(pdf) if tag == "/Figure")
    assert pdfua.validate(BytesIO(data)).findings == ()


@pytest.fixture(scope="module")
def sample_pdf(letter: IssueFolder) -> bytes:
    return letter_pdf(letter_of(letter))


def test_the_sample_the_real_letter_and_a_tortured_one_are_sound(
    sample_pdf: bytes, sample: Path, letter_14: Path
) -> None:
    for data in (sample_pdf, letter_pdf(tortured(sample)), letter_pdf(imported(letter_14))):
        assert_sound(data)


def test_a_letter_without_anything_is_sound() -> None:
    assert_sound(letter_pdf(plain_letter()))
    assert_sound(letter_pdf(plain_letter("", language="de-AT")))
    assert_sound(letter_pdf(plain_letter("", language="pas une langue")))


def test_its_tags_bookmarks_and_title_say_what_the_page_shows(sample_pdf: bytes, letter: IssueFolder) -> None:
    with pikepdf.open(BytesIO(sample_pdf)) as pdf:
        count = Counter(tag for tag, _ in tags(pdf))
        assert count["/Figure"] == 5 and count["/Table"] == 1 and count["/TH"] == 4 and count["/Note"] == 8
        assert count["/BlockQuote"] == 1 and count["/L"] == 5 and count["/TOCI"] == 23 and count["/Caption"] == 5
        descriptions = {str(node.Alt) for tag, node in tags(pdf) if tag == "/Figure"}
        assert letter.issue.picture is not None and letter.issue.picture.description in descriptions
        assert str(pdf.docinfo.Title) == f"Lutte contre la traite des êtres humains – Lettre d’information, n°{NBSP}15"
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root][:4] == [
                "Éditorial",
                "Sommaire",
                "Le programme de coopération pour 2022",
                f"Priorité{NBSP}1{NBSP}: l’exploitation sexuelle",
            ]
            assert outline.root[3].children[0].title == "Agir aussi sur la demande"
        addresses = {
            str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/URI" in note.get("/A", {})
        }
        assert "https://www.eurojust.europa.eu" in addresses
        fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
        assert all("Libertinus" in font or "DejaVuSansMono" in font or "NewCM" in font for font in fonts), fonts


def test_every_page_but_the_first_has_a_running_head_and_all_have_their_number(sample_pdf: bytes) -> None:
    with pypdfium2.PdfDocument(sample_pdf) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    total = len(pages)
    assert 8 <= total <= 14
    for number, page in enumerate(pages, 1):
        assert f"{number} / {total}" in page
        assert ("Lettre d’information n°" in page) is (number > 1)


def test_every_word_of_the_letter_is_on_paper(sample_pdf: bytes, letter: IssueFolder, letter_14: Path) -> None:
    for made, pdf in ((letter_of(letter), sample_pdf), (imported(letter_14), None)):
        written = text_of(pdf or letter_pdf(made))
        for text in made.texts.values():
            for word in re.findall(r"[\w’]{3,}", re.sub(r"\[\^[^\]]*\]|\(\S+|!\[[^\]]*\]|\{[^}]*\}", " ", text)):
                assert squeezed(word) in written, word


def test_it_is_the_same_byte_for_byte_in_another_process_later(sample: Path, sample_pdf: bytes, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from editor_app.storage.folder import IssueFolder;"
        "from editor_app.exporting.format import Letter; from editor_app.exporting.pdf.document import letter_pdf;"
        "f = IssueFolder.open(Path(sys.argv[1]));"
        "Path(sys.argv[2]).write_bytes(letter_pdf(Letter(f.issue, f.texts, f.files())))"
    )
    environment = {"TZ": "Pacific/Auckland", "PYTHONHASHSEED": "7", "LANG": "C", "PATH": ""}
    subprocess.run(
        [sys.executable, "-c", code, str(sample), str(tmp_path / "again.pdf")],
        check=True,
        env=environment,
        cwd=tmp_path,
    )
    assert (tmp_path / "again.pdf").read_bytes() == sample_pdf
    undated = plain_letter("Un\n\nDeux")
    first = letter_pdf(undated)
    time.sleep(1.1)  # the clock of a PDF counts seconds
    assert letter_pdf(undated) == first


def test_a_picture_without_description_stops_it_and_names_the_section(sample: Path) -> None:
    picture = (sample / "media" / "etapes-2022.png").read_bytes()
    letter = replace(plain_letter("Bien", "![ ](media/carte.png)"), files={"media/carte.png": picture})
    with pytest.raises(RefusedError, match=f"Rubrique «{NBSP}Rubrique 1{NBSP}» : l’image media/carte.png n’a pas"):
        letter_pdf(letter)
    lead = plain_letter("Bien", picture=Picture("media/carte.png"))
    with pytest.raises(RefusedError, match="Image d’ouverture"):
        letter_pdf(replace(lead, files={"media/carte.png": picture}))


def test_a_heading_that_skips_a_level_stops_it_and_names_the_section() -> None:
    nodes: list[Node] = [{"kind": "heading", "level": level, "body": [f"Niveau {level}"]} for level in (1, 2, 1, 3)]
    with pytest.raises(RefusedError, match="Rubrique B : l’intertitre « Niveau 3 » saute un niveau"):
        refuse_inaccessible(nodes, "Rubrique B")
    refuse_inaccessible(nodes[:3], "Rubrique B")


def test_a_picture_of_a_kind_that_is_not_shown_is_said() -> None:
    letter = replace(plain_letter("![Une carte](media/x.svg)"), files={"media/x.svg": b"<svg/>"})
    assert "[Image:Unecarte]" in text_of(letter_pdf(letter))


def test_a_damaged_picture_is_named(sample: Path) -> None:
    picture = (sample / "media" / "etapes-2022.png").read_bytes()[:2000]
    letter = replace(plain_letter("![Une carte](media/carte.png)"), files={"media/carte.png": picture})
    with pytest.raises(LettrineError, match=r"media/carte\.png : cette image est abîmée"):
        letter_pdf(letter)


def test_what_is_written_is_never_typst() -> None:
    lines = ['#panic("x")', "$x^2$ _a_ *b*", "@ref <label>", "= Titre", '#read("/etc/passwd")', "\\u{41}", "/* x */ //"]
    for line in lines:
        letter = plain_letter("\n".join(f"    {line}" for line in lines), "Paragraphe `" + line + "`", name=line)
        letter = replace(letter, issue=replace(letter.issue, title=line, picture=Picture(None, line, line, line)))
        written = text_of(letter_pdf(letter))
        assert written.count(squeezed(line)) >= 5, line


def test_every_character_of_the_list_can_be_drawn_in_every_style() -> None:
    text = asset("pdf", "characters.txt").read_text(encoding="ascii")
    ranges = [line.removesuffix(" upright").partition("-") for line in text.split("\n") if line and line[0] != "#"]
    codes = [code for first, _, last in ranges for code in range(int(first, 16), int(last or first, 16) + 1)]
    characters = "".join(chr(code) for code in codes)
    assert len(characters) > 5000 and printable(" ".join(characters), code=True) == " ".join(characters)
    plain = re.sub(r"[\s\[\]<>&*_`#|^~{}\\\-+=:!().]", "", characters)
    groups = [plain[at : at + 30] for at in range(0, len(plain), 30)]
    styles = ["{}", "**{}**", "*{}*", "***{}***", "`{}`"]
    assert_sound(letter_pdf(plain_letter(*("\n\n".join(map(style.format, groups)) for style in styles))))


def test_what_no_font_draws_is_written_as_its_number() -> None:
    assert printable("a 日本 😀") == "a [U+65E5 U+672C] [U+1F600]"
    assert "[U+1F600]" in text_of(letter_pdf(plain_letter("😀")))


def test_the_attacks_of_the_known_collections_are_text_on_paper() -> None:
    lines = attacks()
    if not lines:
        pytest.skip("the collections of attacks (../shared/corpora-attacks) are not beside this checkout")
    data = letter_pdf(plain_letter("\n\n".join(f"    {line}" for line in lines), "\n\n".join(lines)))
    assert_sound(data)
    with pypdfium2.PdfDocument(data) as document:
        sheets = [page.get_textpage().get_text_range().splitlines() for page in document]
    written = squeezed("".join(line for at, sheet in enumerate(sheets) for line in sheet[at > 0 : -1]))  # less heads
    shown = [re.sub(r"[\x00-\x1f\x7f]", "", line) for line in lines if line.isascii() and "&" not in line]
    lost = [line for line in shown if squeezed(line) not in written]
    assert not lost
    assert not re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|SubmitForm|GoToR)\b", data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6), st.text(min_size=1, max_size=30))
def test_any_text_makes_a_pdf(texts: list[str], title: str) -> None:
    letter = plain_letter(*texts, "\n\n".join(texts))
    assert letter_pdf(replace(letter, issue=replace(letter.issue, title=title))).startswith(b"%PDF-1.7")


def test_five_thousand_words_are_set_while_one_waits(letter: IssueFolder) -> None:
    text = "\n\n".join(text for text in letter.texts.values() if "![" not in text and "[^" not in text)
    text = (text * 5)[:31_000]
    made = plain_letter(*(text[at : at + 6_000] for at in range(0, 31_000, 6_000)))
    assert sum(len(each.split()) for each in made.texts.values()) > 4_800
    start = time.process_time()
    letter_pdf(made)
    assert time.process_time() - start < 3  # a tenth of that where nothing else runs
