"""Names, acronyms and terms that are right although the dictionary does not have them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from editor_app.assets import asset
from editor_app.proofing.words import normal_form

_LISTS = ("acronyms.txt", "given-names.txt", "surnames.txt", "places.txt", "terms.txt")
_PARTS = re.compile(r"[^\s,;()«»\"]+")


def read_list(name: str) -> tuple[str, ...]:
    """The entries of a list of ``resources/proofing``: one a line, ``#`` opens a comment."""
    lines = asset("proofing", name).read_text("utf-8").splitlines()
    entries = (line.partition("#")[0].strip() for line in lines)
    return tuple(entry for entry in entries if entry)


def forms(entries: Iterable[str]) -> frozenset[str]:
    """Every word that ``entries`` accept: entries whole, their words, and the parts of compounds that have capitals."""
    accepted: set[str] = set()
    for entry in entries:
        for part in _PARTS.findall(normal_form(entry.strip())):
            accepted.add(part)
            accepted.add(part.rpartition("’")[2])
            if "-" in part:
                accepted.update(piece for piece in part.split("-") if piece[:1].isupper() and len(piece) > 2)
    accepted.discard("")
    return frozenset(accepted)


@cache
def public_names() -> frozenset[str]:
    """The forms that ship with the program, from ``resources/proofing``."""
    return forms(entry for name in _LISTS for entry in read_list(name))


@cache
def given_names() -> frozenset[str]:
    """The given names that ship with the program."""
    return frozenset(read_list("given-names.txt"))


@lru_cache(16)
def issue_forms(words: frozenset[str]) -> frozenset[str]:
    """The forms accepted in an issue, from its own list of words."""
    return forms(words)


def accepts(accepted: frozenset[str], form: str) -> bool:
    """Whether ``accepted`` holds ``form``, itself or as the capitals, the start of a sentence or a plural of it."""
    if form in accepted:
        return True
    if form[:1].isupper() and (form.lower() in accepted or form[0].lower() + form[1:] in accepted):
        return True
    return form.endswith("s") and len(form) > 3 and form[:-1] in accepted
