"""CriticMarkup says what it marks, and nothing else; what is written is read back."""

from __future__ import annotations

import datetime
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.annotation import Annotation, Motivation, comment
from editor_app.review.changes import Change, Suggested, suggested
from editor_app.review.criticmarkup import read_marks, signed, write_marks

LUC = Change("Luc", datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC))
TEXT = "La France agit avec ses partenaires.\n\n- un **mot** ;\n- deux mots 🙂.\n"


def proposed(source: str) -> list[tuple[str, str]]:
    marked = read_marks(source, LUC)
    found = [each for each in suggested(marked.cells, marked.base) if isinstance(each, Suggested)]
    return [(marked.base[each.start : each.end], each.replacement) for each in found]


@pytest.mark.parametrize(
    ("source", "base", "changes"),
    [
        ("Un {++grand ++}mot", "Un mot", [("mot", "grand mot")]),
        ("Un {--grand --}mot", "Un grand mot", [("grand ", "")]),
        ("Un {~~petit~>grand~~} mot", "Un petit mot", [("petit", "grand")]),
        ("Un {==mot==}{>>lequel ?<<}.", "Un mot.", []),
        ("Un {>>lequel ?<<}mot", "Un mot", []),
        ("prot{~~égées~>éger~~} les victimes", "protégées les victimes", [("protégées", "protéger")]),
        ("Fin.{++\n\nUn paragraphe.++}\n", "Fin.\n", [(".", ".\n\nUn paragraphe.")]),
        ("{++ouvert, {--aussi, {~~sans flèche~~}, {==, {>>", "{++ouvert, {--aussi, {~~sans flèche~~}, {==, {>>", []),
        ("a {~~b~~} c {~~d~>e~~}", "a {~~b~~} c d", [("d", "e")]),
    ],
)
def test_each_mark_says_what_it_marks(source: str, base: str, changes: list[tuple[str, str]]) -> None:
    assert read_marks(source, LUC).base == base
    assert proposed(source) == changes


def test_a_comment_is_about_what_it_follows() -> None:
    marked = read_marks("{==un mot==}{>>Lequel ?<<}{>>Celui-ci.<<} {~~a~>b~~}{>>Mieux.<<}", LUC)
    words = ["".join(cell.text for cell in marked.cells[each.start : each.end]) for each in marked.comments]
    assert words == ["un mot", "un mot", "ab"]
    assert [(each.body, each.changes, each.follows) for each in marked.comments] == [
        ("Lequel ?", False, False),
        ("Celui-ci.", False, True),
        ("Mieux.", True, False),
    ]


def test_a_comment_is_signed_by_those_who_are_known_only() -> None:
    assert signed("Anne Roux\u00a0: D’accord\u00a0: oui.", ["Anne Roux"]) == ("Anne Roux", "D’accord\u00a0: oui.")
    assert signed("Anne Roux", ["Anne Roux"]) == ("Anne Roux", "")
    assert signed("Attention : non.", ["Anne Roux"]) is None


def suggestion(start: int, end: int, instead: str | None, said: str) -> Annotation:
    made = comment(TEXT, start, end, issue="i", section="s", body=said, author="Anne Roux")
    return made if instead is None else replace(made, motivation=Motivation.EDITING, replacement=instead)


@given(
    st.lists(
        st.tuples(
            st.integers(0, len(TEXT) - 2),
            st.integers(1, 12),
            st.one_of(st.none(), st.sampled_from(["", "x", "autre mot", "a ~> b", "{++x++}", "🙂"])),
            st.sampled_from(["", "Pourquoi ?", "{>>x<<}", "une\nautre ligne"]),
        ),
        max_size=6,
    )
)
@settings(max_examples=300, deadline=None)
def test_what_is_written_has_the_text_and_every_remark_in_it(asked: list[tuple[int, int, str | None, str]]) -> None:
    remarks = [suggestion(start, min(start + n, len(TEXT)), instead, said) for start, n, instead, said in asked]
    marked = read_marks(write_marks(TEXT, remarks), LUC)
    assert marked.base == TEXT
    assert len(marked.comments) == len(remarks)


@pytest.mark.parametrize("mark", ["{++", "{~~", "{~~a~~}", "{=="])
def test_each_open_mark_more_takes_no_longer_to_read_than_the_one_before(mark: str) -> None:
    def cost(count: int) -> float:
        """Processor time, the least of some: what else the machine does is not counted."""
        source, spent = mark * count + "~~}", []
        for _ in range(3):
            began = time.process_time()
            read_marks(source, LUC)
            spent.append(time.process_time() - began)
        return min(spent)

    # Sixteen times as many; if each looked at all that follow, it would take 256 times as long.
    assert cost(8_000) < 128 * cost(500)
