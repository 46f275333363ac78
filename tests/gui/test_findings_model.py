"""The list of findings as views see it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from editor_app.gui.findings.model import FindingsModel
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity

OUTLINE = Outline(
    (
        Section("editorial", Kind.EDITORIAL, "Éditorial", file="sections/editorial.md"),
        Section("summary", Kind.SUMMARY, "Sommaire"),
        Section(
            "trafic",
            Kind.PRIORITY,
            "Le trafic",
            file="sections/trafic.md",
            children=(Section("frontieres", Kind.ARTICLE, "Aux frontières", file="sections/frontieres.md"),),
        ),
    )
)


def fault(text: str, start: int = 0, severity: Severity = Severity.ERROR, suggestion: str = "") -> Diagnostic:
    suggestions = (suggestion,) if suggestion else ()
    end = start + len(text)
    return Diagnostic("spelling/unknown", Category.SPELLING, severity, start, end, text, f"« {text} » ?", suggestions)


@pytest.fixture
def model(qapp: object) -> FindingsModel:  # noqa: ARG001  (made first)
    made = FindingsModel()
    made.set_outline(OUTLINE)
    return made


def told(model: FindingsModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_the_model_is_sound_through_every_change(model: FindingsModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    model.set_section("editorial", [(0, fault("al")), (4, fault("noter"))])
    model.set_section("editorial", [(1, fault("al")), (4, fault("noter"))])
    model.update_lines("trafic", {2: [fault("un")], 0: []})
    model.set_about_issue([Finding(fault("A"), None, ("title",))])
    model.set_outline(OUTLINE.remove("editorial"))
    model.clear()
    assert tester.model() is model


def test_rows_stand_in_reading_order_those_about_the_letter_last(model: FindingsModel) -> None:
    model.set_about_issue([Finding(fault("titre"), None, ("outline", 2, "title"))])
    model.set_section("frontieres", [(0, fault("c"))])
    model.set_section("editorial", [(3, fault("b")), (0, fault("d", 9)), (0, fault("a", 2))])
    assert [row.split(" — ")[:2] for row in told(model)] == [
        ["Éditorial, ligne 1", "a"],
        ["Éditorial, ligne 1", "d"],
        ["Éditorial, ligne 4", "b"],
        ["Aux frontières, ligne 1", "c"],
        ["Priorité\u00a01\u00a0: Le trafic", "titre"],
    ]


def test_a_row_tells_place_fault_correction_and_reason(model: FindingsModel) -> None:
    model.set_section("editorial", [(2, fault("al", suggestion="la"))])
    index = model.index(0)
    assert index.data() == "Éditorial, ligne 3 — al → la — « al » ?"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data()
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Orthographe (faute)"


def test_only_the_lines_that_changed_are_replaced(model: FindingsModel) -> None:
    model.set_section("trafic", [(0, fault("un")), (1, fault("deux")), (2, fault("trois"))])
    model.update_lines("trafic", {1: [], 2: [fault("quatre")]})
    assert [row.diagnostic.text for row in map(model.row_at, map(model.index, range(2)))] == ["un", "quatre"]
    assert model.lines("trafic") == {0: [fault("un")], 2: [fault("quatre")]}


def test_advice_is_listed_but_counts_for_nothing(model: FindingsModel) -> None:
    kinds = (Severity.ERROR, Severity.WARNING, Severity.ADVICE)
    model.set_section("editorial", [(line, fault("x", severity=kind)) for line, kind in enumerate(kinds)])
    assert model.rowCount() == 3
    assert model.count("editorial") == 2
    assert model.errors() == 1


def test_findings_leave_with_their_section(model: FindingsModel) -> None:
    model.set_section("frontieres", [(0, fault("c"))])
    model.set_outline(OUTLINE.remove("trafic"))
    assert told(model) == []


def test_a_field_names_its_section(model: FindingsModel) -> None:
    assert model.section_of_field(("outline", 2, "children", 0, "title")) == "frontieres"
    assert model.section_of_field(("outline", 0, "title")) == "editorial"
    assert model.section_of_field(("title",)) is None
    assert model.section_of_field(("outline", 9, "title")) is None
