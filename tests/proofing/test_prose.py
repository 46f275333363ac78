"""Only prose is checked, and every offset stays where it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.proofing.layer import MASK
from editor_app.proofing.prose import pictures, prose

PIECES = [
    "mot", "l’été", " ", "\n", "`", "``", "```\n", "[", "](", ")", "!", "[^1]", "[^1]: ", "<b>", "&amp;", "{: .x}", "*",
    "**", "_", "#", "## ", "> ", "- ", "• ", "1. ", "|", "|---|", "\\", "https://a.fr/b?c", "a@b.fr", "www.x.org", ":",
    "e\u0301", "😀", "\u00ad", "~~", "<!--", "-->", "*[ONU]: ", "[x]: y", "rapport.pdf", "@moi", '"',
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=80))
def test_what_is_masked_keeps_its_length_and_what_is_not_keeps_its_place(source: str) -> None:
    seen = prose(source).text
    assert len(seen) == len(source)
    assert all(now in (was, MASK) for was, now in zip(source, seen, strict=True))
    assert [at for at, c in enumerate(seen) if c == "\n"] == [at for at, c in enumerate(source) if c == "\n"]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("du `code` ici", "du  ici"),
        ("du ``co`de`` ici", "du  ici"),
        ("avant\n```py\nx = 1\n```\naprès", "avant\n\n\n\naprès"),
        ("voir https://diplomatie.gouv.fr/fr?a=b, puis", "voir , puis"),
        ("voir www.osce.org.", "voir ."),
        ("sur diplomatie.gouv.fr hier", "sur  hier"),
        ("à jean.dupont@diplomatie.gouv.fr hier", "à  hier"),
        ("un [lien utile](https://x.fr/a_(b) \"titre\") ici", "un lien utile ici"),
        ("un [lien][ref] ici", "un lien ici"),
        ("[ref]: https://x.fr \"titre\"", ""),
        ("![Une carte](media/carte.png)", "Une carte"),
        ("un <span class='a'>mot</span> ici", "un mot ici"),
        ("R&amp;D &#233;", "RD "),
        ("## Titre ## {#ancre}", " Titre "),
        ("Texte {: .note}", "Texte "),
        ("note[^1] et\n[^1]: texte", "note et\n texte"),
        ("*[ONU]: Nations unies", " Nations unies"),
        ("**gras** et _italique_ et ~~barré~~", "gras et italique et barré"),
        ("un snake_case reste", "un snake_case reste"),
        ("> cité\n> - point", "cité\n point"),
        ("- un\n* deux\n+ trois\n1. quatre\n  • cinq", " un\n deux\n trois\n quatre\n   cinq"),
        ("- [x] fait", " fait"),
        ("| a | b |\n|---|:-:|\n| c | d |", " a  b \n\n c  d "),
        ("Titre\n=====", "Titre\n"),
        ("un \\* deux", "un  deux"),
        ("le fichier rapport-2021.pdf est là", "le fichier  est là"),
        ("#TraiteDesEtres et @onu", " et "),
        ("il est 12:30 [sic]", "il est 12:30 [sic]"),
    ],
)  # fmt: skip
def test_marks_addresses_and_code_are_not_prose(source: str, left: str) -> None:
    assert prose(source).text.replace(MASK, "") == left


def test_pictures_are_found_with_their_descriptions_and_not_in_code() -> None:
    found = list(pictures("`![](a.png)` puis ![Une carte](b.png) et ![](c.png)"))
    assert [picture.target for picture in found] == ["(b.png)", "(c.png)"]


def test_hostile_input_is_masked_in_time() -> None:
    for source in ("[" * 20_000, "![" * 10_000, "`" * 20_001, "<" * 20_000, "*_" * 10_000, "a." * 10_000, "(" * 20_000):
        assert len(prose(source).text) == len(source)
