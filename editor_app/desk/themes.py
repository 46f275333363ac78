"""The themes that a letter can take: the one that ships, its own, and those in ``themes/`` beside the letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.storage.themes import FOLDER, neutral, theme_folder, themes_beside

if TYPE_CHECKING:
    from editor_app.exporting.format import Letter

FAULTY: Final = "accessibility/faulty-theme"


@dataclass(frozen=True, slots=True)
class ThemeChoice:
    """A theme to choose: what people call it; ``name`` in ``issue.yaml``; the folder it comes from, None for what the
    letter needs not copy."""

    label: str
    name: str
    folder: Path | None = None


def theme_choices(letter: Path, issue: Issue) -> tuple[ThemeChoice, ...]:
    """What can be chosen for the letter in the folder ``letter``; the neutral theme first. A theme with a fault goes by
    the name of its folder. Raises LettrineError when the folders beside cannot be listed."""
    choices = [ThemeChoice(neutral().title, "")]
    if issue.theme:
        choices.append(ThemeChoice(_title(letter / FOLDER / issue.theme), issue.theme))
    beside = (theme_choice(folder) for folder in themes_beside(letter))
    return (*choices, *(choice for choice in beside if choice.name != issue.theme))


def theme_choice(folder: Path) -> ThemeChoice:
    """The theme in ``folder`` as a choice, whether it has a fault or not."""
    try:
        theme, _ = theme_folder(folder)
    except LettrineError:
        return ThemeChoice(folder.name, "", folder)
    return ThemeChoice(theme.title, theme.name, folder)


def refuse_faulty_theme(folder: Path) -> None:
    """Raise LettrineError, with the fault in a sentence, when the folder is no theme or has a fault."""
    theme_folder(folder)


def theme_findings(letter: Letter) -> Iterator[Finding]:
    """The fault of the letter's theme, which stops every format that has a look."""
    try:
        _ = letter.theme
    except LettrineError as error:
        name = letter.issue.theme
        yield Finding(
            Diagnostic(FAULTY, Category.ACCESSIBILITY, Severity.ERROR, 0, len(name), name, str(error)), field=("theme",)
        )


def _title(folder: Path) -> str:
    return theme_choice(folder).label
