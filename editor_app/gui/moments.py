"""Says when something was, as people say it: « aujourd’hui à 14 h 32 », « hier à 9 h », « lundi 3 mai à 10 h 05 »."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from editor_app.gui.translation import QT_TRANSLATE_NOOP

DAYS = (
    QT_TRANSLATE_NOOP("moments", "lundi"),
    QT_TRANSLATE_NOOP("moments", "mardi"),
    QT_TRANSLATE_NOOP("moments", "mercredi"),
    QT_TRANSLATE_NOOP("moments", "jeudi"),
    QT_TRANSLATE_NOOP("moments", "vendredi"),
    QT_TRANSLATE_NOOP("moments", "samedi"),
    QT_TRANSLATE_NOOP("moments", "dimanche"),
)
MONTHS = (
    QT_TRANSLATE_NOOP("moments", "janvier"),
    QT_TRANSLATE_NOOP("moments", "février"),
    QT_TRANSLATE_NOOP("moments", "mars"),
    QT_TRANSLATE_NOOP("moments", "avril"),
    QT_TRANSLATE_NOOP("moments", "mai"),
    QT_TRANSLATE_NOOP("moments", "juin"),
    QT_TRANSLATE_NOOP("moments", "juillet"),
    QT_TRANSLATE_NOOP("moments", "août"),
    QT_TRANSLATE_NOOP("moments", "septembre"),
    QT_TRANSLATE_NOOP("moments", "octobre"),
    QT_TRANSLATE_NOOP("moments", "novembre"),
    QT_TRANSLATE_NOOP("moments", "décembre"),
)
WEEKDAYS_FOR = timedelta(days=300)
"""How far back a date goes without its year, and is named with its day of the week."""


def in_words(when: datetime, now: datetime | None = None) -> str:
    """A moment with its zone, in the person's own, as of ``now``."""
    now = (now or datetime.now().astimezone()).astimezone()
    when = when.astimezone()
    return _tr("{} à {}").format(day_in_words(when, now), hour_in_words(when))


def hour_in_words(when: datetime) -> str:
    """« 14 h 32 », « 9 h » (Imprimerie nationale: no zero before hours, none after)."""
    return f"{when.hour}\u00a0h\u00a0{when.minute:02}" if when.minute else f"{when.hour}\u00a0h"


def day_in_words(when: datetime, now: datetime) -> str:
    """« aujourd’hui », « hier », « lundi 3 mai », « 3 mai 2021 »; both moments in the person's zone."""
    days = (now.date() - when.date()).days
    if days == 0:
        return _tr("aujourd’hui")
    if days == 1:
        return _tr("hier")
    number = _tr("1er") if when.day == 1 else str(when.day)
    date = f"{number}\u00a0{_tr(MONTHS[when.month - 1])}"
    if timedelta(0) <= now - when < WEEKDAYS_FOR:
        return f"{_tr(DAYS[when.weekday()])} {date}"
    return f"{date}\u00a0{when.year}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("moments", text)
