"""What only shows when a letter is read as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from editor_app.issue.ignored import Ignored, ignored, ignored_everywhere
from editor_app.issue.model import Issue, Picture
from editor_app.issue.outline import Kind, Outline, Person, Section
from editor_app.proofing.diagnostic import Diagnostic, Finding
from editor_app.proofing.layer import Prose
from editor_app.proofing.letter import LetterChecker, check_letter, check_text_alone
from editor_app.proofing.pipeline import Checker


def issue(*sections: Section, picture: Picture | None = None, words: tuple[str, ...] = ()) -> Issue:
    return Issue("id", 15, "La 15e lettre d’information", Outline(sections), picture=picture, words=words)


def text_section(name: str, title: str = "Un titre", kind: Kind = Kind.FREE, *children: Section) -> Section:
    return Section(name, kind, title, file=f"sections/{name}.md", children=children)


def brief(findings: tuple[Finding, ...]) -> list[tuple[str, str | None, tuple[str | int, ...], str]]:
    return [(one.diagnostic.rule, one.section, one.field, one.diagnostic.text) for one in findings]


def alone(checker: Checker, text: str) -> dict[str, list[Diagnostic]]:
    found: dict[str, list[Diagnostic]] = {}
    for one in check_text_alone(checker, text):
        assert text[one.start : one.end] == one.text
        found.setdefault(one.rule, []).append(one)
    return found


def test_the_real_letter_shows_the_faults_it_went_out_with(checker: Checker, letter_14: Path) -> None:
    text = letter_14.read_text("utf-8")
    found = alone(checker, text)
    corrected = {(one.text, one.suggestions[0]) for each in found.values() for one in each if one.suggestions}
    assert {
        ("14ème", "14e"), ("5ème", "5e"), ("A", "À"), ("les", "Les"), ("Cette", "cette"), ('"', "«\u00a0"),
        ('"', "\u00a0»"), ("Moiron-Braud", "Boiron-Braud"), ("Boiron-Braud", "Moiron-Braud"), ("Les", "les"),
        (" ", "\u00a0"), ("al", "la"), ("noter", "notre"), ("protégée", "protéger"), ("être", "êtres"),
    } == corrected  # fmt: skip
    assert [one.text for one in found["accessibility/format-as-description"]] == ["JPEG"]
    (colon,) = found["typography/space-before-colon"]
    assert text[: colon.start].endswith("modification")


def test_the_real_letter_s_names_and_acronyms_are_no_errors(checker: Checker, letter_14: Path) -> None:
    right = ["Erwann", "Tor", "Wallström", "Drian", "OSCE", "ONUDC", "MIPROF", "UNVTF", "GRETA", "TEH", "OIT", "Kyoto"]
    found = alone(checker, letter_14.read_text("utf-8"))
    wrong = [one.text for each in found.values() for one in each if one.severity != "advice"]
    assert not set(right) & set(wrong)
    assert [one.text for one in found["names/to-confirm"]] == ["Tor"]


def test_near_identical_names_are_flagged_in_every_section_and_title(checker: Checker) -> None:
    letter = issue(text_section("a", "Mme Zorglond présente"), text_section("b"))
    findings = check_letter(checker, letter, {"a": "Voici Mme\u00a0Zorglund ici.", "b": "Avec M.\u00a0Zorglond aussi."})
    alike = [one for one in findings if one.diagnostic.rule == "names/near-identical"]
    assert [(one.section, one.field, one.diagnostic.text, one.diagnostic.suggestions) for one in alike] == [
        (None, ("outline", 0, "title"), "Zorglond", ("Zorglund",)),
        ("a", (), "Zorglund", ("Zorglond",)),
        ("b", (), "Zorglond", ("Zorglund",)),
    ]


def test_people_whose_known_surnames_differ_by_a_letter_are_compared(checker: Checker) -> None:
    found = alone(checker, "Hier, M.\u00a0Dupont parle.\n\nDemain, M.\u00a0Dupond écoute.")
    assert [one.text for one in found["names/near-identical"]] == ["Dupont", "Dupond"]


def test_two_spellings_of_a_given_name_with_one_surname_are_compared(checker: Checker) -> None:
    found = alone(checker, "Avec M.\u00a0Erwann Tor.\n\nPuis M.\u00a0Erwan Tor.")
    assert [one.text for one in found["names/near-identical"]] == ["Erwann", "Erwan"]


@pytest.mark.parametrize(
    "text",
    [
        "La Suède et la Suisse, Martin et Martine, Paris et Pari.",
        "Les Zorglonds et un Zorglond, une Zorglonde.",
        "L’OIT et l’OIM, le GRETA et la Grèce.",
        "Jean viendra. Jeanne aussi.",
        "En Iran comme ailleurs. En Irak aussi.",
        "Hier Mme\u00a0Maria Durand et Mme\u00a0Marie Petit.",
    ],
)
def test_names_that_only_look_alike_are_left_alone(checker: Checker, text: str) -> None:
    assert "names/near-identical" not in alone(checker, text)


def test_a_name_the_issue_accepts_is_right_and_the_other_is_not(checker: Checker) -> None:
    letter = issue(text_section("a"), words=("Zorglund",))
    findings = check_letter(checker, letter, {"a": "Voici Zorglund puis Zorglond."})
    assert [(d.diagnostic.text, d.diagnostic.suggestions) for d in findings] == [("Zorglond", ("Zorglund",))]


def test_an_unknown_name_is_told_once_with_how_often_it_occurs(checker: Checker) -> None:
    found = alone(checker, "Avec Zorglub.\n\nPuis Zorglub, et encore Zorglub.")
    (name,) = found["names/to-confirm"]
    assert (name.start, name.severity) == (5, "advice")
    assert "3 fois" in name.message


def test_a_name_that_opens_a_sentence_is_not_a_misspelling(checker: Checker) -> None:
    assert "spelling/unknown-word" in alone(checker, "Boiron arrive.")
    assert "spelling/unknown-word" not in alone(checker, "Boiron arrive.\n\nVoici donc Boiron.")


def test_the_summary_s_entries_begin_alike(checker: Checker) -> None:
    def priorities(*titles: str) -> list[tuple[str, str | None, tuple[str | int, ...], str]]:
        sections = [Section(f"p{n}", Kind.PRIORITY, title, file=f"p{n}.md") for n, title in enumerate(titles)]
        texts = {section.id: "Texte." for section in sections}
        return [one for one in brief(check_letter(checker, issue(*sections), texts)) if one[0].endswith("style")]

    rule = "structure/summary-style"
    assert priorities("la TEH", "le trafic", "Les droits", "TEH et trafic") == [
        (rule, None, ("outline", 2, "title"), "Les")
    ]
    assert priorities("La TEH", "Le trafic", "les droits") == [(rule, None, ("outline", 2, "title"), "les")]
    assert priorities("La TEH", "le trafic") == [(rule, None, ("outline", 0, "title"), "La")]
    assert priorities("La TEH", "Le trafic", "ONU") == []


def test_structure_is_checked(checker: Checker) -> None:
    letter = issue(
        Section("s", Kind.SUMMARY, "Sommaire"),
        text_section("a", "Contexte"),
        text_section("p", "Programme", Kind.PROGRAMME, text_section("b", "contexte", Kind.ARTICLE)),
    )
    assert brief(check_letter(checker, letter, {"b": "Texte."})) == [
        ("structure/empty-section", None, ("outline", 1, "title"), "Contexte"),
        ("structure/repeated-title", None, ("outline", 1, "title"), "Contexte"),
        ("structure/repeated-title", None, ("outline", 2, "children", 0, "title"), "contexte"),
    ]


@pytest.mark.parametrize(
    ("picture", "rule", "severity"),
    [
        (Picture("media/a.jpg", "JPEG"), "format-as-description", "error"),
        (Picture("media/carte-ue.jpg", "carte-ue"), "format-as-description", "error"),
        (Picture("media/a.jpg", "IMG_2041"), "format-as-description", "error"),
        (Picture("media/a.jpg", ""), "missing-description", "error"),
        (Picture(None, ""), "missing-description", "warning"),
        (Picture(None, "JPEG"), "format-as-description", "warning"),
    ],
)
def test_a_picture_must_be_described(checker: Checker, picture: Picture, rule: str, severity: str) -> None:
    (found,) = check_letter(checker, issue(picture=picture), {})
    assert (found.diagnostic.rule, found.diagnostic.severity) == (f"accessibility/{rule}", severity)
    assert found.field == ("picture", "description")


def test_pictures_in_a_text_must_be_described(checker: Checker) -> None:
    text = "![](media/a.png) et ![JPEG](media/b.jpg) et ![Une carte de l’Europe](media/c.png) et `![](d.png)`"
    found = check_text_alone(checker, text)
    assert [(one.rule, one.text) for one in found] == [
        ("accessibility/missing-description", "![]"),
        ("accessibility/format-as-description", "JPEG"),
    ]


def test_titles_and_functions_are_checked_as_text(checker: Checker) -> None:
    author = Person("Jeanne Durand", "représentante spécialle", "Mme")
    letter = issue(Section("a", Kind.EDITORIAL, "14ème éditorial", file="a.md", author=author))
    assert brief(check_letter(checker, letter, {"a": "Texte."})) == [
        ("typography/ordinal", None, ("outline", 0, "title"), "14ème"),
        ("spelling/unknown-word", None, ("outline", 0, "author", "role"), "spécialle"),
    ]


def test_an_edit_leaves_the_same_findings_as_a_fresh_check(checker: Checker) -> None:
    letter = issue(text_section("a"), text_section("b", "Autre"))
    live = LetterChecker(checker)
    live.set_issue(letter)
    texts = {"a": "Voici Zorglund.\n\nA chaque fois.", "b": "Un motfaux."}
    for name, text in texts.items():
        live.set_text(name, text)
    live.findings("a")
    texts["a"] = "Encore.\n\n" + texts["a"] + "\n\nPuis Zorglond."
    live.set_text("a", texts["a"])
    found = tuple(one for place in (None, "a", "b") for one in live.findings(place))
    assert found == check_letter(checker, letter, texts)
    live.set_issue(issue(text_section("a"), words=("Zorglund", "Zorglond")))
    assert [one.diagnostic.text for one in live.findings("a")] == ["A"]
    assert not live.findings("b")


class Counting:
    """A layer that notes the blocks it is given."""

    def __init__(self) -> None:
        self.sources: list[str] = []

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        self.sources.append(prose.source)
        yield from ()


def test_after_a_key_only_the_paragraph_it_changed_is_checked_again(letter_14: Path) -> None:
    paragraphs = letter_14.read_text("utf-8").split("\n\n")
    layer = Counting()
    live = LetterChecker(Checker((layer,)))
    live.set_text("a", "\n\n".join(paragraphs))
    live.findings("a")
    layer.sources.clear()
    paragraphs[6] += " Une phrase de plus."
    live.set_text("a", "\n\n".join(paragraphs))
    live.findings("a")
    assert layer.sources == [paragraphs[6]]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "piece", ["a", "A", '"', "l'", "Etat-", "Moiron-", "1ème ", ". a", "[a](", "(«", "\n- ", "M. "]
)
def test_hostile_text_is_checked_in_a_time_in_step_with_its_length(checker: Checker, piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert all(0 <= found.start < found.end <= len(text) for found in check_text_alone(checker, text))


SLIP = "La France s’est mobilisée pour l’adoption de al récente résolution."


def doubts(checker: Checker, text: str, *left_alone: Ignored) -> list[str]:
    """The words of a section that context or grammar doubts, with these findings left alone."""
    letter = replace(issue(text_section("texte")), ignored=left_alone)
    found = check_letter(checker, letter, {"texte": text})
    return [one.diagnostic.text for one in found if one.diagnostic.category in ("context", "grammar")]


@pytest.mark.parametrize(
    "edited",
    [
        SLIP,
        "Vendredi dernier, la France s’est mobilisée à Vienne pour l’adoption de al récente résolution.",
        "La France s’est mobilisée pour l’adoption de al récente résolution des Nations unies sur les droits humains.",
        "Un autre paragraphe.\n\nElle a voté pour l’adoption de al récente décision.",
    ],
)
def test_a_finding_left_alone_stays_so_when_the_rest_of_its_paragraph_changes(checker: Checker, edited: str) -> None:
    start = SLIP.index("al ")
    here = ignored("texte", "context/real-word", SLIP, start, start + 2)
    assert "al" in doubts(checker, edited)
    assert "al" not in doubts(checker, edited, here)


def test_left_alone_here_is_not_left_alone_elsewhere_but_in_the_whole_letter_is(checker: Checker) -> None:
    text = f"{SLIP}\n\nElle salue aussi le contenu de al convention."
    start = SLIP.index("al ")
    assert doubts(checker, text) == ["al", "al"]
    assert doubts(checker, text, ignored("texte", "context/real-word", SLIP, start, start + 2)) == ["al"]
    assert doubts(checker, text, ignored_everywhere("context/real-word", "al")) == []
