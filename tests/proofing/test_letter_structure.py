"""Headings, links and a *sommaire* written by hand: each with a fault and with what looks like one and is right."""

from __future__ import annotations

import pytest

from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.letter import check_letter, check_text_alone
from editor_app.proofing.pipeline import Checker

NBSP = "\u00a0"
SUMMARY = Section("sommaire", Kind.SUMMARY, "Sommaire", file="sections/sommaire.md")
PRIORITY = Section("mineurs", Kind.PRIORITY, "la protection des mineurs", file="sections/mineurs.md")
PROGRAMME = Section("programme", Kind.PROGRAMME, "Le programme de 2022", file="sections/programme.md")


def found(checker: Checker, texts: dict[str, str], rule: str, *sections: Section) -> list[Diagnostic]:
    own = sections or (Section("a", Kind.FREE, "Un titre", file="sections/a.md"),)
    issue = Issue("id", 15, "La 15e lettre d’information", Outline(own))
    findings = [one for one in check_letter(checker, issue, texts) if one.diagnostic.rule == rule]
    for one in findings:
        if one.section is not None:
            text = texts[one.section]
            assert text[one.diagnostic.start : one.diagnostic.end] == one.diagnostic.text
    return [one.diagnostic for one in findings]


def in_text(checker: Checker, text: str, rule: str) -> list[Diagnostic]:
    return found(checker, {"a": text}, rule)


@pytest.mark.parametrize(
    ("text", "words", "right"),
    [
        ("## Un\n\nTexte.\n\n#### Trois\n\nTexte.", "####", "###"),
        ("Un\n===\n\nTexte.\n\n### Trois\n", "###", "##"),
        ("## Un\n\n### Deux\n\n## Un\n\n##### Quatre {#loin}\n", "#####", "###"),
    ],
)
def test_a_heading_that_skips_a_level_stops_the_letter(checker: Checker, text: str, words: str, right: str) -> None:
    (one,) = in_text(checker, text, "structure/skipped-heading")
    assert (one.text, one.suggestions, one.severity) == (words, (right,), "error")


@pytest.mark.parametrize(
    "text",
    [
        "## Un\n\n### Deux\n\n#### Trois\n\n## Un",
        "#### Le premier a le niveau qu’il veut\n\n#### Puis celui-ci\n\n## Et l’on remonte",
        "## Un\n\n```\n#### du code\n```\n",
        "## Un\n\n#hashtag et le n° ####\n\n- une liste\n---\n",
        "## Un\n\n| a | b |\n|---|---|\n| c | d |",
    ],
)
def test_headings_in_order_are_right(checker: Checker, text: str) -> None:
    assert in_text(checker, text, "structure/skipped-heading") == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("La fiche : [cliquez ici](https://example.org/a).", "cliquez ici"),
        ("La fiche est [**ici**](https://example.org/a).", "**ici**"),
        ("[En savoir plus…](https://example.org)", "En savoir plus…"),
        ("[Lire la suite][un]\n\n[un]: https://example.org", "Lire la suite"),
        ("Voir [](https://example.org).", "[]"),
    ],
)
def test_words_that_do_not_say_where_a_link_leads_are_to_be_signed_for(checker: Checker, text: str, words: str) -> None:
    (one,) = in_text(checker, text, "accessibility/vague-link")
    assert (one.text, one.severity) == (words, "warning")


@pytest.mark.parametrize(
    "text",
    [
        "[la fiche de poche](https://example.org) et [`lettrine`](https://example.org)",
        "[![Une carte de l’Europe](media/carte.png)](https://example.org)",
        "[https://example.org](https://example.org)",
        "Je suis ici [sic] et voici une note[^1].\n\n[^1]: Ici.",
        "`[ici](https://example.org)`",
        "```\n[ici](https://example.org)\n```",
    ],
)
def test_words_that_say_it_are_right(checker: Checker, text: str) -> None:
    assert in_text(checker, text, "accessibility/vague-link") == []


@pytest.mark.parametrize(
    ("address", "rule", "right"),
    [
        ("file:///home/jeanne/plan.docx", "structure/link-to-file", ""),
        ("C:\\Users\\jeanne\\plan.docx", "structure/link-to-file", ""),
        ("\\\\serveur\\commun\\plan.docx", "structure/link-to-file", ""),
        ("/home/jeanne/plan.docx", "structure/link-to-file", ""),
        ("www.example.org/page", "structure/malformed-link", "https://www.example.org/page"),
        ("example.org", "structure/malformed-link", "https://example.org"),
        ("https://https://example.org", "structure/malformed-link", "https://example.org"),
        ("http:/example.org", "structure/malformed-link", ""),
        ("https://", "structure/malformed-link", ""),
        ("https://exemple", "structure/malformed-link", ""),
        ("htps://example.org", "structure/malformed-link", ""),
        ("javascript:alert(1)", "structure/malformed-link", ""),
        ("mailto:jeanne.example.org", "structure/malformed-link", ""),
        ("tel:appelez", "structure/malformed-link", ""),
        ("plan.pdf", "structure/relative-link", ""),
        ("../plan.pdf", "structure/relative-link", ""),
        ("https://example.org/le plan", "structure/malformed-link", ""),
        ("#", "structure/malformed-link", ""),
    ],
)
def test_an_address_that_leads_nowhere_stops_the_letter(checker: Checker, address: str, rule: str, right: str) -> None:
    (one,) = in_text(checker, f"Voici [le plan]({address}) prévu.", rule)
    assert (one.text, one.severity, one.suggestions) == (address, "error", (right,) if right else ())
    defined = in_text(checker, f"Voici [le plan][un].\n\n[un]: <{address}>", rule)
    assert [each.text for each in defined] == [address]


def test_a_file_alone_may_lead_to_what_lies_beside_it(checker: Checker) -> None:
    assert check_text_alone(checker, "Voici [le plan](plan.md) prévu, puis [la fin](#fin).") == ()
    assert [one.text for one in check_text_alone(checker, "Voici [le plan](htps://x.example).")] == ["htps://x.example"]


def test_a_link_without_address_stops_the_letter(checker: Checker) -> None:
    (one,) = in_text(checker, "Voici [le plan]() prévu.", "structure/malformed-link")
    assert one.text == "()"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org", "http://example.org:8080/a_(b)?c=d#e", "https://préfecture.example/é",
        "https://192.168.0.1/x", 'https://example.org "Son titre"', "<https://example.org/a b.pdf>".replace(" ", "%20"),
        "mailto:lettre@example.org?subject=Abonnement", "mailto:a@example.org,b@example.org", "tel:+33-1-02-03-04-05",
        "tel:119", "#a", "#a.un-titre", "#haut", "media/plan.pdf",
    ],
)  # fmt: skip
def test_a_well_formed_address_is_right(checker: Checker, address: str) -> None:
    text = f"Voici [le plan]({address}) prévu."
    for rule in ("structure/malformed-link", "structure/link-to-file", "structure/link-nowhere"):
        assert in_text(checker, text, rule) == []


def test_the_address_of_a_file_in_the_text_is_told_too(checker: Checker) -> None:
    (one,) = in_text(checker, "Le plan (file:///C:/Users/jeanne/plan.docx).", "structure/link-to-file")
    assert one.text == "file:///C:/Users/jeanne/plan.docx"
    assert in_text(checker, "Le profil : un fichier file.txt, `file:///x`.", "structure/link-to-file") == []


def test_a_link_within_the_letter_leads_to_a_section_that_is_there(checker: Checker) -> None:
    rule = "structure/link-nowhere"
    text = "Voir [les mineurs](#mineurs), [le programme](#programme-2021)."
    (one,) = found(checker, {"a": text, "mineurs": "Texte."}, rule, Section("a", Kind.FREE, "A", file="a.md"), PRIORITY)
    assert (one.text, one.severity) == ("#programme-2021", "error")
    assert "programme-2021" in one.message


def test_a_written_summary_announces_every_section_in_order(checker: Checker) -> None:
    rule = "structure/summary-out-of-step"
    texts = {"mineurs": "Texte.", "programme": "Texte."}

    def told(text: str) -> list[str]:
        return [one.message for one in found(checker, texts | {"sommaire": text}, rule, SUMMARY, PROGRAMME, PRIORITY)]

    assert told("- Le programme de 2022\n- Priorité 1 : La **protection** des mineurs") == []
    assert told("- Le programme de 2022") == [f"Le sommaire n’annonce pas «{NBSP}la protection des mineurs{NBSP}»."]
    (order,) = told("- Priorité 1 : la protection des mineurs\n- Le programme de 2022")
    assert "avant" in order
    assert told("") == [], "an empty section is told as such"


def test_the_findings_of_a_section_stand_in_its_order(checker: Checker) -> None:
    text = "[ici](#rien)\n\n## Un\n\nA chaque fois.\n\n#### Trois\n"
    letter = Issue("id", 15, "La lettre", Outline((Section("a", Kind.FREE, "Un titre", file="a.md"),)))
    starts = [one.diagnostic.start for one in check_letter(checker, letter, {"a": text}) if one.section]
    assert len(starts) == 4
    assert starts == sorted(starts)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("piece", ["[ici](a", "[](", "](a)", "[[", "[a](b)", "#### a\n## b\n", "[a]: b\n", "file:/"])
def test_hostile_links_take_a_time_in_step_with_their_number(checker: Checker, piece: str) -> None:
    text = piece * (20_000 // len(piece))
    letter = Issue("id", 15, "La lettre", Outline((Section("a", Kind.FREE, "Un titre", file="a.md"),)))
    for one in check_letter(checker, letter, {"a": text}):
        assert one.section is None or 0 <= one.diagnostic.start < one.diagnostic.end <= len(text)
