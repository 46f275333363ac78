"""What is asked of a proofreader before a packet is made: who, for when, what to look at."""

from __future__ import annotations

import datetime

from PySide6.QtWidgets import QWidget

from editor_app.gui.widgets.form_dialog import FormDialog


class PacketSheet(FormDialog):
    """``reader()``, ``before()`` and ``look_at()`` are what was written, once it is accepted."""

    def __init__(self, today: datetime.date, parent: QWidget) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Envoyer en relecture"))
        self._action.setText(self.tr("Préparer le paquet…"))
        self._today = today
        self.name = self.add_line(
            self.tr("&Pour"), "", self.tr("Le nom de qui relit : ses remarques le porteront."), width=420
        )
        self.day = self.add_line(self.tr("&Avant le"), "", self.tr("jour/mois/année, si une date est attendue"))
        self.look = self.add_line(
            self.tr("À &regarder"), "", self.tr("Par exemple : les chiffres de la priorité 2 et les noms.")
        )
        self.name.setMaxLength(120)

    def reader(self) -> str:
        """Who proofreads."""
        return " ".join(self.name.text().split())

    def before(self) -> datetime.date | None:
        """The day by which it is wanted."""
        try:
            return datetime.datetime.strptime(self.day.text().strip(), "%d/%m/%Y").date()  # noqa: DTZ007
        except ValueError:
            return None

    def look_at(self) -> str:
        """What to look at."""
        return self.look.text().strip()

    def accept(self) -> None:
        """Accept once there are a name and, if any, a day to come."""
        if not self.reader():
            self.refuse(self.tr("Il manque le nom de qui relit."), self.name)
        elif self.day.text().strip() and self.before() is None:
            self.refuse(
                self.tr("« {} » n’est pas une date : écrivez par exemple 17/01/2022.").format(self.day.text()), self.day
            )
        elif (day := self.before()) is not None and day < self._today:
            self.refuse(self.tr("Cette date est passée."), self.day)
        else:
            super().accept()
