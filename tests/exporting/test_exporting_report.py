"""What ``controle/`` says, as text and as a page, to whoever receives the bundle."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from typing import Any

from editor_app.exporting.bundle.report import report_text
from editor_app.exporting.bundle.report_page import report_page
from editor_app.issue.model import Issue
from editor_app.issue.outline import Outline

NBSP = "\u00a0"
ISSUE = Issue("id", 15, "La 15e <lettre> : b\x01ut", Outline())


def finding(severity: str, text: str, message: str, **more: object) -> dict[str, Any]:
    return {
        "file": "sections/agir.md",
        "category": "context",
        "place": f"Agir, ligne{NBSP}3",
        "severity": severity,
        "text": text,
        "message": message,
        "signedBy": None,
        "signedOn": None,
        **more,
    }


REPORT = {
    "forced": True,
    "findings": [
        finding("error", "al", "Après « l’adoption de », on attend « la »."),
        finding("warning", "<b>ici</b>", "Ce lien ne dit pas où il mène."),
        finding("warning", "être", "On attend « êtres ».", signedBy="Jeanne <i>", signedOn="2022-01-17"),
        finding("advice", "OIT", f"«{NBSP}OIT{NBSP}» n’est pas développé à son premier emploi."),
    ],
    "leftOut": [{"format": "pdf", "label": "le PDF accessible", "reason": "Agir & co : l’image n’est pas décrite."}],
    "sections": [
        {
            "heading": "Agir",
            "status": "ready",
            "signatures": [{"by": "Paul Petit", "verdict": "bon à tirer", "on": "2022-01-16", "current": False}],
        },
        {"heading": "Éditorial", "status": "draft", "signatures": []},
    ],
}


def words(html: str) -> str:
    return unescape(re.sub("<[^>]+>", " ", html.split("<body>")[1]))


def test_the_page_says_all_that_the_text_says() -> None:
    page = " ".join(words(report_page(ISSUE, REPORT)).split())
    for line in report_text(ISSUE, REPORT).splitlines()[3:]:
        for word in re.findall(r"[\w’]+", line.removeprefix("- ")):
            assert word.casefold() in page.casefold()
    assert "1 faute" in page and "2 avertissements" in page and "1 conseil " in page
    assert page.count("« OIT »") == 1, "what the sentence says already is not said twice"


def test_the_page_shows_words_and_never_runs_them() -> None:
    page = report_page(ISSUE, REPORT)
    assert "&lt;b&gt;ici" in page and "Jeanne &lt;i&gt;" in page and "&lt;lettre&gt;" in page
    assert "<script" not in page and "\x01" not in page and "http" not in page.split("</style>")[1]
    (style,) = re.findall("<style>(.*?)</style>", page, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{allowed}'" in page


def test_a_letter_without_findings_says_so_in_one_sentence() -> None:
    page = report_page(ISSUE, {"forced": False, "findings": [], "sections": []})
    assert "Aucune faute n’arrêtait l’export." in page and "Les vérifications n’ont rien trouvé." in page
    assert "<h2>" not in page
