"""Plain text read as Markdown stays the text it was."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor_app.importing.escaping import escape_line
from editor_app.rendering.markdown import render

PROSE = "Le Second Plan d’action national 2019-2022 (MIPROF), la France\u00a0: «\u202fagir\u202f»\u00a0!"


def shown(markdown: str) -> str:
    html = "".join(block.html for block in render(markdown, "s"))
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


def test_prose_is_not_touched() -> None:
    assert escape_line(PROSE) == PROSE


@pytest.mark.parametrize(
    "line",
    [
        "https://exemple.fr/a_b_c", "anne_marie.martin@exemple.fr", "2 * 3 = 6", "un fichier nom_de_fichier",
        "le n° 4. Puis", "C# et F#", "a - b", "(voir [1])", "à 5 % < 6 %", "R&D", "50 €/mois", "a|b",
    ],
)  # fmt: skip
def test_only_what_would_be_misread_is_escaped(line: str) -> None:
    assert escape_line(line).replace("\\[", "[") == line
    assert shown(escape_line(line)) == line


@pytest.mark.parametrize(
    "line",
    [
        "# titre", "#titre", "> cité", "- entrée", "* entrée", "+ entrée", "1. entrée", "12) entrée",
        "---", "===", "***",
        "```", "~~~", "*gras*", "**gras**", "_x_", "__x__", "`code`", "[lien](x)", "[^1]: note", "[x]: http://a.fr",
        "*[ONU]: Organisation", ": définition", "{: .x }", "mot{.x}", "<b>x</b>", "<http://a.fr>",
        "&nbsp;", "&#65;",
        "\\*", "\\\\", "![x](y)", "| a | b |", "    code",
    ],
)  # fmt: skip
def test_marks_are_shown_as_they_were_written(line: str) -> None:
    assert shown(escape_line(line)) == line.strip()


@given(st.text(st.sampled_from("ab1 *_`[](){}<>#+-.!&;:|~^=\\\"'/é"), min_size=1, max_size=14))
@settings(max_examples=300, deadline=None)
@example("a_*b*_")
def test_any_line_of_marks_is_shown_as_it_was_written(line: str) -> None:
    assert " ".join(shown(escape_line(line)).split()) == " ".join(line.split())
