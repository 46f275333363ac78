"""Two people change a letter's sheet and outline: both changes are there, and what cannot be is shown."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.issue.merging_values import merge_values
from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section, Status

OUTLINE = Outline(
    (
        Section("un", Kind.EDITORIAL, "Éditorial"),
        Section("deux", Kind.PRIORITY, "Deux", children=(Section("agir", Kind.ARTICLE, "Agir"),)),
        Section("trois", Kind.FREE, "Trois"),
    )
)
BASE = Issue("id", 14, "Une lettre sur les rives", OUTLINE, words=("Europol",))


def added(name: str) -> Section:
    return Section(name, Kind.FREE, name.title(), file=f"sections/{name}.md")


def test_both_add_a_section_at_the_same_place() -> None:
    mine = replace(BASE, outline=OUTLINE.insert(added("mienne")))
    theirs = replace(BASE, outline=OUTLINE.insert(added("autre")))
    both = merge_values(BASE, mine, theirs)
    assert both is not None and both.agreed is not None
    assert {section.id for section in both.agreed.outline.walk()} == {"un", "deux", "agir", "trois", "mienne", "autre"}


def test_one_changes_a_section_and_the_other_moves_it() -> None:
    mine = replace(BASE, outline=OUTLINE.change("agir", lambda s: replace(s, status=Status.READY)))
    theirs = replace(BASE, outline=OUTLINE.move("agir", None, 0), words=("Europol", "Eurojust"))
    both = merge_values(BASE, mine, theirs)
    assert both is not None and both.agreed is not None
    first = both.agreed.outline.sections[0]
    assert (first.id, first.status, both.agreed.words) == ("agir", Status.READY, ("Europol", "Eurojust"))


def test_a_title_changed_by_both_in_different_words_has_both() -> None:
    mine, theirs = replace(BASE, title="Une lettre sur trois rives"), replace(BASE, title="La lettre sur les rives")
    both = merge_values(BASE, mine, theirs)
    assert both is not None and both.agreed is not None
    assert both.agreed.title == "La lettre sur trois rives"


def test_the_same_value_changed_by_both_is_the_only_thing_that_differs() -> None:
    mine = replace(BASE, number=15, outline=OUTLINE.rename("un", "Le mien"))
    theirs = replace(BASE, number=16, outline=OUTLINE.insert(added("autre")))
    both = merge_values(BASE, mine, theirs)
    assert both is not None and both.agreed is None
    assert (both.base.number, both.mine.number, both.theirs.number) == (14, 15, 16)
    assert both.mine.outline == both.theirs.outline
    assert both.mine.outline.find("un").title == "Le mien" and "autre" in both.mine.outline


def test_a_section_removed_by_one_and_changed_by_the_other_is_not_decided_here() -> None:
    removed = replace(BASE, outline=OUTLINE.remove("deux"))
    changed = replace(BASE, outline=OUTLINE.insert(added("neuf"), "deux"))
    assert merge_values(BASE, removed, changed) is None
    assert merge_values(BASE, changed, removed) is None
    both = merge_values(BASE, removed, BASE)
    assert both is not None and both.agreed == removed


def test_sections_moved_into_one_another_are_not_decided_here() -> None:
    mine = replace(BASE, outline=OUTLINE.move("un", "trois"))
    theirs = replace(BASE, outline=OUTLINE.move("trois", "un"))
    assert merge_values(BASE, mine, theirs) is None


def changed(issue: Issue, steps: list[tuple[int, int, int]], mark: str) -> Issue:
    """The issue after a few things that people do to it."""
    for number, (what, which, where) in enumerate(steps):
        outline = issue.outline
        ids = [section.id for section in outline.walk()]
        name = ids[which % len(ids)]
        match what:
            case 0:
                outline = outline.insert(added(f"{mark}{number}"), None if where % 2 else name, where)
            case 1:
                outline = outline.rename(name, f"{mark} {number}")
            case 2:
                outline = outline.move(name, None, where)
            case 3 if len(ids) > 1:
                outline = outline.remove(name)
            case _:
                issue = replace(issue, words=(*issue.words, f"{mark}{number}"))
        issue = replace(issue, outline=outline)
        if not outline.sections:
            break
    return issue


steps = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 9), st.integers(0, 4)), max_size=4)


@settings(max_examples=150, deadline=None)
@given(steps, steps)
def test_nothing_that_one_side_alone_did_is_lost(
    first: list[tuple[int, int, int]], second: list[tuple[int, int, int]]
) -> None:
    mine, theirs = changed(BASE, first, "m"), changed(BASE, second, "t")
    for alone in (merge_values(BASE, mine, BASE), merge_values(BASE, BASE, mine), merge_values(BASE, mine, mine)):
        assert alone is not None and alone.agreed == mine
    both = merge_values(BASE, mine, theirs)
    if both is None:
        other = merge_values(BASE, theirs, mine)
        assert other is None
        return
    known = {section.id for section in OUTLINE.walk()}
    for side in (mine, theirs):
        for section in side.outline.walk():
            if section.id not in known:
                assert both.mine.outline.find(section.id).title == section.title
        assert set(side.words) <= set(both.mine.words)
    for name in known:
        if name not in mine.outline or name not in theirs.outline:
            assert name not in both.mine.outline
            continue
        titles = {outline.find(name).title for outline in (mine.outline, theirs.outline)} - {OUTLINE.find(name).title}
        if len(titles) == 1:
            assert {both.mine.outline.find(name).title, both.theirs.outline.find(name).title} == titles
