"""The plan as views see it: a sound model, told in words, asked for changes by drag and drop."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from editor_app.gui.outline.model import SECTION_MIME, OutlineModel, Role
from editor_app.issue.outline import Kind, Outline, Section, Status

MOVE = Qt.DropAction.MoveAction


def article(name: str) -> Section:
    return Section(name, Kind.ARTICLE, name.capitalize(), file=f"sections/{name}.md")


OUTLINE = Outline(
    (
        Section("editorial", Kind.EDITORIAL, "Éditorial", Status.READY, "sections/editorial.md"),
        Section("summary", Kind.SUMMARY, "Sommaire"),
        Section(
            "trafic",
            Kind.PRIORITY,
            "Le trafic",
            Status.DRAFT,
            "sections/trafic.md",
            None,
            (article("un"), article("deux")),
        ),
        Section("mineurs", Kind.PRIORITY, "Les mineurs", file="sections/mineurs.md"),
        Section("agenda", Kind.FREE, "Agenda", file="sections/agenda.md"),
    )
)


@pytest.fixture
def model(qapp: object) -> OutlineModel:  # noqa: ARG001  (made first)
    made = OutlineModel()
    made.set_outline(OUTLINE)
    return made


def watched(model: QAbstractItemModel) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def carried(model: OutlineModel, name: str) -> QMimeData:
    return model.mimeData([model.index_of(name)])


def drop(model: OutlineModel, name: str, parent: str | None, row: int) -> Outline | None:
    """The outline after a drop, None when it is refused."""
    asked: list[tuple[str, str | None, int]] = []
    model.moved.connect(lambda *move: asked.append(move))
    at = model.index_of(parent) if parent else QModelIndex()
    data = carried(model, name)
    allowed = model.canDropMimeData(data, MOVE, row, 0, at)
    assert not model.dropMimeData(data, MOVE, row, 0, at), "the view must not take rows out by itself"
    model.moved.disconnect()
    assert bool(asked) is allowed
    return OUTLINE.move(*asked[0]) if asked else None


def test_the_model_is_sound_through_every_change(model: OutlineModel) -> None:
    tester = watched(model)
    model.set_outline(OUTLINE.rename("un", "Autre titre"))
    model.set_outline(OUTLINE.move("deux", None, 0))
    model.set_outline(OUTLINE.remove("trafic"))
    model.set_outline(Outline())
    model.set_outline(OUTLINE)
    assert tester.model() is model


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_model_shows_any_tree_as_it_is(data: st.DataObject) -> None:
    outline = Outline()
    model = OutlineModel()
    tester = watched(model)
    for number in range(data.draw(st.integers(1, 12))):
        parent = data.draw(st.sampled_from([None, *(section.id for section in outline.walk())]))
        outline = outline.insert(article(f"s{number}"), parent, data.draw(st.integers(0, 5)))
        model.set_outline(outline)
    shown: list[str] = []

    def walk(parent: QModelIndex) -> None:
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            assert model.parent(index) == parent
            shown.append(model.section(index).id)
            walk(index)

    walk(QModelIndex())
    assert shown == [section.id for section in outline.walk()]
    assert all(model.section(model.index_of(name)).id == name for name in shown)
    assert tester.model() is model


def test_a_row_is_told_in_words(model: OutlineModel) -> None:
    model.set_findings({"trafic": 3, "un": 1}, frozenset({"mineurs"}))

    def told(name: str) -> str:
        return str(model.index_of(name).data(Qt.ItemDataRole.AccessibleTextRole))

    assert told("trafic") == "Priorité\u00a01\u00a0: Le trafic — en cours, 3 points à revoir"
    assert told("un") == "Un — à rédiger, 1 point à revoir"
    assert told("mineurs") == "Priorité\u00a02\u00a0: Les mineurs — à rédiger, vide"
    assert told("editorial") == "Éditorial — bon à tirer"
    assert model.index_of("trafic").data(Role.FINDINGS) == 3
    assert model.index_of("mineurs").data(Role.EMPTY)


def test_one_types_the_title_without_its_number(model: OutlineModel) -> None:
    assert model.index_of("mineurs").data(Qt.ItemDataRole.EditRole) == "Les mineurs"


def test_a_new_title_is_asked_for_without_its_outer_spaces(model: OutlineModel) -> None:
    asked: list[tuple[str, str]] = []
    model.renamed.connect(lambda *names: asked.append(names))
    assert model.setData(model.index_of("agenda"), "  Rendez-vous  ")
    assert model.setData(model.index_of("agenda"), "Agenda")
    assert not model.setData(model.index_of("agenda"), "   ")
    assert asked == [("agenda", "Rendez-vous")]


def test_other_titles_and_statuses_keep_the_rows(model: OutlineModel) -> None:
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.set_outline(OUTLINE.rename("agenda", "Rendez-vous"))
    assert not resets
    assert model.index_of("agenda").data() == "Rendez-vous"


@pytest.mark.parametrize(
    ("name", "parent", "row", "order"),
    [
        ("agenda", None, 0, ["agenda", "editorial", "summary", "trafic", "mineurs"]),
        ("trafic", None, 5, ["editorial", "summary", "mineurs", "agenda", "trafic"]),
        ("trafic", None, 4, ["editorial", "summary", "mineurs", "trafic", "agenda"]),
        ("mineurs", None, 2, ["editorial", "summary", "mineurs", "trafic", "agenda"]),
        ("trafic", None, -1, ["editorial", "summary", "mineurs", "agenda", "trafic"]),
        ("mineurs", None, 3, ["editorial", "summary", "trafic", "mineurs", "agenda"]),
    ],
)
def test_a_section_lands_where_the_line_between_rows_showed(
    model: OutlineModel, name: str, parent: str | None, row: int, order: list[str]
) -> None:
    after = drop(model, name, parent, row)
    assert after is not None
    assert [section.id for section in after.sections] == order


@pytest.mark.parametrize(
    ("name", "parent", "row", "children"),
    [
        ("un", "trafic", 2, ["deux", "un"]),
        ("deux", "trafic", 0, ["deux", "un"]),
        ("un", "mineurs", -1, ["un"]),
        ("agenda", "trafic", 1, ["un", "agenda", "deux"]),
    ],
)
def test_an_article_lands_inside_a_section(
    model: OutlineModel, name: str, parent: str, row: int, children: list[str]
) -> None:
    after = drop(model, name, parent, row)
    assert after is not None
    assert [section.id for section in after.find(parent).children] == children


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("un", "editorial"),
        ("un", "summary"),
        ("un", "deux"),
        ("un", "un"),
        ("trafic", "un"),
        ("trafic", "trafic"),
        ("trafic", "mineurs"),
        ("editorial", "trafic"),
        ("summary", "mineurs"),
    ],
)
def test_what_would_make_no_letter_is_refused(model: OutlineModel, name: str, parent: str) -> None:
    assert drop(model, name, parent, -1) is None


def test_what_comes_from_elsewhere_is_refused(model: OutlineModel) -> None:
    strange = QMimeData()
    strange.setData(SECTION_MIME, b"\xff\xfe")
    words = QMimeData()
    words.setText("editorial")
    for data in (strange, words):
        assert not model.canDropMimeData(data, MOVE, 0, 0, QModelIndex())
        assert not model.dropMimeData(data, MOVE, 0, 0, QModelIndex())


def test_rows_that_hold_articles_say_so(model: OutlineModel) -> None:
    def receives(name: str) -> bool:
        return bool(model.flags(model.index_of(name)) & Qt.ItemFlag.ItemIsDropEnabled)

    assert [name for name in ("editorial", "summary", "trafic", "un", "mineurs", "agenda") if receives(name)] == [
        "trafic",
        "mineurs",
        "agenda",
    ]
