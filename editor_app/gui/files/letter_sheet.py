"""The sheets where what is not text is written: the letter's identity, a section's signature, a picture's words."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from editor_app.desk.themes import ThemeChoice, refuse_faulty_theme, theme_choice
from editor_app.errors import LettrineError
from editor_app.gui.widgets.form_dialog import FormDialog
from editor_app.issue.model import Issue, Picture, is_address
from editor_app.issue.outline import Person, Section

PICTURE_FILES = "*.png *.jpg *.jpeg *.gif *.webp"


class PictureField(QWidget):
    """Says which picture there is and lets another be chosen; ``chosen`` is None until then."""

    def __init__(self, present: str) -> None:
        super().__init__()
        self.chosen: Path | None = None
        self._name = QLabel(present or self.tr("aucune image"))
        choose = QPushButton(self.tr("Choisir…"))
        choose.clicked.connect(self._choose)
        self.setFocusProxy(choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._name, 1)
        row.addWidget(choose)

    def take(self, path: Path) -> None:
        """Take this file as the picture chosen."""
        self.chosen = path
        self._name.setText(path.name)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choisir une image"), "", self.tr("Images ({})").format(PICTURE_FILES)
        )
        if name:
            self.take(Path(name))


class ThemeField(QWidget):
    """Lets one of the themes, or one in any folder, be chosen; ``chosen`` is the choice."""

    def __init__(self, choices: Sequence[ThemeChoice], name: str) -> None:
        super().__init__()
        self._choices = list(choices)
        self.names = QComboBox()
        self.names.addItems([choice.label for choice in self._choices])
        self.names.setCurrentIndex(next((at for at, one in enumerate(self._choices) if one.name == name), 0))
        other = QPushButton(self.tr("Autre dossier…"))
        other.clicked.connect(self._choose)
        self.setFocusProxy(self.names)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.names, 1)
        row.addWidget(other)

    def setAccessibleName(self, name: str) -> None:
        """The name is that of the list, which is what has the cursor."""
        super().setAccessibleName(name)
        self.names.setAccessibleName(name)

    @property
    def chosen(self) -> ThemeChoice:
        """What is chosen now."""
        return self._choices[self.names.currentIndex()]

    def take(self, folder: Path) -> None:
        """Choose the theme in that folder."""
        self._choices.append(theme_choice(folder))
        self.names.addItem(self._choices[-1].label)
        self.names.setCurrentIndex(len(self._choices) - 1)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Choisir le dossier d’un thème"))
        if folder:
            self.take(Path(folder))


class LetterSheet(FormDialog):
    """The letter's identity, theme and lead picture; ``issue()`` is what was written, ``picture.chosen`` a new picture,
    ``theme.chosen`` the theme to take."""

    def __init__(self, issue: Issue, themes: Sequence[ThemeChoice], parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Fiche de la lettre"))
        self._action.setText(self.tr("Garder"))
        self._issue = issue
        lead = issue.picture or Picture()
        self.title = self.add_line(self.tr("&Titre"), issue.title)
        self.name = self.add_line(self.tr("&Nom de la lettre"), issue.name)
        self.published = self.add_line(self.tr("&Parution"), _french(issue.date), self.tr("jour/mois/année"))
        self.modified = self.add_line(self.tr("&Dernière modification"), _french(issue.modified))
        self.address = self.add_line(
            self.tr("Adresse de la pa&ge"), issue.address, self.tr("Où la lettre sera lue en ligne, si vous le savez.")
        )
        self.theme = ThemeField(themes, issue.theme)
        self.add_field(
            self.tr("Thè&me"), self.theme, self.tr("Couleurs, polices et logo de tous les formats de la lettre.")
        )
        self.picture = PictureField(lead.file or "")
        self.add_field(self.tr("&Image d’ouverture"), self.picture)
        self.description = self.add_line(
            self.tr("D&escription"), lead.description, self.tr("Ce que l’image montre, pour qui ne la voit pas.")
        )
        self.caption = self.add_line(self.tr("&Légende"), lead.caption)
        self.credit = self.add_line(self.tr("&Crédit"), lead.credit)

    def issue(self) -> Issue:
        """The issue as written in the sheet; the picture's file is still the one before."""
        lead = dataclasses.replace(
            self._issue.picture or Picture(),
            description=self.description.text().strip(),
            caption=self.caption.text().strip(),
            credit=self.credit.text().strip(),
        )
        return dataclasses.replace(
            self._issue,
            title=self.title.text().strip(),
            name=self.name.text().strip(),
            date=_read(self.published.text()),
            modified=_read(self.modified.text()),
            address=self.address.text().strip(),
            picture=lead if lead != Picture() or self._issue.picture is not None else None,
        )

    def accept(self) -> None:
        """Accept when the title is written and the dates are dates."""
        if not self.title.text().strip():
            self.refuse(self.tr("Il manque le titre de la lettre."), self.title)
            return
        for line in (self.published, self.modified):
            if line.text().strip() and _read(line.text()) is None:
                self.refuse(
                    self.tr("« {} » n’est pas une date : écrivez par exemple 17/01/2022.").format(line.text()), line
                )
                return
        if self.address.text().strip() and not is_address(self.address.text().strip()):
            self.refuse(self.tr("Une adresse commence par https://, par exemple https://exemple.fr/."), self.address)
            return
        if self.theme.chosen.folder is not None:
            try:
                refuse_faulty_theme(self.theme.chosen.folder)
            except LettrineError as error:
                self.refuse(str(error), self.theme)
                return
        super().accept()


class SignatureSheet(FormDialog):
    """Who signs a section; ``author()`` is None when the name is left empty."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Signature de « {} »").format(section.title))
        self._action.setText(self.tr("Garder"))
        person = section.author or Person("")
        self.civility = self.add_line(self.tr("&Civilité"), person.civility, self.tr("M. ou Mme"))
        self.name = self.add_line(self.tr("&Nom"), person.name)
        self.role = self.add_line(self.tr("&Fonction"), person.role)
        self._person = person

    def author(self) -> Person | None:
        """The person as written."""
        name = self.name.text().strip()
        if not name:
            return None
        return dataclasses.replace(
            self._person, name=name, role=self.role.text().strip(), civility=self.civility.text().strip()
        )


LONGEST_TARGET = 100_000
"""Words."""


class TargetSheet(FormDialog):
    """How many words a section should come to; ``target()`` is None when none is set."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Objectif de longueur de « {} »").format(section.title))
        self._action.setText(self.tr("Garder"))
        self.words = self.add_line(
            self.tr("&Mots"),
            str(section.target or ""),
            self.tr("Le pied de la fenêtre compte les mots sur cet objectif ; vide, il n’y en a pas."),
        )

    def accept(self) -> None:
        """Accept a number of words, or nothing."""
        if self._digits() and not 0 < int(self._digits()) <= LONGEST_TARGET:
            self.refuse(self.tr("Un objectif va de 1 à 100\u202f000 mots."), self.words)
        else:
            super().accept()

    def target(self) -> int | None:
        """The number of words as written."""
        return int(self._digits()) if self._digits() else None

    def _digits(self) -> str:
        """The number without the spaces of its thousands; 0, which is refused, for what is no number."""
        written = "".join(self.words.text().split())
        return written if not written or (written.isascii() and written.isdigit() and len(written) < 9) else "0"


class PictureSheet(FormDialog):
    """A picture for the text, and what it shows."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Insérer une image"))
        self._action.setText(self.tr("Insérer"))
        self.picture = PictureField("")
        self.add_field(self.tr("&Image"), self.picture)
        self.description = self.add_line(
            self.tr("&Description"), "", self.tr("Ce que l’image montre, pour qui ne la voit pas.")
        )

    def accept(self) -> None:
        """Accept once there are a picture and its description."""
        if self.picture.chosen is None:
            self.refuse(self.tr("Choisissez d’abord le fichier de l’image."), self.picture)
        elif not self.description.text().strip():
            self.refuse(self.tr("Il manque la description de l’image."), self.description)
        else:
            super().accept()


def _french(day: datetime.date | None) -> str:
    return day.strftime("%d/%m/%Y") if day is not None else ""


def _read(text: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007  (a day has no time zone)
    except ValueError:
        return None
