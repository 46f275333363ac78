"""The window's colours: tokens read from resources, applied as a palette and a style sheet, light or dark."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from string import Template

import yaml
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from editor_app.assets import asset
from editor_app.proofing.diagnostic import Category


class Appearance(StrEnum):
    """What the person chose; the values are kept in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours, each ``#rrggbb``; the names are those of ``resources/theme/tokens.yaml``."""

    paper: str
    pane: str
    line: str
    ink: str
    soft: str
    accent: str
    on_accent: str
    accent_strong: str
    selected: str
    hover: str
    marker: str
    added: str
    removed: str
    spelling: str
    context: str
    grammar: str
    typography: str
    names: str
    structure: str
    accessibility: str
    todo: str
    draft: str
    review: str
    ready: str

    def category(self, category: Category) -> QColor:
        """The colour of a finding of that category."""
        return QColor(getattr(self, category.value))


@cache
def tokens(dark: bool) -> Tokens:
    """The light or the dark set."""
    return Tokens(**_token_sets()["dark" if dark else "light"])


@cache
def _token_sets() -> dict[str, dict[str, str]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # written in C: this is read before the window shows
    sets: dict[str, dict[str, str]] = yaml.load(asset("theme", "tokens.yaml").read_text("utf-8"), Loader=loader)  # noqa: S506
    return sets


class Theme(QObject):
    """Applies the chosen appearance to the application, and follows the system's when that is the choice."""

    changed = Signal(bool)
    """The appearance now in force: True when dark."""

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._appearance = Appearance.SYSTEM
        self._dark: bool | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def dark(self) -> bool:
        """Whether the dark set is in force."""
        return bool(self._dark)

    @property
    def appearance(self) -> Appearance:
        """The person's choice."""
        return self._appearance

    @property
    def tokens(self) -> Tokens:
        """The set in force."""
        return tokens(self.dark)

    def choose(self, appearance: Appearance) -> None:
        """Use this appearance from now on."""
        self._appearance = appearance
        hints = QGuiApplication.styleHints()
        match appearance:
            case Appearance.SYSTEM:
                hints.unsetColorScheme()
            case Appearance.LIGHT:
                hints.setColorScheme(Qt.ColorScheme.Light)
            case Appearance.DARK:
                hints.setColorScheme(Qt.ColorScheme.Dark)
        self._apply(
            hints.colorScheme() == Qt.ColorScheme.Dark
            if appearance is Appearance.SYSTEM
            else appearance is Appearance.DARK
        )

    def _follow_system(self, scheme: Qt.ColorScheme) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._apply(scheme == Qt.ColorScheme.Dark)

    def _apply(self, dark: bool) -> None:
        if dark == self._dark:
            return
        self._dark = dark
        colours = tokens(dark)
        self._application.setPalette(_palette(colours))
        style = Template(asset("theme", "window.qss").read_text("utf-8"))
        signs = {
            name: str(asset("theme", f"{name}-{'dark' if dark else 'light'}.svg")).replace("\\", "/")
            for name in ("check", "down")
        }
        self._application.setStyleSheet(
            style.substitute({field.name: getattr(colours, field.name) for field in fields(colours)}, **signs)
        )
        self.changed.emit(dark)


def _palette(colours: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.paper,
        QPalette.ColorRole.Base: colours.pane,
        QPalette.ColorRole.AlternateBase: colours.paper,
        QPalette.ColorRole.Button: colours.pane,
        QPalette.ColorRole.Text: colours.ink,
        QPalette.ColorRole.WindowText: colours.ink,
        QPalette.ColorRole.ButtonText: colours.ink,
        QPalette.ColorRole.PlaceholderText: colours.soft,
        QPalette.ColorRole.ToolTipBase: colours.pane,
        QPalette.ColorRole.ToolTipText: colours.ink,
        QPalette.ColorRole.Highlight: colours.accent,
        QPalette.ColorRole.HighlightedText: colours.on_accent,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.Accent: colours.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.soft))
    return palette
