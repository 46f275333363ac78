"""Gives a lasting id to a remark that comes from a file which has none of its own, such as a Word document: the same
remark of the same person on the same words has the same id, however often and in whichever copy it comes."""

from __future__ import annotations

import json
import uuid
from collections import Counter
from typing import Final

_NAMESPACE: Final = uuid.UUID("8a1b0d52-7a0c-5c69-9a37-5d0a6c1f4e21")


class ForeignIds:
    """The ids of the remarks of one return. ``issue`` is the letter's, ``reader`` who the return is from: a return can
    thus not make the id of a remark that came in another's."""

    def __init__(self, issue: str, reader: str) -> None:
        self._return = issue, reader
        self._met: Counter[str] = Counter()

    def of(self, author: str, *what: object) -> str:
        """The id of the remark of ``author`` that ``what`` tells from the author's others; several that it does not are
        told apart by the order in which they are asked for."""
        name = json.dumps([*self._return, author, *what], ensure_ascii=False)
        self._met[name] += 1
        return uuid.uuid5(_NAMESPACE, f"{name}{self._met[name]}").urn
