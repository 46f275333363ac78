"""The table of typographical rules: how grave each is, what it tells people, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import yaml

from editor_app.assets import asset
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``resources/proofing/typography.yaml``; ``source`` names the authority it is taken from."""

    name: str
    severity: Severity
    message: str
    source: str


@cache
def rules() -> dict[str, Rule]:
    """Every rule by its name."""
    table = yaml.safe_load(asset("proofing", "typography.yaml").read_text("utf-8"))
    return {
        name: Rule(name, Severity(entry["severity"]), entry["message"], entry["source"])
        for name, entry in table.items()
    }


def fault(rule: str, text: str, start: int, end: int, suggestion: str) -> Diagnostic:
    """The diagnostic that ``text[start:end]`` breaks ``rule`` and should be ``suggestion``."""
    broken = rules()[rule]
    written = text[start:end]
    message = broken.message.replace("{text}", written).replace("{suggestion}", suggestion)
    return Diagnostic(
        f"typography/{rule}", Category.TYPOGRAPHY, broken.severity, start, end, written, message, (suggestion,)
    )
