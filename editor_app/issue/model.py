"""The values a letter is made of."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from editor_app.issue.ignored import Ignored
from editor_app.issue.outline import Outline
from editor_app.issue.waivers import Waiver

_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.\-]{1,253}(?::\d{1,5})?(?:/[^\s<>\"'\\^`{|}?#]{0,1500})?")


def is_address(text: str) -> bool:
    """Whether ``text`` can be where a page is read: ``http`` or ``https``, a host, a path, nothing after it."""
    return _ADDRESS.fullmatch(text) is not None


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
    day of last change that readers are shown. ``address`` is where the page will be read (``https://…``), empty while
    that is not known. ``theme`` names the folder of its theme, empty for the neutral one. ``words`` are names and terms
    accepted in this letter by the checker, ``ignored`` the findings it leaves alone, ``waivers`` the warnings that
    somebody signed for.
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
    address: str = ""
    theme: str = ""
    picture: Picture | None = None
    words: tuple[str, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
