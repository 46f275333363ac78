"""Every command of the window, declared once: menus, toolbars, shortcuts and the page of keys are made from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from editor_app.gui.appearance.icons import icons
from editor_app.gui.translation import QT_TRANSLATE_NOOP
from editor_app.proofing.as_typed import Habit


@dataclass(frozen=True, slots=True)
class Command:
    """``id`` names it in code, ``menu`` is where it stands, ``label`` what people read, ``keys`` its shortcut in Qt's
    portable form, ``icon`` a name of the Phosphor set. ``checkable`` commands are switches. Those of one ``submenu``
    stand together in it."""

    id: str
    menu: str
    label: str
    keys: str = ""
    icon: str = ""
    checkable: bool = False
    submenu: str = ""


FILE = QT_TRANSLATE_NOOP("commands", "Fichier")
EDIT = QT_TRANSLATE_NOOP("commands", "Édition")
SECTION = QT_TRANSLATE_NOOP("commands", "Rubrique")
TEXT = QT_TRANSLATE_NOOP("commands", "Texte")
PROOF = QT_TRANSLATE_NOOP("commands", "Vérification")
REVIEW = QT_TRANSLATE_NOOP("commands", "Relecture")
VIEW = QT_TRANSLATE_NOOP("commands", "Affichage")
HELP = QT_TRANSLATE_NOOP("commands", "Aide")
MENUS = (FILE, EDIT, SECTION, TEXT, PROOF, REVIEW, VIEW, HELP)


SIGN = QT_TRANSLATE_NOOP("commands", "Signer la rubrique")
AS_TYPED = QT_TRANSLATE_NOOP("commands", "Typographie automatique")


def habit_command(habit: Habit) -> str:
    """The id of the switch of an automatic change."""
    return f"habit-{habit.value}"


def _habit(habit: Habit, label: str) -> Command:
    return Command(habit_command(habit), TEXT, label, checkable=True, submenu=AS_TYPED)


def _separator(menu: str) -> Command:
    return Command("", menu, "")


COMMANDS = (
    Command("new", FILE, QT_TRANSLATE_NOOP("commands", "Nouveau numéro…"), "Ctrl+N", "file-plus"),
    Command("open", FILE, QT_TRANSLATE_NOOP("commands", "Ouvrir un numéro…"), "Ctrl+O", "folder-open"),
    Command("open-packet", FILE, QT_TRANSLATE_NOOP("commands", "Ouvrir un paquet à relire…"), "", "tray"),
    Command("import", FILE, QT_TRANSLATE_NOOP("commands", "Importer une lettre…"), "Ctrl+Shift+O", "download-simple"),
    Command("sheet", FILE, QT_TRANSLATE_NOOP("commands", "Fiche de la lettre…"), "Ctrl+Shift+I", "identification-card"),
    _separator(FILE),
    Command("save", FILE, QT_TRANSLATE_NOOP("commands", "Enregistrer maintenant"), "Ctrl+S", "floppy-disk"),
    Command("save-elsewhere", FILE, QT_TRANSLATE_NOOP("commands", "Enregistrer ailleurs…"), "", "floppy-disk-back"),
    Command("versions", FILE, QT_TRANSLATE_NOOP("commands", "Versions…"), "Ctrl+Shift+H", "clock-counter-clockwise"),
    Command(
        "name-version",
        FILE,
        QT_TRANSLATE_NOOP("commands", "Nommer cette version…"),
        "Ctrl+Shift+S",
        "bookmark-simple",
    ),
    Command("sync", FILE, QT_TRANSLATE_NOOP("commands", "Synchroniser"), "Ctrl+Alt+S", "arrows-clockwise"),
    Command("share", FILE, QT_TRANSLATE_NOOP("commands", "Partage de la lettre…"), "", "share-network"),
    Command("receive", FILE, QT_TRANSLATE_NOOP("commands", "Recevoir une lettre partagée…"), "", "cloud-arrow-down"),
    Command("export", FILE, QT_TRANSLATE_NOOP("commands", "Exporter le lot…"), "Ctrl+E", "package"),
    Command("verify", FILE, QT_TRANSLATE_NOOP("commands", "Vérifier un lot…"), "", "shield-check"),
    _separator(FILE),
    Command("quit", FILE, QT_TRANSLATE_NOOP("commands", "Quitter"), "Ctrl+Q", "sign-out"),
    Command("undo", EDIT, QT_TRANSLATE_NOOP("commands", "Annuler"), "Ctrl+Z", "arrow-u-up-left"),
    Command("redo", EDIT, QT_TRANSLATE_NOOP("commands", "Rétablir"), "Ctrl+Shift+Z", "arrow-u-up-right"),
    _separator(EDIT),
    Command("cut", EDIT, QT_TRANSLATE_NOOP("commands", "Couper"), "Ctrl+X", "scissors"),
    Command("copy", EDIT, QT_TRANSLATE_NOOP("commands", "Copier"), "Ctrl+C", "copy"),
    Command("paste", EDIT, QT_TRANSLATE_NOOP("commands", "Coller"), "Ctrl+V", "clipboard"),
    Command("select-all", EDIT, QT_TRANSLATE_NOOP("commands", "Tout sélectionner"), "Ctrl+A"),
    _separator(EDIT),
    Command("find", EDIT, QT_TRANSLATE_NOOP("commands", "Rechercher…"), "Ctrl+F", "magnifying-glass"),
    Command("replace", EDIT, QT_TRANSLATE_NOOP("commands", "Remplacer…"), "Ctrl+H", "swap"),
    Command("find-next", EDIT, QT_TRANSLATE_NOOP("commands", "Occurrence suivante"), "F3"),
    Command("find-previous", EDIT, QT_TRANSLATE_NOOP("commands", "Occurrence précédente"), "Shift+F3"),
    Command("add-section", SECTION, QT_TRANSLATE_NOOP("commands", "Ajouter une rubrique"), "Ctrl+Shift+N", "plus"),
    Command(
        "add-document",
        SECTION,
        QT_TRANSLATE_NOOP("commands", "Ajouter une rubrique d’après un document…"),
        "",
        "file-arrow-down",
    ),
    Command("add-article", SECTION, QT_TRANSLATE_NOOP("commands", "Ajouter un article à la priorité"), "", "article"),
    Command("add-priority", SECTION, QT_TRANSLATE_NOOP("commands", "Ajouter une priorité"), "", "flag"),
    _separator(SECTION),
    Command("rename", SECTION, QT_TRANSLATE_NOOP("commands", "Renommer"), "F2", "pencil-simple"),
    Command("signature", SECTION, QT_TRANSLATE_NOOP("commands", "Signature…"), "", "pen-nib"),
    Command("target", SECTION, QT_TRANSLATE_NOOP("commands", "Objectif de longueur…"), "", "target"),
    Command("move-up", SECTION, QT_TRANSLATE_NOOP("commands", "Monter"), "Alt+Shift+Up", "arrow-up"),
    Command("move-down", SECTION, QT_TRANSLATE_NOOP("commands", "Descendre"), "Alt+Shift+Down", "arrow-down"),
    Command("remove", SECTION, QT_TRANSLATE_NOOP("commands", "Retirer de la lettre"), "", "trash"),
    _separator(SECTION),
    Command("status-todo", SECTION, QT_TRANSLATE_NOOP("commands", "Marquer « à rédiger »")),
    Command("status-draft", SECTION, QT_TRANSLATE_NOOP("commands", "Marquer « en cours »")),
    Command("status-review", SECTION, QT_TRANSLATE_NOOP("commands", "Marquer « à relire »")),
    Command("status-ready", SECTION, QT_TRANSLATE_NOOP("commands", "Marquer « bon à tirer »")),
    _separator(SECTION),
    Command("previous-section", SECTION, QT_TRANSLATE_NOOP("commands", "Rubrique précédente"), "Ctrl+PgUp"),
    Command("next-section", SECTION, QT_TRANSLATE_NOOP("commands", "Rubrique suivante"), "Ctrl+PgDown"),
    Command("go-to-section", SECTION, QT_TRANSLATE_NOOP("commands", "Aller à une rubrique…"), "Ctrl+G", "path"),
    Command("bold", TEXT, QT_TRANSLATE_NOOP("commands", "Gras"), "Ctrl+B", "text-bolder"),
    Command("italic", TEXT, QT_TRANSLATE_NOOP("commands", "Italique"), "Ctrl+I", "text-italic"),
    _separator(TEXT),
    Command("heading", TEXT, QT_TRANSLATE_NOOP("commands", "Titre"), "Ctrl+1", "text-h-two"),
    Command("subheading", TEXT, QT_TRANSLATE_NOOP("commands", "Sous-titre"), "Ctrl+2", "text-h-three"),
    Command("minor-heading", TEXT, QT_TRANSLATE_NOOP("commands", "Intertitre"), "Ctrl+3", "text-h-four"),
    Command("plain", TEXT, QT_TRANSLATE_NOOP("commands", "Texte courant"), "Ctrl+4", "text-t"),
    Command("list", TEXT, QT_TRANSLATE_NOOP("commands", "Liste"), "Ctrl+Shift+L", "list-bullets"),
    Command("numbered-list", TEXT, QT_TRANSLATE_NOOP("commands", "Liste numérotée"), "Ctrl+Alt+L", "list-numbers"),
    Command("quote", TEXT, QT_TRANSLATE_NOOP("commands", "Citation"), "Ctrl+Shift+K", "quotes"),
    _separator(TEXT),
    Command("link", TEXT, QT_TRANSLATE_NOOP("commands", "Lien"), "Ctrl+L", "link"),
    Command("note", TEXT, QT_TRANSLATE_NOOP("commands", "Note"), "Ctrl+Alt+N", "note"),
    Command("picture", TEXT, QT_TRANSLATE_NOOP("commands", "Image…"), "Ctrl+Alt+I", "image"),
    Command("document", TEXT, QT_TRANSLATE_NOOP("commands", "Insérer un document…"), "", "file-arrow-down"),
    Command("table", TEXT, QT_TRANSLATE_NOOP("commands", "Tableau"), "", "table"),
    _separator(TEXT),
    Command("characters", TEXT, QT_TRANSLATE_NOOP("commands", "Caractères…"), "Ctrl+Shift+E", "keyboard"),
    Command("no-break-space", TEXT, QT_TRANSLATE_NOOP("commands", "Espace insécable"), "Ctrl+Shift+Space"),
    _habit(Habit.QUOTES, QT_TRANSLATE_NOOP("commands", "Guillemets français")),
    _habit(Habit.APOSTROPHE, QT_TRANSLATE_NOOP("commands", "Apostrophe courbe")),
    _habit(Habit.ELLIPSIS, QT_TRANSLATE_NOOP("commands", "Points de suspension en un signe")),
    _habit(Habit.SPACES, QT_TRANSLATE_NOOP("commands", "Espaces insécables")),
    Command("correct", PROOF, QT_TRANSLATE_NOOP("commands", "Corriger"), "Alt+Return", "check"),
    Command("explain", PROOF, QT_TRANSLATE_NOOP("commands", "Expliquer la faute"), "Ctrl+;", "info"),
    Command("ignore", PROOF, QT_TRANSLATE_NOOP("commands", "Ignorer ici"), "Alt+Del"),
    Command("ignore-everywhere", PROOF, QT_TRANSLATE_NOOP("commands", "Ignorer dans ce numéro"), "Alt+Shift+Del"),
    Command("next-finding", PROOF, QT_TRANSLATE_NOOP("commands", "Faute suivante"), "F8", "caret-down"),
    Command("previous-finding", PROOF, QT_TRANSLATE_NOOP("commands", "Faute précédente"), "Shift+F8", "caret-up"),
    Command(
        "clean",
        PROOF,
        QT_TRANSLATE_NOOP("commands", "Nettoyer la typographie de la rubrique"),
        "Ctrl+Shift+T",
        "magic-wand",
    ),
    Command("save-return", REVIEW, QT_TRANSLATE_NOOP("commands", "Enregistrer la relecture"), "Ctrl+Shift+R", "export"),
    Command(
        "as-page", REVIEW, QT_TRANSLATE_NOOP("commands", "Lire la page telle qu’elle paraîtra"), "F6", checkable=True
    ),
    Command("edit-text", REVIEW, QT_TRANSLATE_NOOP("commands", "Modifier le texte"), "Ctrl+Alt+T", checkable=True),
    Command("sign", REVIEW, QT_TRANSLATE_NOOP("commands", "Avis sur la rubrique…"), "Ctrl+Alt+D"),
    Command("send", REVIEW, QT_TRANSLATE_NOOP("commands", "Envoyer en relecture…"), "Ctrl+Alt+J", "paper-plane"),
    Command("take-returns", REVIEW, QT_TRANSLATE_NOOP("commands", "Prendre des relectures…"), "Ctrl+Alt+O", "tray"),
    Command("since-sent", REVIEW, QT_TRANSLATE_NOOP("commands", "Ce qui a changé depuis l’envoi…"), "", "git-diff"),
    _separator(REVIEW),
    Command("remark", REVIEW, QT_TRANSLATE_NOOP("commands", "Ajouter une remarque"), "Ctrl+Alt+M", "chat-text"),
    Command("suggest", REVIEW, QT_TRANSLATE_NOOP("commands", "Proposer d’autres mots"), "Ctrl+Shift+M", "pencil-line"),
    _separator(REVIEW),
    Command("next-remark", REVIEW, QT_TRANSLATE_NOOP("commands", "Remarque suivante"), "F7", "caret-down"),
    Command("previous-remark", REVIEW, QT_TRANSLATE_NOOP("commands", "Remarque précédente"), "Shift+F7", "caret-up"),
    Command("accept", REVIEW, QT_TRANSLATE_NOOP("commands", "Accepter la suggestion"), "Ctrl+Alt+A", "check"),
    Command("refuse", REVIEW, QT_TRANSLATE_NOOP("commands", "Refuser la suggestion"), "Ctrl+Alt+R", "x"),
    Command(
        "answer", REVIEW, QT_TRANSLATE_NOOP("commands", "Répondre à la remarque"), "Ctrl+Alt+P", "arrow-bend-up-left"
    ),
    Command(
        "close-remark", REVIEW, QT_TRANSLATE_NOOP("commands", "Clore ou rouvrir la remarque"), "Ctrl+Alt+K", "checks"
    ),
    Command(
        "place-remark",
        REVIEW,
        QT_TRANSLATE_NOOP("commands", "Placer la remarque sur les mots choisis"),
        "",
        "crosshair",
    ),
    Command(
        "accept-typography",
        REVIEW,
        QT_TRANSLATE_NOOP("commands", "Accepter toute la typographie d’une personne…"),
        "",
        "magic-wand",
    ),
    _separator(REVIEW),
    Command("sign-seen", REVIEW, QT_TRANSLATE_NOOP("commands", "Signer « vu »"), "Ctrl+Alt+V", submenu=SIGN),
    Command("sign-revise", REVIEW, QT_TRANSLATE_NOOP("commands", "Signer « à revoir »"), submenu=SIGN),
    Command("sign-ready", REVIEW, QT_TRANSLATE_NOOP("commands", "Signer « bon à tirer »"), "Ctrl+Alt+B", submenu=SIGN),
    Command("sign-none", REVIEW, QT_TRANSLATE_NOOP("commands", "Retirer ma signature"), submenu=SIGN),
    Command("who-signed", REVIEW, QT_TRANSLATE_NOOP("commands", "Signatures et bon à tirer…"), "", "pen"),
    _separator(REVIEW),
    Command("author", REVIEW, QT_TRANSLATE_NOOP("commands", "Votre nom dans les remarques…"), "", "user"),
    Command("show-outline", VIEW, QT_TRANSLATE_NOOP("commands", "Plan de la lettre"), "F9", checkable=True),
    Command("show-page", VIEW, QT_TRANSLATE_NOOP("commands", "Aperçu de la page"), "F10", checkable=True),
    Command("show-tasks", VIEW, QT_TRANSLATE_NOOP("commands", "Vérifications et remarques"), "F11", checkable=True),
    Command(
        "show-no-break-spaces",
        VIEW,
        QT_TRANSLATE_NOOP("commands", "Montrer les espaces insécables"),
        "Shift+F9",
        checkable=True,
    ),
    _separator(VIEW),
    Command("larger", VIEW, QT_TRANSLATE_NOOP("commands", "Agrandir le texte"), "Ctrl++", "magnifying-glass-plus"),
    Command("smaller", VIEW, QT_TRANSLATE_NOOP("commands", "Réduire le texte"), "Ctrl+-", "magnifying-glass-minus"),
    Command("usual-size", VIEW, QT_TRANSLATE_NOOP("commands", "Taille habituelle"), "Ctrl+0"),
    Command(
        "fold", VIEW, QT_TRANSLATE_NOOP("commands", "Replier ou déplier sous le titre"), "Ctrl+Alt+F", "caret-right"
    ),
    Command("fold-all", VIEW, QT_TRANSLATE_NOOP("commands", "Tout replier")),
    Command("unfold-all", VIEW, QT_TRANSLATE_NOOP("commands", "Tout déplier")),
    _separator(VIEW),
    Command("focus-mode", VIEW, QT_TRANSLATE_NOOP("commands", "Un paragraphe à la fois"), "Ctrl+F11", checkable=True),
    Command("text-alone", VIEW, QT_TRANSLATE_NOOP("commands", "Le texte seul à l’écran"), "Shift+F11", checkable=True),
    _separator(VIEW),
    Command(
        "scroll-together",
        VIEW,
        QT_TRANSLATE_NOOP("commands", "Défilement du texte et de la page ensemble"),
        checkable=True,
    ),
    Command("page-section", VIEW, QT_TRANSLATE_NOOP("commands", "Aperçu de la rubrique seule"), checkable=True),
    Command("page-findings", VIEW, QT_TRANSLATE_NOOP("commands", "Fautes marquées dans l’aperçu"), checkable=True),
    _separator(VIEW),
    Command("theme-system", VIEW, QT_TRANSLATE_NOOP("commands", "Couleurs du système"), checkable=True),
    Command("theme-light", VIEW, QT_TRANSLATE_NOOP("commands", "Clair"), checkable=True),
    Command("theme-dark", VIEW, QT_TRANSLATE_NOOP("commands", "Sombre"), checkable=True),
    Command("palette", HELP, QT_TRANSLATE_NOOP("commands", "Chercher une commande…"), "Ctrl+K", "command"),
    Command("keys", HELP, QT_TRANSLATE_NOOP("commands", "Toutes les touches"), "F1", "keyboard"),
    Command("about", HELP, QT_TRANSLATE_NOOP("commands", "À propos de Lettrine"), "", "info"),
)


class Commands(QObject):
    """The actions made from the declarations; whoever can carry one out says so with ``on``."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            if not command.id:
                continue
            action = QAction(self._tr(command.label), parent)
            action.setObjectName("exportAction" if command.id == "export" else f"{command.id}Action")
            action.setCheckable(command.checkable)
            if command.keys:
                action.setShortcut(QKeySequence(command.keys, QKeySequence.SequenceFormat.PortableText))
            self._actions[command.id] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def on(self, name: str, act: Callable[[], object]) -> None:
        """Have ``act`` called when the command is given."""
        self._actions[name].triggered.connect(lambda _checked=False: act())

    def fill(self, bar: QMenuBar) -> None:
        """Make the menus."""
        for title in MENUS:
            menu = bar.addMenu(self._tr(title))
            self._fill_menu(menu, (command for command in COMMANDS if command.menu == title))

    def set_icon_colour(self, colour: str) -> None:
        """Draw the icons, anew when they are, in this colour (``#rrggbb``)."""
        drawn = icons({command.icon for command in COMMANDS if command.icon}, colour)
        for command in COMMANDS:
            if command.icon:
                self._actions[command.id].setIcon(drawn[command.icon])

    def entries(self) -> Iterable[tuple[str, str, str, QAction]]:
        """Menu, label and shortcut as people read them, and the action, of every command."""
        for command in COMMANDS:
            if command.id:
                action = self._actions[command.id]
                native = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                yield self._tr(command.menu), self._tr(command.label).rstrip("…"), french_keys(native), action

    def keys(self) -> Iterable[tuple[str, str, str]]:
        """Menu, command and shortcut as people read them, for the page of keys."""
        return ((menu, label, keys) for menu, label, keys, _ in self.entries() if keys)

    def _fill_menu(self, menu: QMenu, commands: Iterable[Command]) -> None:
        within: dict[str, QMenu] = {}
        for command in commands:
            if not command.id:
                menu.addSeparator()
            elif command.submenu:
                if command.submenu not in within:
                    within[command.submenu] = menu.addMenu(self._tr(command.submenu))
                within[command.submenu].addAction(self._actions[command.id])
            else:
                menu.addAction(self._actions[command.id])

    @staticmethod
    def _tr(text: str) -> str:
        return QCoreApplication.translate("commands", text)


FRENCH_KEYS = {
    "Shift": "Maj",
    "Return": "Entrée",
    "PgUp": "Page préc.",
    "PgDown": "Page suiv.",
    "Up": "↑",
    "Down": "↓",
    "Del": "Suppr",
    "Space": "Espace",
}


def french_keys(shortcut: str) -> str:
    """A shortcut with its keys named as on a French keyboard: « Ctrl + Maj + L »."""
    parts = shortcut.removesuffix("++").split("+") + ["+"] * shortcut.endswith("++")
    return " + ".join(FRENCH_KEYS.get(key, key) for key in parts)
