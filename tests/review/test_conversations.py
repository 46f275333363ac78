"""Remarks are read in the order of the text, the same suggestion once, answers under what they answer; none is lost."""

from __future__ import annotations

import dataclasses

from editor_app.issue.outline import Kind, Outline, Section
from editor_app.review.annotation import Annotation, State, comment
from editor_app.review.conversations import conversations
from editor_app.review.decisions import reply, suggestion

TEXT = "L’adoption de al récente résolution."
OUTLINE = Outline(tuple(Section(name, Kind.FREE, name, file=f"sections/{name}.md") for name in "ab"))
TEXTS = {"a": TEXT, "b": TEXT}


def suggest(words: str, instead: str, author: str = "Ana", section: str = "a") -> Annotation:
    start = TEXT.index(words)
    return suggestion(TEXT, start, start + len(words), instead, issue="i", section=section, author=author)


def remark(words: str, section: str = "a") -> Annotation:
    start = TEXT.index(words)
    return comment(TEXT, start, start + len(words), issue="i", section=section, body="?", author="Bo")


def test_the_order_is_that_of_the_text_and_what_left_the_letter_comes_last() -> None:
    late, early, other, gone = remark("récente"), remark("adoption"), remark("al", "b"), remark("al", "gone")
    told = conversations(OUTLINE, [gone, other, late, early], TEXTS)
    assert [one.remark for one in told] == [early, late, other, gone]


def test_the_same_suggestion_by_two_people_is_one_with_two_names_and_both_conversations() -> None:
    one, same = suggest("al", "la"), suggest("de al", "de la", "Bo")
    answer = reply(same, "Bien vu.", "Rédaction")
    (told,) = conversations(OUTLINE, [one, same, answer], TEXTS)
    assert set(told.authors) == {"Ana", "Bo"}
    assert told.replies == (answer,)


def test_suggestions_that_cannot_both_stand_know_each_other() -> None:
    one, rival, apart = suggest("al", "la"), suggest("al récente", "une autre", "Bo"), suggest("adoption", "x")
    told = {each.remark.id: each for each in conversations(OUTLINE, [one, rival, apart], TEXTS)}
    assert [each.remarks[0].id for each in told[one.id].rivals] == [rival.id]
    assert told[apart.id].rivals == ()


def test_a_withdrawn_remark_is_not_shown_and_answers_to_it_stand_by_themselves() -> None:
    first = remark("al")
    answer = reply(first, "Pourquoi ?", "Ana")
    gone = dataclasses.replace(first, state=State.DELETED)
    assert [each.remark for each in conversations(OUTLINE, [gone, answer], TEXTS)] == [answer]


def test_a_suggestion_without_a_place_is_told_without_what_it_would_change() -> None:
    made = suggest("al", "la")
    lost = dataclasses.replace(made, target=dataclasses.replace(made.target, end=made.target.start))
    (told,) = conversations(OUTLINE, [lost], TEXTS)
    assert told.proposal is None
    assert told.suggests
