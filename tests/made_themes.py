"""A theme as somebody outside the house makes one, in a folder with other things in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drawn_pictures import talkative

from editor_app.exporting.format import Letter
from editor_app.storage.themes import theme_folder as read_theme

SHEET = """format: 1
title: République
light:
  paper: "#ffffff"
  tint: "#f6f6f6"
  line: "#dddddd"
  ink: "#161616"
  soft: "#666666"
  accent: "#000091"
  accent-tint: "#f5f5fe"
dark:
  paper: "#161616"
  tint: "#242424"
  line: "#353535"
  ink: "#ffffff"
  soft: "#b0b0b0"
  accent: "#b1b1ff"
  accent-tint: "#21213f"
fonts:
  text: sans
  headings: serif
masthead: band
logo:
  file: marque.png
  description: République française, Liberté, Égalité, Fraternité
  width: 120
"""
STYLE = """/* Des intertitres soulignés. */
.body > :is(h3, h4) { padding-bottom: calc(0.2em + 1px); border-bottom: 1px solid var(--accent); }
@media (min-width: 48rem) and (not (prefers-contrast: more)) { .kicker::after { content: " (RF"; } }
"""


def theme_folder(where: Path, sheet: str = SHEET, style: str | None = STYLE, name: str = "Marque État") -> Path:
    """The folder ``name`` in ``where``, with a logo that tells where it was drawn."""
    folder = where / name
    folder.mkdir()
    (folder / "theme.yaml").write_text(sheet, encoding="utf-8")
    if style is not None:
        (folder / "page.css").write_text(style, encoding="utf-8")
    (folder / "marque.png").write_bytes(talkative("PNG", size=(240, 160)))
    (folder / "LISEZMOI.txt").write_text("Charte de 2020.", encoding="utf-8")
    return folder


def dressed(letter: Letter, where: Path) -> Letter:
    """The letter in that theme, which is made in ``where``."""
    theme, files = read_theme(theme_folder(where))
    issue = replace(letter.issue, theme=theme.name)
    return Letter(issue, letter.texts, dict(letter.files) | files)
