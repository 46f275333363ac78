"""The plan of a letter stays a plan, whatever is done to it."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.issue.outline import Kind, Outline, OutlineError, Section
from editor_app.issue.summary import summary

NAMES = st.integers(0, 10_000)


@st.composite
def outlines(draw: st.DrawFn, least: int = 1) -> Outline:
    """A plan of up to twelve sections at any depth up to three."""
    outline = Outline()
    for number in range(draw(st.integers(least, 12))):
        shallow = [s.id for s in outline.walk() if len(outline.path(s.id)) < 3]
        parent = draw(st.sampled_from([None, *shallow]))
        kind = draw(st.sampled_from(list(Kind)))
        index = draw(st.none() | st.integers(-1, 5))
        outline = outline.insert(Section(f"s{number}", kind, f"Titre {number}"), parent, index)
    return outline


def ids(outline: Outline) -> list[str]:
    return [section.id for section in outline.walk()]


def numbers(outline: Outline) -> list[int]:
    found = (outline.priority_number(section.id) for section in outline.walk())
    return [number for number in found if number is not None]


@given(outlines(), st.data())
@settings(max_examples=100)
def test_moving_a_section_loses_and_repeats_none(outline: Outline, data: st.DataObject) -> None:
    moved = data.draw(st.sampled_from(ids(outline)))
    parent = data.draw(st.sampled_from([None, *ids(outline)]))
    index = data.draw(st.none() | st.integers(0, 6))
    below = [section.id for section in outline.find(moved).walk()]
    if parent in below:
        with pytest.raises(OutlineError):
            outline.move(moved, parent, index)
        return
    after = outline.move(moved, parent, index)
    assert sorted(ids(after)) == sorted(ids(outline))
    assert after.find(moved) == outline.find(moved)
    above = after.parent(moved)
    assert (above.id if above else None) == parent


@given(outlines(), st.data())
@settings(max_examples=100)
def test_a_move_can_be_taken_back(outline: Outline, data: st.DataObject) -> None:
    moved = data.draw(st.sampled_from(ids(outline)))
    others = [name for name in ids(outline) if name not in [s.id for s in outline.find(moved).walk()]]
    after = outline.move(moved, data.draw(st.sampled_from([None, *others])), data.draw(st.integers(0, 6)))
    before = outline.parent(moved)
    assert after.move(moved, before.id if before else None, outline.path(moved)[-1]) == outline


@given(outlines(), st.data())
@settings(max_examples=100)
def test_removing_and_inserting_again_gives_the_same_plan(outline: Outline, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(ids(outline)))
    section, parent, at = outline.find(name), outline.parent(name), outline.path(name)[-1]
    without = outline.remove(name)
    gone = {below.id for below in section.walk()}
    assert set(ids(without)) == set(ids(outline)) - gone
    assert without.insert(section, parent.id if parent else None, at) == outline


@given(outlines(), st.data())
@settings(max_examples=60)
def test_priorities_are_numbered_by_their_order(outline: Outline, data: st.DataObject) -> None:
    assert numbers(outline) == list(range(1, len(numbers(outline)) + 1))
    moved = data.draw(st.sampled_from(ids(outline)))
    after = outline.move(moved, None, data.draw(st.integers(0, 6)))
    assert numbers(after) == numbers(outline)


@given(outlines(), st.text(max_size=20), st.data())
@settings(max_examples=60)
def test_renaming_changes_one_title_and_nothing_else(outline: Outline, title: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(ids(outline)))
    after = outline.rename(name, title)
    assert after.find(name).title == title
    assert after.rename(name, outline.find(name).title) == outline


@given(outlines())
@settings(max_examples=60)
def test_every_section_is_found_where_its_path_says(outline: Outline) -> None:
    for section in outline.walk():
        sections = outline.sections
        for index in outline.path(section.id):
            found = sections[index]
            sections = found.children
        assert found is section


def test_two_sections_cannot_share_an_id() -> None:
    section = Section("a", Kind.FREE, "A")
    with pytest.raises(OutlineError, match="a"):
        Outline((section, replace(section, title="B")))


@pytest.mark.parametrize("operation", [Outline.remove, Outline.path, Outline.find, Outline.parent])
def test_an_unknown_section_is_said_to_be_unknown(operation: object) -> None:
    with pytest.raises(OutlineError, match="absente"):
        operation(Outline(), "absente")  # type: ignore[operator]


def test_the_summary_follows_the_plan() -> None:
    article = Section("c", Kind.ARTICLE, "Un stage")
    outline = Outline(
        (
            Section("a", Kind.EDITORIAL, "Éditorial"),
            Section("s", Kind.SUMMARY, "Sommaire"),
            Section("b", Kind.PRIORITY, "Agir", children=(article,)),
            Section("d", Kind.PRIORITY, "Tenir"),
        )
    )
    assert [(entry.heading, entry.depth) for entry in summary(outline)] == [
        ("Priorité\u00a01\u00a0: Agir", 0),
        ("Un stage", 1),
        ("Priorité\u00a02\u00a0: Tenir", 0),
    ]
    swapped = outline.move("d", None, 2)
    assert [entry.section_id for entry in summary(swapped)] == ["d", "b", "c"]
    assert all(a != b for a, b in itertools.pairwise(entry.heading for entry in summary(swapped)))
