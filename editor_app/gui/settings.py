"""What the window remembers from one day to the next, each setting declared once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from editor_app.gui.appearance.theme import Appearance
from editor_app.proofing.as_typed import Habit

DEFAULT_AUTHOR = "Rédaction"
"""Signs remarks until the person gives a name; never the account's name, which must not leave the machine."""


TEXT_SIZES = (12, 14, 16, 18, 20, 24, 28, 32)
"""Pixels; the sizes that the text being written may have."""
USUAL_TEXT_SIZE = 16


class Settings:
    """Typed access to the settings file of this person."""

    def __init__(self) -> None:
        self._store = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Lettrine", "Lettrine")

    @property
    def last_letter(self) -> Path | None:
        """The folder of the letter that was open last."""
        return self._path("letter")

    @last_letter.setter
    def last_letter(self, path: Path) -> None:
        self._store.setValue("letter", str(path.absolute()))

    @property
    def export_folder(self) -> Path | None:
        """Where bundles were last put."""
        return self._path("exports")

    @export_folder.setter
    def export_folder(self, path: Path) -> None:
        self._store.setValue("exports", str(path.absolute()))

    @property
    def export_formats(self) -> tuple[str, ...]:
        """The formats last exported; none before the first time."""
        return tuple(filter(None, str(self._store.value("export-formats", "")).split(",")))

    @export_formats.setter
    def export_formats(self, names: tuple[str, ...]) -> None:
        self._store.setValue("export-formats", ",".join(names))

    @property
    def author(self) -> str:
        """The name that signs remarks."""
        return str(self._store.value("author", "") or DEFAULT_AUTHOR)

    @author.setter
    def author(self, name: str) -> None:
        self._store.setValue("author", name)

    @property
    def appearance(self) -> Appearance:
        """Light, dark, or as the system."""
        value = str(self._store.value("appearance", ""))
        return Appearance(value) if value in set(Appearance) else Appearance.SYSTEM

    @appearance.setter
    def appearance(self, appearance: Appearance) -> None:
        self._store.setValue("appearance", appearance.value)

    @property
    def text_size(self) -> int:
        """Pixels of the text being written."""
        value = str(self._store.value("text-size", ""))
        return int(value) if value in map(str, TEXT_SIZES) else USUAL_TEXT_SIZE

    @text_size.setter
    def text_size(self, pixels: int) -> None:
        self._store.setValue("text-size", pixels)

    @property
    def habits(self) -> frozenset[Habit]:
        """The automatic changes made while typing; all at first."""
        return frozenset(habit for habit in Habit if str(self._store.value(f"typing/{habit.value}", "true")) == "true")

    @habits.setter
    def habits(self, habits: frozenset[Habit]) -> None:
        for habit in Habit:
            self._store.setValue(f"typing/{habit.value}", "true" if habit in habits else "false")

    @property
    def no_break_spaces_shown(self) -> bool:
        """Whether no-break spaces are drawn in the text; not at first."""
        return str(self._store.value("shown/no-break-spaces", "false")) == "true"

    @no_break_spaces_shown.setter
    def no_break_spaces_shown(self, shown: bool) -> None:
        self._store.setValue("shown/no-break-spaces", "true" if shown else "false")

    @property
    def scrolled_together(self) -> bool:
        """Whether the text and the page scroll together; they do at first."""
        return str(self._store.value("scrolled-together", "true")) == "true"

    @scrolled_together.setter
    def scrolled_together(self, together: bool) -> None:
        self._store.setValue("scrolled-together", "true" if together else "false")

    def agreed_address(self, issue_id: str) -> str:
        """Where the person agreed, on this machine, to exchange that letter; empty when they did not."""
        return str(self._store.value(f"sharing/{issue_id}", ""))

    def agree_to_address(self, issue_id: str, address: str) -> None:
        """Remember that the person agreed to exchange that letter there."""
        self._store.setValue(f"sharing/{issue_id}", address)

    def layout(self, name: str) -> QByteArray | None:
        """The remembered geometry of the window or of a splitter, None the first time."""
        value = self._store.value(f"layout/{name}")
        return value if isinstance(value, QByteArray) else None

    def set_layout(self, name: str, value: QByteArray) -> None:
        """Remember a geometry."""
        self._store.setValue(f"layout/{name}", value)

    def shown(self, pane: str) -> bool:
        """Whether a pane is unfolded; all are at first."""
        return str(self._store.value(f"shown/{pane}", "true")) == "true"

    def set_shown(self, pane: str, shown: bool) -> None:
        """Remember whether a pane is unfolded."""
        self._store.setValue(f"shown/{pane}", "true" if shown else "false")

    def _path(self, key: str) -> Path | None:
        value = self._store.value(key)
        return Path(str(value)) if value else None
