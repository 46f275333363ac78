"""The plain text of a letter: readable anywhere."""

from __future__ import annotations

import pytest

from editor_app.exporting.format import Letter
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.text.file import letter_text
from editor_app.exporting.text.layout import Layout
from editor_app.rendering.markdown import render
from editor_app.storage.folder import IssueFolder

NBSP = "\u00a0"


def text_of(markdown: str) -> str:
    layout = Layout()
    blocks = [element for block in render(markdown, "s") for element in html_tree(block.html)]
    return "\n\n".join("\n".join(layout.block(element)) for element in blocks)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Le 14e *jour*", "Le 14e jour"),
        ("## Un titre", "Un titre\n········"),
        ("- un\n- deux\n    1. a\n    2. b", "• un\n• deux\n  1. a\n  2. b"),
        ("> cité\n>\n> deux", "> cité\n>\n> deux"),
        ("un  \ndeux", "un\ndeux"),
        ("    code  ici", "    code  ici"),
        ("***", "* * *".center(72).rstrip()),
        ("Terme\n:   sens", "Terme\n    sens"),
        ("![Une carte](media/c.png \"Légende\")", f"[Image{NBSP}: Une carte]\n\nLégende"),
        ("[ici](https://a.fr) et [ici](https://a.fr), <https://b.fr>",
         f"ici{NBSP}[1] et ici{NBSP}[1], https://b.fr"),
        ("| a | n |\n|---|--:|\n| bb | 1 |", "a   n\n--  -\nbb  1"),
        ("a[^1]\n\n[^1]: note", f"a{NBSP}(1)\n\nNotes{NBSP}:\n(1) note"),
        ("OSCE, OSCE\n\n*[OSCE]: Organisation", "OSCE (Organisation), OSCE"),
        ("<b>brut</b> &amp; « a »", "<b>brut</b> & « a »"),
    ],
)  # fmt: skip
def test_markdown_reads_as_text(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_a_table_too_wide_for_the_page_becomes_cards() -> None:
    wide = "| Date | Lieu |\n|---|---|\n| " + "mot " * 30 + "| Paris |"
    assert text_of(wide).endswith(f"Lieu{NBSP}: Paris") and text_of(wide).startswith(f"Date{NBSP}: mot")


def test_the_sample_letter_keeps_to_72_columns_and_lists_its_links(letter: IssueFolder) -> None:
    text = letter_text(Letter(letter.issue, letter.texts, letter.files()))
    head, links = text.rsplit("\nLiens\n-----\n", 1)
    assert max(map(len, head.split("\n"))) <= 72
    assert "[1] https://" in links and "[1]" in head
    assert not any(line != line.rstrip() for line in text.split("\n"))
    assert head.index("Éditorial") < head.index("Sommaire") < head.index(f"Priorité{NBSP}1{NBSP}:\u0020".rstrip())
