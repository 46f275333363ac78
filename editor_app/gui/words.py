"""The words of the trade for values that the code names in English."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from editor_app.gui.translation import QT_TRANSLATE_NOOP
from editor_app.issue.outline import Kind, Status
from editor_app.proofing.diagnostic import Category, Severity

_WORDS: dict[Kind | Status | Category | Severity, str] = {
    Kind.EDITORIAL: QT_TRANSLATE_NOOP("words", "Éditorial"),
    Kind.SUMMARY: QT_TRANSLATE_NOOP("words", "Sommaire"),
    Kind.PROGRAMME: QT_TRANSLATE_NOOP("words", "Programme"),
    Kind.PRIORITY: QT_TRANSLATE_NOOP("words", "Priorité"),
    Kind.ARTICLE: QT_TRANSLATE_NOOP("words", "Article"),
    Kind.FREE: QT_TRANSLATE_NOOP("words", "Rubrique libre"),
    Status.TODO: QT_TRANSLATE_NOOP("words", "à rédiger"),
    Status.DRAFT: QT_TRANSLATE_NOOP("words", "en cours"),
    Status.REVIEW: QT_TRANSLATE_NOOP("words", "à relire"),
    Status.READY: QT_TRANSLATE_NOOP("words", "bon à tirer"),
    Category.SPELLING: QT_TRANSLATE_NOOP("words", "Orthographe"),
    Category.CONTEXT: QT_TRANSLATE_NOOP("words", "Mot inattendu"),
    Category.GRAMMAR: QT_TRANSLATE_NOOP("words", "Grammaire"),
    Category.TYPOGRAPHY: QT_TRANSLATE_NOOP("words", "Typographie"),
    Category.NAMES: QT_TRANSLATE_NOOP("words", "Nom propre"),
    Category.STRUCTURE: QT_TRANSLATE_NOOP("words", "Plan de la lettre"),
    Category.ACCESSIBILITY: QT_TRANSLATE_NOOP("words", "Accessibilité"),
    Severity.ERROR: QT_TRANSLATE_NOOP("words", "faute"),
    Severity.WARNING: QT_TRANSLATE_NOOP("words", "à revoir"),
    Severity.ADVICE: QT_TRANSLATE_NOOP("words", "conseil"),
}


def word(value: Kind | Status | Category | Severity) -> str:
    """What people read for that value."""
    return QCoreApplication.translate("words", _WORDS[value])
