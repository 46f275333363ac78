"""Asks for the name and the password that a remote wants."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from editor_app.gui.widgets.form_dialog import FormDialog
from editor_app.storage.exchange import Login, without_secret


class LoginSheet(FormDialog):
    """``login()`` has what was written, once it is accepted."""

    def __init__(self, address: str, parent: QWidget) -> None:
        super().__init__(self.tr("Accès à {}").format(without_secret(address)), self.tr("Continuer"), parent)
        self.name_line = self.add_line(self.tr("&Nom"))
        self.secret_line = self.add_line(
            self.tr("&Mot de passe"),
            hint=self.tr("Ou le jeton d’accès que donne la forge. Il n’est pas gardé avec la lettre."),
        )
        self.secret_line.setEchoMode(QLineEdit.EchoMode.Password)

    def login(self) -> Login:
        """What was written."""
        return Login(self.name_line.text().strip(), self.secret_line.text())

    def accept(self) -> None:
        for line, sentence in (
            (self.name_line, self.tr("Écrivez votre nom sur cette forge.")),
            (self.secret_line, self.tr("Écrivez le mot de passe ou le jeton.")),
        ):
            if not line.text().strip():
                self.refuse(sentence, line)
                return
        super().accept()
