"""What the author makes of remarks: the words change, the remarks stay on theirs, nothing of anybody is rewritten."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from long_counts import LONG_RUN

from editor_app.review.annotation import Annotation, Motivation, State, comment
from editor_app.review.decisions import (
    accept,
    decided,
    listed,
    of_people,
    placed,
    proposal_of,
    reply,
    signed,
    suggestion,
    typographic,
    typographic_proposals,
)
from editor_app.review.sign_off import Verdict
from editor_app.review.suggestions import accept_all, proposals

TEXT = "L’adoption de al récente résolution a permis de protégées les victimes."


def suggest(words: str, instead: str, author: str = "Anne", text: str = TEXT) -> Annotation:
    start = text.index(words)
    return suggestion(text, start, start + len(words), instead, issue="i", section="s", author=author)


def remark(words: str, author: str = "Luc") -> Annotation:
    start = TEXT.index(words)
    return comment(TEXT, start, start + len(words), issue="i", section="s", body="?", author=author)


def accepted(one: Annotation, remarks: list[Annotation], text: str = TEXT) -> tuple[str, dict[str, Annotation]]:
    proposal = proposal_of(one, remarks, text)
    assert proposal is not None
    done = accept([proposal], remarks, "s", text)
    known = {each.id: each for each in remarks} | {each.id: each for each in done.remarks}
    return done.after, known


def test_an_accepted_suggestion_is_in_the_text_and_says_so() -> None:
    one = suggest("al récente", "la récente")
    done = accept([found] if (found := proposal_of(one, [one], TEXT)) else [], [one], "s", TEXT)
    assert done.after == TEXT.replace("de al ", "de la ")
    (now,) = done.remarks
    assert (now.state, now.revision, now.author) == (State.ACCEPTED, 2, "Anne")
    assert done.message == "Suggestion d’Anne acceptée\u00a0: «\u00a0al\u00a0» devient «\u00a0la\u00a0»"


def test_the_same_suggestion_by_two_people_is_accepted_for_both() -> None:
    one, other = suggest("al", "la"), suggest("al", "la", "Luc")
    _, known = accepted(one, [one, other])
    assert {each.state for each in known.values()} == {State.ACCEPTED}


def test_rivals_are_refused_with_the_choice_and_others_stay_on_their_words() -> None:
    one, rival = suggest("protégées", "protéger"), suggest("de protégées", "que l’on protège", "Luc")
    elsewhere, about = suggest("récente", "dernière", "Zoé"), remark("victimes")
    after, known = accepted(one, [one, rival, elsewhere, about])
    assert known[rival.id].state is State.REFUSED
    assert known[elsewhere.id].state is State.OPEN
    for each, words in ((elsewhere, "récente"), (about, "victimes"), (one, "protéger")):
        target = known[each.id].target
        assert after[target.start : target.end] == words


def test_a_comment_on_replaced_words_is_then_on_what_replaced_them() -> None:
    one, about, inside = suggest("al récente résolution", "la dernière résolution"), remark("al"), remark("résolution")
    after, known = accepted(one, [one, about, inside])
    for each, words in ((about, "la"), (inside, "résolution")):
        target = known[each.id].target
        assert after[target.start : target.end] == words


def test_a_comment_on_words_that_left_is_an_orphan() -> None:
    one, about = suggest("récente ", ""), remark("récente")
    _, known = accepted(one, [one, about])
    assert known[about.id].target.orphan


@pytest.mark.parametrize("count", [12, pytest.param(10_000, marks=LONG_RUN)])
def test_accepting_in_any_order_gives_what_all_at_once_gives(count: int) -> None:
    words = " ".join(f"mot{number}" for number in range(60))
    chance = random.Random(6)  # noqa: S311 -- repeatable, not secret
    instead = ["", "autre 🕊 chose", "x"]
    for _ in range(count):
        chosen = chance.sample(range(10, 58), 12)
        remarks = [suggest(f"mot{number} ", f"{chance.choice(instead)} ", "Anne", words) for number in chosen]
        together = accept_all(words, proposals(remarks, "s", words))
        text, now = words, list(remarks)
        for one in chance.sample(remarks, len(remarks)):
            known = next(each for each in now if each.id == one.id)
            proposal = proposal_of(known, now, text)
            assert proposal is not None
            done = accept([proposal], now, "s", text)
            changed = {each.id: each for each in done.remarks}
            text, now = done.after, [changed.get(each.id, each) for each in now]
        assert text == together
        assert {each.state for each in now} == {State.ACCEPTED}


def test_two_rivals_cannot_be_accepted_together() -> None:
    remarks = [suggest("al", "la"), suggest("al", "cette", "Luc")]
    with pytest.raises(ValueError, match="rival"):
        accept(proposals(remarks, "s", TEXT), remarks, "s", TEXT)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("droits ; ", "droits\u202f; "),
        ('"Cœur bleu"', "«\u00a0Cœur bleu\u00a0»"),
        ("l'échange", "l’échange"),
        ("A chaque", "À chaque"),
        ("la 14ème lettre", "la 14e lettre"),
        ("2021-2022", "2021–2022"),
        ("etc...", "etc…"),
    ],
)
def test_what_changes_only_typography(before: str, after: str) -> None:
    assert typographic(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [("al", "la"), ("droits", "droit"), ("parceque", "parce que"), ("oui, non", "oui non"), ("a", "à"), ("x", "x")],
)
def test_what_changes_more_than_typography(before: str, after: str) -> None:
    assert not typographic(before, after)


def test_all_typography_of_a_person_leaves_out_words_rivals_and_other_people() -> None:
    text = 'Des droits ; une "charte", la 14ème lettre et al fin.'
    own = suggest("droits ; une", "droits\u202f; une", "Anne", text)
    remarks = [
        own,
        suggest('"charte"', "«\u00a0charte\u00a0»", "Luc", text),
        suggest("14ème", "14e", "Anne", text),
        suggest("14ème", "quatorzième", "Luc", text),
        suggest("al", "la", "Anne", text),
    ]
    (found,) = typographic_proposals("Anne", remarks, "s", text)
    assert found.remarks == (own,)


def test_typography_suggested_on_other_words_than_those_there_now_is_left_to_the_person() -> None:
    made = suggest("al récente", "al\u00a0récente")
    moved = replace(made, target=replace(made.target, start=made.target.start + 3, end=made.target.end + 3))
    assert typographic_proposals("Anne", [moved], "s", TEXT) == ()


def test_an_answer_stands_under_what_it_answers_and_an_answer_to_it_beside_it() -> None:
    first = remark("victimes")
    second = reply(first, "Celles de 2021.", "Anne")
    third = reply(second, "Merci.", "Luc")
    assert (second.motivation, second.reply_to) == (Motivation.REPLYING, first.id)
    assert third.reply_to == first.id


def test_an_orphan_placed_by_hand_is_found_again_by_its_new_words() -> None:
    lost = replace(made := remark("victimes"), target=replace(made.target, start=0, end=0))
    start = TEXT.index("résolution")
    now = placed(lost, TEXT, start, start + len("résolution"))
    assert not now.target.orphan
    assert now.target.quote is not None
    assert now.target.quote.exact == "résolution"
    assert now.revision == lost.revision + 1


def test_one_person_signs_a_section_once_whatever_they_say() -> None:
    (first,) = signed([], Verdict.SEEN, TEXT, issue="i", section="s", author="Anne")
    (again,) = signed([first], Verdict.READY, TEXT, issue="i", section="s", author="Anne")
    assert (again.id, again.verdict, again.revision) == (first.id, "bon à tirer", 2)
    (other,) = signed([first], Verdict.SEEN, TEXT, issue="i", section="s", author="Luc")
    assert other.id != first.id
    (gone,) = signed([again], None, TEXT, issue="i", section="s", author="Anne")
    assert gone.state is State.DELETED


def test_a_decision_is_a_later_revision() -> None:
    assert decided(remark("victimes"), State.CLOSED).revision == 2


def test_names_are_told_once() -> None:
    assert (of_people(["Bo", "Ana"]), of_people(["Élise"])) == ("de Bo et Ana", "d’Élise")
    assert [listed(names) for names in (["A"], ["A", "B", "A"], ["A", "B", "C"], [])] == [
        "A",
        "A et B",
        "A, B et C",
        "",
    ]
