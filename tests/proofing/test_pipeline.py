"""Layers are run in order over blocks, and their answers are kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from editor_app.proofing.corrections import apply
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose
from editor_app.proofing.pipeline import Checker


class Flags:
    """A layer that flags a word, and counts the blocks it was asked about."""

    def __init__(self, word: str, rule: str) -> None:
        self.word, self.rule, self.asked = word, rule, 0

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        self.asked += 1
        at = prose.text.find(self.word)
        if at >= 0 and self.word not in prose.words:
            yield Diagnostic(
                self.rule, Category.CONTEXT, Severity.ERROR, at, at + len(self.word), self.word, "Non.", ("bien",)
            )


def test_of_two_layers_that_flag_one_place_the_first_is_right() -> None:
    found = Checker([Flags("bel", "context/a"), Flags("un bel", "context/b"), Flags("été", "context/c")])
    assert [one.rule for one in found.check_block("un bel été")] == ["context/a", "context/c"]


def test_a_block_is_checked_once_for_the_same_words() -> None:
    layer = Flags("bel", "context/a")
    checker = Checker([layer])
    checker.check_text("un bel été\n\nun bel été\n\nautre")
    assert layer.asked == 2
    assert not checker.check_block("un bel été", frozenset({"bel"}))
    assert layer.asked == 3


def test_offsets_count_from_the_start_of_the_text() -> None:
    text = "Premier.\n\n\nun bel été\n\n`bel`"
    (found,) = Checker([Flags("bel", "context/a")]).check_text(text)
    assert text[found.start : found.end] == found.text == "bel"


def test_corrections_go_into_the_text() -> None:
    text = "un bel été, un bel hiver"
    found = [Flags("bel", "context/a").check(Prose(text, text))]
    assert apply(text, [one for each in found for one in each]) == "un bien été, un bel hiver"


def test_a_correction_of_another_text_is_refused() -> None:
    (stale,) = Flags("bel", "context/a").check(Prose("un bel été", "un bel été"))
    with pytest.raises(ValueError, match="not of this text"):
        apply("une belle saison", [stale])


def test_a_layer_that_wants_to_know_is_told_beforehand_what_it_will_be_asked() -> None:
    class Foresees(Flags):
        def foresee(self, proses: Iterable[Prose]) -> None:
            self.told = [one.source for one in proses]

    layer = Foresees("bel", "context/a")
    checker = Checker([Flags("été", "context/b"), layer])
    checker.foresee(["un bel été", "autre", "un bel été"])
    assert layer.told == ["un bel été", "autre"]
    assert layer.asked == 0
    checker.check_block("autre")
    checker.foresee(["autre", "un bel été"])
    assert layer.told == ["un bel été"], "the answer about the other is kept"
