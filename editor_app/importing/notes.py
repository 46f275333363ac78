"""Keeps footnotes with the text that calls for them, when a document that has them at its end becomes sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_DEFINITION: Final = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_CALL: Final = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_LABEL: Final = re.compile(r"\[\^([^\]\s]+)\]")


def bring_home(bodies: Sequence[list[str]]) -> None:
    """Move each definition in ``bodies``, lists of Markdown blocks, to the end of those that call for it, in place; one
    that nothing calls for stays."""
    definitions: dict[str, list[str]] = {}
    unused: set[str] = set()
    homes: list[tuple[list[str], list[str]]] = []
    for body in bodies:
        own: list[str] = []
        label = ""
        for block in list(body):
            found = _DEFINITION.match(block)
            label = found[1] if found else label if block.startswith("    ") else ""
            if label:
                body.remove(block)
                definitions.setdefault(label, []).append(block)
                own.append(label)
        homes.append((body, own))
        unused.update(own)
    for body, _ in homes:
        for label in dict.fromkeys(call for block in body for call in _CALL.findall(block) if call in definitions):
            body.extend(definitions[label])
            unused.discard(label)
    for body, own in homes:
        for label in dict.fromkeys(own):
            if label in unused:
                body.extend(definitions[label])


def relabelled(text: str, beside: str) -> str:
    """``text`` with notes whose labels are not those of ``beside``, the text that it is put into."""
    taken = {label.casefold() for label in _LABEL.findall(beside)}
    own = dict.fromkeys(_LABEL.findall(text))
    names: dict[str, str] = {}
    for label in own:
        name, number = label, 1
        while name.casefold() in taken or (name != label and name in own):
            number += 1
            name = f"{number}" if label.isdecimal() else f"{label}-{number}"
        taken.add(name.casefold())
        names[label] = name
    return _LABEL.sub(lambda found: f"[^{names[found[1]]}]", text)
