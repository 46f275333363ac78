"""Word and ODT files come in: what they say is kept, what could not be is listed, what is hostile is refused."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from drawn_pictures import png
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torture_letter import torture_letter

from editor_app import desk
from editor_app.desk.contributions import read_contribution
from editor_app.errors import LettrineError
from editor_app.exporting.word.document import letter_docx
from editor_app.importing.notes import bring_home, relabelled
from editor_app.importing.office import Changes
from editor_app.importing.reading import Imported, read, read_into_section
from editor_app.issue.outline import Kind
from editor_app.storage.folder import IssueFolder

FRENCH = "La lettre est lue par les agents et les partenaires dans le monde, pour qui elle est faite."
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def saved(document: docx.document.Document, folder: Path) -> Path:
    path = folder / "contribution.docx"
    document.save(str(path))
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes], added: dict[str, bytes] | None = None) -> Path:
    """The zip at ``path`` with each part changed, and parts added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | (added or {})).items():
            archive.writestr(name, data)
    return path


def odt(folder: Path, body: str, styles: str = "", parts: dict[str, bytes] | None = None) -> Path:
    names = ("office", "style", "text", "table", "drawing", "xsl-fo-compatible", "svg-compatible")
    short = {"drawing": "draw", "xsl-fo-compatible": "fo", "svg-compatible": "svg"}
    spaces = " ".join(f'xmlns:{short.get(name, name)}="{ODF}{name}:1.0"' for name in names)
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    path = folder / "contribution.odt"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return path


def plan(imported: Imported) -> list[tuple[Kind, str]]:
    return [(section.kind, section.title) for section in imported.issue.outline.walk()]


# What is kept


def test_headings_that_are_only_bold_or_large_are_recognised_and_said(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph().add_run("Lettre n° 7").font.size = Pt(20)
    for title in ("La formation", "Le calendrier"):
        document.add_paragraph().add_run(title).bold = True
        document.add_paragraph(FRENCH)
    document.add_paragraph().add_run("Une phrase en gras qui se termine.").bold = True
    document.add_paragraph(FRENCH)
    imported = read(saved(document, tmp_path))
    assert imported.issue.title == "Lettre n° 7" and imported.issue.number == 7
    assert plan(imported) == [(Kind.FREE, "La formation"), (Kind.FREE, "Le calendrier")]
    assert "**Une phrase en gras qui se termine.**" in imported.texts["le-calendrier"]
    assert any("La formation" in sentence and "mise en forme" in sentence for sentence in imported.not_understood)


def test_raised_ordinals_come_back_to_the_line_and_raised_figures_stay(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Le 1")
    paragraph.add_run("er").font.superscript = True
    paragraph.add_run(" janvier, le XXI")
    paragraph.add_run("e").font.superscript = True
    paragraph.add_run(" siècle, 100 m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(", n")
    paragraph.add_run("o").font.superscript = True
    paragraph.add_run(" 3 et x")
    paragraph.add_run("β").font.superscript = True
    section = read_into_section(saved(document, tmp_path))
    assert section.text == "Le 1er janvier, le XXIe siècle, 100 m², n° 3 et xβ\n"
    assert len(section.not_understood) == 1 and "exposant" in section.not_understood[0]


def test_a_table_without_headings_gets_them_and_merged_cells_are_separated(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    for index, text in enumerate(("Nom", "Lieu", "Zoé", "Paris", "Ali", "")):
        table.cell(index // 2, index % 2).text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    section = read_into_section(saved(document, tmp_path))
    assert section.text == "| Nom | Lieu |\n| --- | --- |\n| Zoé | Paris |\n| Ali |  |\n"
    assert any("fusionnées" in sentence for sentence in section.not_understood)


def test_every_construct_of_our_own_document_comes_back(tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "lettre.docx"
    path.write_bytes(letter_docx(torture_letter(sample)))
    imported = read(path)
    text = imported.texts["editorial"]
    for mark in (
        "***les deux***",
        "{: .chapeau}",
        "{: .encadre}",
        "    - deux a",
        "> Une citation",
        "| Zoé |",
        "[^1]:",
    ):
        assert mark in text, mark
    assert re.search(r'!\[Un point bleu\]\(media/image-\d\.png "Légende du point\."\)', text)
    assert imported.issue.title == "La 3e lettre : <essais> & « torture »"
    assert "alert(1)" in text and text.count("[^1]") == 1 + 1


def test_an_odt_keeps_headings_lists_notes_tables_and_pictures(tmp_path: Path, sample: Path) -> None:
    picture = (sample / "media" / "travail-force.png").read_bytes()
    body = f"""
<text:h text:outline-level="1">Lettre n° 8</text:h><text:h text:outline-level="2">La formation</text:h>
<text:p>{FRENCH}<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>
<text:p>La note.</text:p></text:note-body></text:note> Le 1<text:span text:style-name="T1">er</text:span> mai,
<text:span text:style-name="T2">gras</text:span>.<office:annotation><dc:creator>X</dc:creator><text:p>À revoir</text:p>
</office:annotation></text:p>
<text:list><text:list-item><text:p>un</text:p><text:list><text:list-item><text:p>un a</text:p></text:list-item>
</text:list></text:list-item><text:list-item><text:p>deux</text:p></text:list-item></text:list>
<text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/><svg:desc>Des points</svg:desc></draw:frame></text:p>
<table:table><table:table-row><table:table-cell><text:p>Nom</text:p></table:table-cell>
<table:table-cell><text:p>Lieu</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell></table:table-row>
</table:table>
"""
    styles = (
        '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
        '</style:style><style:style style:name="T2" style:family="text"><style:text-properties fo:font-weight="bold"/>'
        "</style:style>"
    )
    imported = read(odt(tmp_path, body, styles, {"Pictures/a.png": picture}))
    text = imported.texts["la-formation"]
    assert (imported.issue.title, imported.issue.number) == ("Lettre n° 8", 8)
    assert "[^1] Le 1er mai," in text and "**gras**" in text and text.endswith("[^1]: La note.\n")
    assert "- un\n    - un a\n- deux" in text
    assert "![Des points](media/image-1.png)" in text
    assert "| Nom | Lieu |\n| --- | --- |\n| x | x |" in text
    assert imported.media == {"media/image-1.png": picture}
    assert any("À revoir" in sentence for sentence in imported.not_understood)


# Changes and comments


def with_change(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("AVANT")
    mark = b'<w:ins w:id="9" w:author="A"><w:r><w:t>ajout</w:t></w:r></w:ins><w:del w:id="8" w:author="A"><w:r>'
    mark += b"<w:delText>retrait</w:delText></w:r></w:del></w:p>"
    return changed(
        saved(document, folder),
        lambda name, data: data.replace(b"</w:p>", mark, 1) if name == "word/document.xml" else data,
    )


def test_tracked_changes_are_accepted_only_knowingly(tmp_path: Path) -> None:
    path = with_change(tmp_path)
    with pytest.raises(LettrineError, match="2 modifications suivies attendent une décision"):
        read_into_section(path)
    section = read_into_section(path, Changes.ACCEPTED)
    assert section.text == "AVANTajout\n" and "tout a été accepté" in section.not_understood[0]


def test_refused_changes_leave_the_text_as_it_was_before_them(tmp_path: Path) -> None:
    section = read_into_section(with_change(tmp_path), Changes.REFUSED)
    assert section.text == "AVANTretrait\n" and "tout a été refusé" in section.not_understood[0]


def test_a_paragraph_row_and_move_that_were_added_go_and_what_was_struck_out_is_back(tmp_path: Path) -> None:
    mark = '<w:{} w:id="1" w:author="A"/>'
    added_end = f"<w:p><w:pPr><w:rPr>{mark.format('ins')}</w:rPr></w:pPr>{{}}</w:p>"
    struck = '<w:del w:id="2" w:author="A"><w:r><w:delText xml:space="preserve">{}</w:delText></w:r></w:del>'
    added = '<w:ins w:id="3" w:author="A"><w:r><w:t xml:space="preserve">{}</w:t></w:r></w:ins>'
    moved = '<w:moveFrom w:id="4" w:author="A"><w:r><w:t>ici</w:t></w:r></w:moveFrom>'
    row = "<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
    body = (
        added_end.format("<w:r><w:t xml:space='preserve'>Une phrase </w:t></w:r>" + added.format("neuve "))
        + f"<w:p>{struck.format('coupée ')}<w:r><w:t>en deux.</w:t></w:r></w:p>"
        + f"<w:p>{moved}<w:moveTo w:id='5' w:author='A'><w:r><w:t>là</w:t></w:r></w:moveTo></w:p>"
        + "<w:tbl>"
        + row.format("", "Nom")
        + row.format(f"<w:trPr>{mark.format('ins')}</w:trPr>", "ajouté")
        + row.format(f"<w:trPr>{mark.format('del')}</w:trPr>", "gardé")
        + "</w:tbl>"
    )
    document = docx.Document()
    document.add_paragraph("AVANT")
    path = changed(
        saved(document, tmp_path),
        lambda name, data: (
            data.replace(b"</w:p>", b"</w:p>" + body.encode(), 1) if name == "word/document.xml" else data
        ),
    )
    refused = read_into_section(path, Changes.REFUSED).text
    assert refused.startswith("AVANT\n\nUne phrase coupée en deux.\n\nici\n\n")
    assert "gardé" in refused and "ajouté" not in refused and "neuve" not in refused and "là" not in refused
    assert "neuve" in read_into_section(path, Changes.ACCEPTED).text


def test_a_document_gives_a_section_its_title(tmp_path: Path) -> None:
    path = tmp_path / "note_du_3_mai.md"
    path.write_text("## Un **guide**[^1]\n\n### Pour qui\n\nTexte.\n\n[^1]: Note.\n", encoding="utf-8")
    section = read_into_section(path, with_title=True)
    assert section.title == "Un guide" and section.text.startswith("# Pour qui\n\nTexte.")
    path.write_text("Texte seul.\n", encoding="utf-8")
    assert read_contribution(path, Changes.UNDECIDED, with_title=True).title == "note du 3 mai"


def test_an_odt_with_changes_is_refused_too(tmp_path: Path) -> None:
    body = "<text:tracked-changes><text:changed-region><text:deletion><text:p>retrait</text:p></text:deletion>"
    path = odt(tmp_path, f"{body}</text:changed-region></text:tracked-changes><text:p>Le texte.</text:p>")
    with pytest.raises(LettrineError, match="1 modification suivie attend une décision"):
        read(path)
    assert read_into_section(path, Changes.ACCEPTED).text == "Le texte.\n"


def test_comments_are_listed(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_comment(document.add_paragraph(FRENCH).runs, text="Chiffre à vérifier", author="Zoé", initials="Z")
    section = read_into_section(saved(document, tmp_path))
    assert (
        section.text == f"{FRENCH}\n" and "Zoé" in section.not_understood[0] and "Chiffre" in section.not_understood[0]
    )


# Into a section


def test_pictures_and_notes_come_into_a_section_beside_those_that_are_there(tmp_path: Path, sample: Path) -> None:
    path = tmp_path / "lettre.docx"
    path.write_bytes(letter_docx(torture_letter(sample)))
    issue = tmp_path / "numero"
    folder = IssueFolder.open(sample).copy_to(issue)
    folder.add_media("image-1.png", png(9))
    folder.save_text("editorial", "Avant[^1].\n\n[^1]: Une note.\n")
    opened, _ = desk.import_into(path, issue, "editorial")
    text = opened.texts["editorial"]
    assert text.startswith("Avant[^1].\n\n[^1]: Une note.\n") and text.count("\n[^1]:") == 1
    assert "(media/image-1-2.png" in text and "(media/image-1.png" not in text
    assert (issue / "media" / "image-1.png").read_bytes() == png(9)


def test_definitions_follow_the_text_that_calls_for_them() -> None:
    bodies = [["Un[^a].", "[^c]: Personne."], ["Deux[^b] et[^a].", "[^a]: A", "    suite", "[^b]: B"]]
    bring_home(bodies)
    assert bodies == [
        ["Un[^a].", "[^a]: A", "    suite", "[^c]: Personne."],
        ["Deux[^b] et[^a].", "[^b]: B", "[^a]: A", "    suite"],
    ]
    assert relabelled("a[^1] b[^n]\n\n[^1]: x", "c[^1] d[^2]") == "a[^3] b[^n]\n\n[^3]: x"


# What is refused


@pytest.mark.parametrize(
    "attack",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><w:document '
        + W.encode()
        + b">&b;</w:document>",
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document ' + W.encode() + b"/>",
        b"<w:document " + W.encode() + b">" + b"<w:p>" * 5_000 + b"</w:p>" * 5_000 + b"</w:document>",
        b"<w:document>",
        b"",
    ],
)
def test_hostile_xml_is_refused_with_one_sentence(tmp_path: Path, attack: bytes) -> None:
    path = saved(docx.Document(), tmp_path)
    changed(path, lambda name, data: attack if name == "word/document.xml" else data)
    with pytest.raises(LettrineError, match=r"contribution\.docx\s: .*enregistrez-le de nouveau"):
        read(path)
    with pytest.raises(LettrineError):
        desk.import_letter(path, tmp_path / "nouveau")
    assert [entry.name for entry in tmp_path.iterdir()] == ["contribution.docx"]


def test_zip_bombs_passwords_and_other_zips_are_refused(tmp_path: Path) -> None:
    path = saved(docx.Document(), tmp_path)
    changed(path, lambda _, data: data, {"word/media/b.png": b"\0" * 50_000_000})
    with pytest.raises(LettrineError, match="démesurément"):
        read(path)
    path.write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    with pytest.raises(LettrineError, match="mot de passe"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("autre.txt", "x")
    with pytest.raises(LettrineError, match="abîmé"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2_100):
            archive.writestr(f"{number}.xml", "<a/>")
    with pytest.raises(LettrineError, match="trop de parties"):
        read(path)


def test_a_picture_that_is_elsewhere_is_never_fetched(tmp_path: Path, sample: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes((sample / "media" / "travail-force.png").read_bytes())
    document = docx.Document()
    document.add_paragraph(FRENCH)
    document.add_picture(str(secret))
    path = saved(document, tmp_path)

    def linked(name: str, data: bytes) -> bytes:
        if name == "word/document.xml":
            return data.replace(b"r:embed=", b"r:link=")
        target = secret.as_uri().encode()
        return data.replace(b'Target="media/image1.png"', b'Target="' + target + b'" TargetMode="External"')

    section = read_into_section(changed(path, linked))
    assert section.media == {} and section.text == f"{FRENCH}\n"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_a_defect(tmp_path: Path, data: st.DataObject) -> None:
    document = docx.Document()
    document.add_heading("Titre", 1)
    document.add_paragraph(FRENCH, style="List Bullet")
    packed = BytesIO()
    document.save(packed)
    broken = bytearray(packed.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "abime.docx"
    path.write_bytes(broken)
    try:
        read(path)
    except LettrineError as error:
        assert str(error).startswith(str(path))
