"""Letters come in from text, Markdown and HTML; what is not understood is listed."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest
from drawn_pictures import png

from editor_app.errors import LettrineError
from editor_app.importing.assembly import UNSORTED
from editor_app.importing.encoding import MAX_BYTES
from editor_app.importing.reading import Imported, read, read_into_section
from editor_app.issue.model import Picture
from editor_app.issue.outline import Kind, Person

NBSP, NNBSP = "\u00a0", "\u202f"
PNG = png()
FRENCH = "La lettre est lue par les agents et les partenaires dans le monde, pour qui elle est faite."


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "pont.png").write_bytes(PNG)
    return tmp_path


def come_in(folder: Path, name: str, content: str | bytes) -> Imported:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def plan(imported: Imported) -> list[tuple[Kind, str, str]]:
    return [(s.kind, s.title, imported.texts.get(s.id, "")) for s in imported.issue.outline.walk()]


# Text


def test_a_text_with_bodies_fills_its_sections(source: Path) -> None:
    letter = f"""Lettre n° 3
Édito
{FRENCH}
Sommaire
- La programmation
- Priorité 1 : Agir
- Priorité 2{NBSP}: Tenir

La programmation

Un plan.

Priorité 2 : Tenir
Texte direct.

Priorité 1 : Agir

Une ligne.
Mis à jour le 1er avril 2020
Retour en haut
"""
    imported = come_in(source, "l.txt", letter)
    assert imported.issue.title == "Lettre n° 3"
    assert imported.issue.number == 3
    assert imported.issue.modified == datetime.date(2020, 4, 1)
    assert plan(imported) == [
        (Kind.EDITORIAL, "Édito", f"{FRENCH}\n"),
        (Kind.SUMMARY, "Sommaire", ""),
        (Kind.PROGRAMME, "La programmation", "Un plan.\n"),
        (Kind.PRIORITY, "Tenir", "Texte direct.\n"),
        (Kind.PRIORITY, "Agir", "Une ligne.\n"),
    ]
    assert imported.not_understood == (
        "La priorité 2 devient la priorité 1, d’après sa place.",
        "La priorité 1 devient la priorité 2, d’après sa place.",
    )


def test_a_summary_without_bullets_and_before_the_editorial_is_understood(source: Path) -> None:
    imported = come_in(
        source, "l.txt", f"12e lettre\n\nSommaire\n\nPriorité 1 : Agir\nPriorité 2 : Tenir\n\nÉditorial\n\n{FRENCH}\n"
    )
    assert [(kind, title) for kind, title, _ in plan(imported)] == [
        (Kind.EDITORIAL, "Éditorial"),
        (Kind.SUMMARY, "Sommaire"),
        (Kind.PRIORITY, "Agir"),
        (Kind.PRIORITY, "Tenir"),
    ]


def test_text_without_a_place_is_kept_and_listed(source: Path) -> None:
    imported = come_in(source, "l.txt", f"Lettre n° 4\n\nUn chapeau inattendu.\n\nÉditorial\n\n{FRENCH}\n")
    assert (Kind.FREE, UNSORTED, "Un chapeau inattendu.\n") in plan(imported)
    assert any("ligne 3" in note.lower() and "Un chapeau inattendu" in note for note in imported.not_understood)


def test_what_could_not_be_found_is_said(source: Path) -> None:
    imported = come_in(source, "nouvelles.txt", "Éditorial\n\nBonjour.\n")
    assert imported.issue.title == "nouvelles"
    assert imported.issue.number == 1
    said = " ".join(imported.not_understood)
    assert "titre" in said
    assert "numéro" in said
    assert "langue" in said


def test_a_second_picture_mark_is_listed(source: Path) -> None:
    imported = come_in(
        source, "l.txt", f"Lettre n° 4\n\nPNG\n\nÉditorial\n\n{FRENCH}\n\nJPEG - 12,3 ko\n\nSuite du texte.\n"
    )
    assert imported.issue.picture == Picture()
    assert any("JPEG" in note for note in imported.not_understood)
    assert "JPEG" not in imported.texts["editorial"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encodings_french_texts_come_in_are_read(source: Path, encoding: str) -> None:
    text = f"Lettre n° 4{NBSP}: été\r\n\r\nÉditorial\r\n\r\n{FRENCH} L’œuvre d’août…\r\n"
    imported = come_in(source, "l.txt", text.encode(encoding))
    assert imported.issue.title == f"Lettre n° 4{NBSP}: été"
    assert imported.texts["editorial"] == f"{FRENCH} L’œuvre d’août…\n"
    assert any("Windows-1252" in note for note in imported.not_understood) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("line", "title", "author"),
    [
        ("Éditorial de Mme Anne Martin, préfète", "Éditorial", Person("Anne Martin", "préfète", "Mme")),
        (f"Edito : M.{NBSP}Jean de La Tour", "Edito", Person("Jean de La Tour", "", "M.")),
        ("Éditorial de la ministre", "Éditorial de la ministre", None),
        ("Le mot du préfet", "Le mot du préfet", None),
        ("ÉDITORIAL", "ÉDITORIAL", None),
    ],
)
def test_signatures_are_read_as_they_are_written(source: Path, line: str, title: str, author: Person | None) -> None:
    section = come_in(source, "l.txt", f"Lettre n° 4\n\n{line}\n\n{FRENCH}\n").issue.outline.sections[0]
    assert (section.kind, section.title, section.author) == (Kind.EDITORIAL, title, author)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("14ème lettre d’information", 14),
        ("Le XXIe siècle, 3e lettre", 3),
        (f"Lettre n°{NBSP}07 de 2021", 7),
        ("Bulletin 112", 112),
        ("1re lettre", 1),
    ],
)
def test_the_number_is_found_in_the_title(source: Path, title: str, number: int) -> None:
    assert come_in(source, "l.txt", f"{title}\n\nÉditorial\n\n{FRENCH}\n").issue.number == number


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (FRENCH, "fr"),
        ("The letter is read by the people who work with us and by those in the field, for whom it is made.", "en"),
    ],
)
def test_the_language_is_recognised(source: Path, text: str, language: str) -> None:
    assert come_in(source, "l.txt", f"Lettre n° 1\n\nÉditorial\n\n{text}\n").issue.language == language


# Markdown


def test_headings_of_markdown_become_sections_and_articles(source: Path) -> None:
    letter = f"""# Lettre d’information n° 9

![Un pont](pont.png "Le pont")

## Éditorial de Mme Anne Martin, préfète

Bonjour **à** tous. {FRENCH}

### Un intertitre

Suite.

## Sommaire

- [Priorité 1 : Agir](#p1)
- Priorité 2 : Tenir

## Priorité 1 : Agir

Une entrée.

### Un stage

Texte.

#### Plus bas

```
# pas un titre
```

## Agenda

- lundi

Publié le 1er mars 2021
"""
    imported = come_in(source, "l.md", letter)
    assert imported.issue.picture == Picture("media/pont.png", "Un pont", "Le pont")
    assert imported.media == {"media/pont.png": PNG}
    assert imported.issue.date == datetime.date(2021, 3, 1)
    assert plan(imported) == [
        (Kind.EDITORIAL, "Éditorial", f"Bonjour **à** tous. {FRENCH}\n\n# Un intertitre\n\nSuite.\n"),
        (Kind.SUMMARY, "Sommaire", ""),
        (Kind.PRIORITY, "Agir", "Une entrée.\n"),
        (Kind.ARTICLE, "Un stage", "Texte.\n\n# Plus bas\n\n```\n# pas un titre\n```\n"),
        (Kind.PRIORITY, "Tenir", ""),
        (Kind.FREE, "Agenda", "- lundi\n"),
    ]
    assert imported.not_understood == ()


def test_pictures_elsewhere_are_listed_and_their_words_stay(source: Path) -> None:
    (source / "faux.png").write_bytes(b"<svg/>")
    (source.parent / "secret.png").write_bytes(PNG)
    addresses = ["https://exemple.fr/a.png", "../secret.png", "absente.png", "faux.png", "dessin.svg", "//x/y.png"]
    body = "\n\n".join(f"Voici ![carte {n}]({address})." for n, address in enumerate(addresses))
    imported = come_in(source, "l.md", f"# Lettre n° 9\n\n## Éditorial\n\n{FRENCH}\n\n{body}\n")
    assert imported.media == {}
    for number, address in enumerate(addresses):
        assert f"Voici carte {number}." in imported.texts["editorial"]
        assert any(address in note for note in imported.not_understood)


def test_sections_may_have_the_rank_of_the_title(source: Path) -> None:
    imported = come_in(source, "l.md", f"# Lettre n° 9\n# Éditorial\n{FRENCH}\n# Priorité 1 : Agir\nTexte.\n")
    assert imported.issue.title == "Lettre n° 9"
    assert [title for _, title, _ in plan(imported)] == ["Éditorial", "Agir"]


# HTML

PAGE = f"""<!doctype html><html lang="fr-FR"><head><title>Site</title><style>p {{}}</style></head><body>
<nav>Menu <a href="/">Accueil</a></nav>
<main><h1>14<sup>ème</sup> lettre&nbsp;: été</h1>
<figure><img src="pont.png" alt="JPEG - 12.3 ko"><figcaption>Le&nbsp;pont</figcaption></figure>
<h2>Éditorial de M.&nbsp;Jean Dupont, ambassadeur</h2>
<p>Une <strong>idée&nbsp;</strong>: «{NNBSP}2*3{NNBSP}» &lt; 4, *étoile* et <a href="javascript:alert(1)">ceci</a>,
<a href="https://exemple.fr/b_c_d">cela</a>.</p>
<p># pas un titre</p><p>- pas une liste</p><p>1. non plus</p><p>&amp;nbsp; tel quel</p>
<ul><li>un<ul><li>deux</li></ul></li><li>trois</li></ul>
<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2|3</td></tr></table>
<p><img src="pont.png" alt="Le pont"></p><script>alert(1)</script>
<form><input value="x"><button>Envoyer</button></form><iframe src="https://video.fr/1"></iframe><p hidden>caché</p>
<h2>Sommaire</h2><ul><li><a href="#x">Priorité 1&nbsp;: Agir</a></li></ul>
<h2 id="x">Priorité 1&nbsp;: Agir</h2><p>Début.</p><h3>Un stage</h3><p>Texte.</p>
<p>Dernière modification&nbsp;: 2 septembre 2021</p><p><a href="#top">Haut de page</a></p></main>
<footer>Mentions</footer></body></html>"""


def test_a_web_page_becomes_a_letter(source: Path) -> None:
    imported = come_in(source, "l.html", PAGE)
    issue = imported.issue
    assert (issue.title, issue.number, issue.language) == (f"14ème lettre{NBSP}: été", 14, "fr")
    assert issue.picture == Picture("media/pont.png", "", f"Le{NBSP}pont")
    assert issue.modified == datetime.date(2021, 9, 2)
    assert issue.outline.find("editorial").author == Person("Jean Dupont", "ambassadeur", "M.")
    assert [(kind, title) for kind, title, _ in plan(imported)] == [
        (Kind.EDITORIAL, "Éditorial"),
        (Kind.SUMMARY, "Sommaire"),
        (Kind.PRIORITY, "Agir"),
        (Kind.ARTICLE, "Un stage"),
    ]
    text = imported.texts["editorial"]
    assert f"Une **idée{NBSP}**: «{NNBSP}2\\*3{NNBSP}» < 4, \\*étoile\\* et ceci,\n" in text
    assert "[cela](https://exemple.fr/b_c_d)." in text
    assert "\\# pas un titre\n\n\\- pas une liste\n\n1\\. non plus\n\n&amp;nbsp; tel quel\n\n" in text
    assert "- un\n    - deux\n- trois\n" in text
    assert "| 1 | 2\\|3 |" in text
    assert "![Le pont](media/pont.png)" in text
    for gone in ("alert", "Menu", "Mentions", "caché", "Envoyer"):
        assert gone not in " ".join(imported.texts.values())
    said = " ".join(imported.not_understood)
    for named in ("main", "formulaire", "https://video.fr/1", "javascript", "caché"):
        assert named in said


def test_a_page_laid_out_with_tables_gives_its_text(source: Path) -> None:
    page = f"<table><tr><td><h1>Lettre n° 2</h1></td></tr><tr><td><h2>Éditorial</h2><p>{FRENCH}</p></td></tr></table>"
    imported = come_in(source, "l.html", page)
    assert plan(imported) == [(Kind.EDITORIAL, "Éditorial", f"{FRENCH}\n")]


def test_the_real_letter_is_the_same_as_a_page(letter_14: Path, tmp_path: Path) -> None:
    text = letter_14.read_text(encoding="utf-8").split("\n\n")
    title, picture, heading, *paragraphs = text[: text.index("Sommaire de la lettre")]
    entries = text[text.index("Sommaire de la lettre") + 1].split("\n")
    page = f"<h1>{title}</h1><p>{picture}</p><h2>{heading}</h2>" + "".join(f"<p>{part}</p>" for part in paragraphs)
    page += "<h2>Sommaire de la lettre</h2><ul>" + "".join(f"<li>{entry.strip(' •')}</li>" for entry in entries)
    page += "</ul>" + "".join(f"<p>{part}</p>" for part in text[-2:])
    from_page, from_text = come_in(tmp_path, "l.html", page), read(letter_14)
    assert plan(from_page) == plan(from_text)
    assert from_page.not_understood == ()


@pytest.mark.parametrize(
    "page",
    ["<div>" * 30_000, "<b>" * 300_000, "<p>x" * 20_000, "<table><tr><td>" * 10_000, "<" * 1_000_000, "&" * 500_000],
    ids=["nested", "many", "unclosed", "tables", "angles", "ampersands"],
)
def test_a_hostile_page_is_read_or_refused_soon(source: Path, page: str) -> None:
    start = time.process_time()
    try:
        come_in(source, "l.html", page)
    except LettrineError as error:
        assert "l.html" in str(error)
    assert time.process_time() - start < 20


# Refusing


@pytest.mark.parametrize("name", ["l.docx", "l.odt", "l.pdf", "l"])
def test_other_kinds_of_files_are_refused_with_the_way_out(source: Path, name: str) -> None:
    with pytest.raises(LettrineError, match="enregistrez"):
        come_in(source, name, "x")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "aucun texte"),
        (b"\n \n", "aucun texte"),
        (b"PK\x03\x04\0\0", "pas un texte"),
        (b"x" * (MAX_BYTES + 1), "10 Mio"),
    ],
    ids=["empty", "blank", "binary", "huge"],
)
def test_a_file_without_a_letter_is_refused(source: Path, content: bytes, said: str) -> None:
    with pytest.raises(LettrineError, match=said):
        come_in(source, "l.txt", content)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LettrineError, match=r"absent\.md"):
        read(tmp_path / "absent.md")


# Into one section


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("s.txt", "Un titre\n\n# pas un titre\r\n• un\n", "Un titre\n\n\\# pas un titre\n• un\n"),
        ("s.md", "# Un titre\n\n*texte*\n\n", "# Un titre\n\n*texte*\n"),
        ("s.html", "<h2>Un titre</h2><p><em>texte</em></p>", "## Un titre\n\n*texte*\n"),
    ],
)
def test_a_file_may_become_the_text_of_one_section(source: Path, name: str, content: str, expected: str) -> None:
    (source / name).write_text(content, encoding="utf-8", newline="")
    assert read_into_section(source / name).text == expected
