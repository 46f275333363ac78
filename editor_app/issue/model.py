"""The values a letter is made of."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from editor_app.issue.ignored import Ignored
from editor_app.issue.outline import Outline


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the letter. ``file`` is relative to the issue's folder (``media/…``), None while it is awaited;
    ``description`` is what a person who does not see the picture is told (RGAA 1.1)."""

    file: str | None = None
    description: str = ""
    caption: str = ""
    credit: str = ""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """One number of a newsletter.

    ``id`` names the issue for ever (a UUID), also when its folder is renamed. ``title`` is the title as published;
    ``name`` is the newsletter's own (« Lettre d’information »). ``date`` is the day of publication, ``modified`` the
    day of last change that readers are shown. ``words`` are names and terms accepted in this letter by the checker,
    ``ignored`` the findings it leaves alone.
    ``extra`` holds keys of ``issue.yaml`` that this version does not know, kept when it is rewritten.
    """

    id: str
    number: int
    title: str
    outline: Outline
    name: str = "Lettre d’information"
    language: str = "fr"
    date: datetime.date | None = None
    modified: datetime.date | None = None
    picture: Picture | None = None
    words: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
