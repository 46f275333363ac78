"""Remarks that come back from several people are joined: all there, whatever the order, nobody's changed by another."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.annotation import Annotation, Motivation, Quote, State, Target, comment, text_digest
from editor_app.review.decisions import placed
from editor_app.review.merging import join, take_in, taken, written_by

START = datetime.datetime(2026, 1, 12, 9, tzinfo=datetime.UTC)
IDS = [uuid.UUID(int=number + 1).urn for number in range(4)]
REMARKS = st.builds(
    lambda identifier, author, revision, minute, state, body, start, reply, placed: Annotation(
        identifier,
        Motivation.REPLYING if reply else Motivation.COMMENTING,
        Target("i", "s", start, start + 3, Quote("mot"), f"{start:064x}", placed=min(placed, revision)),
        author,
        START,
        START + datetime.timedelta(minutes=minute),
        body,
        reply_to=reply,
        revision=revision,
        state=state,
    ),
    st.sampled_from(IDS),
    st.sampled_from(["Anne", "Béatrice", "Chloé"]),
    st.integers(1, 3),
    st.integers(0, 2),
    st.sampled_from(list(State)),
    st.sampled_from(["", "a", "b"]),
    st.integers(0, 3),
    st.none() | st.sampled_from(IDS),
    st.sampled_from([0, 0, 1, 2]),
)
PACKETS = st.lists(REMARKS, max_size=6).map(tuple)


def check_algebra(one: tuple[Annotation, ...], two: tuple[Annotation, ...], three: tuple[Annotation, ...]) -> None:
    assert join(one, two) == join(two, one)
    assert join(join(one, two), three) == join(one, join(two, three)) == join(one, two, three)
    assert join(one, one) == join(one) == join(join(one))
    said = {(remark.author, remark.revision) for remark in join(one, two, three)}
    for remark in (*one, *two, *three):
        assert any(author == remark.author and revision >= remark.revision for author, revision in said)


@given(PACKETS, PACKETS, PACKETS)
@settings(max_examples=200, deadline=None)
def test_the_order_the_grouping_and_the_repetition_of_packets_change_nothing(
    one: tuple[Annotation, ...], two: tuple[Annotation, ...], three: tuple[Annotation, ...]
) -> None:
    check_algebra(one, two, three)


@pytest.mark.long
@pytest.mark.timeout(7200)
@given(PACKETS, PACKETS, PACKETS)
@settings(max_examples=10_000, deadline=None)
def test_ten_thousand_times_the_order_changes_nothing(
    one: tuple[Annotation, ...], two: tuple[Annotation, ...], three: tuple[Annotation, ...]
) -> None:
    check_algebra(one, two, three)


def said(remarks: tuple[Annotation, ...]) -> set[Annotation]:
    """The remarks without the places of their words, which the letter gives them in the text as it stands."""
    return {replace(remark, target=replace(remark.target, start=0, end=0, digest="")) for remark in remarks}


@given(PACKETS, PACKETS, PACKETS)
@settings(max_examples=200, deadline=None)
def test_a_letter_takes_returns_in_any_order_and_any_number_of_times(
    own: tuple[Annotation, ...], one: tuple[Annotation, ...], two: tuple[Annotation, ...]
) -> None:
    own = join(own)
    both = said(take_in(take_in(own, one), two))
    assert both == said(take_in(take_in(own, two), one)) == said(take_in(own, (*one, *two)))
    again = take_in(own, one)
    assert take_in(again, one) == again
    assert take_in(own, own) == own


@given(PACKETS, PACKETS)
@settings(max_examples=200, deadline=None)
def test_a_return_never_changes_what_someone_else_wrote(
    own: tuple[Annotation, ...], returned: tuple[Annotation, ...]
) -> None:
    own = tuple(remark for remark in join(own) if remark.author == "Anne")
    after = take_in(own, written_by("Chloé", returned))
    kept = [replace(remark, id="") for remark in after if remark.author == "Anne"]
    for remark in own:
        assert replace(remark, id="") in kept


TODAY = "f" * 64


def placed_today(remarks: tuple[Annotation, ...]) -> tuple[Annotation, ...]:
    """The remarks as they are before they are taken in: somewhere, or nowhere, in one text."""
    return tuple(
        replace(
            remark, target=replace(remark.target, end=remark.target.start + 3 * (remark.target.start > 1), digest=TODAY)
        )
        for remark in remarks
    )


def check_letter(own: tuple[Annotation, ...], one: tuple[Annotation, ...], two: tuple[Annotation, ...]) -> None:
    own, one, two = join(placed_today(own)), *(tuple(map(taken, placed_today(each))) for each in (one, two))
    both = set(take_in(take_in(own, one), two))
    assert both == set(take_in(take_in(own, two), one)) == set(take_in(own, (*two, *one)))
    assert both == set(take_in(tuple(both), one))


@given(PACKETS, PACKETS, PACKETS)
@settings(max_examples=200, deadline=None)
def test_the_order_of_returns_does_not_say_where_a_remark_is(
    own: tuple[Annotation, ...], one: tuple[Annotation, ...], two: tuple[Annotation, ...]
) -> None:
    check_letter(own, one, two)


@pytest.mark.long
@pytest.mark.timeout(7200)
@given(PACKETS, PACKETS, PACKETS)
@settings(max_examples=10_000, deadline=None)
def test_ten_thousand_times_the_order_does_not_say_where_a_remark_is(
    own: tuple[Annotation, ...], one: tuple[Annotation, ...], two: tuple[Annotation, ...]
) -> None:
    check_letter(own, one, two)


def a_remark(author: str, body: str = "", **changes: object) -> Annotation:
    made = comment("un mot ici", 3, 6, issue="i", section="s", body=body, author=author)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_copy_that_says_nothing_new_leaves_the_place_that_the_letter_gave_it() -> None:
    sent = a_remark("Anne")
    moved = replace(sent, target=replace(sent.target, start=10, end=13, digest="0" * 64))
    assert take_in([moved], [sent]) == (moved,)


def test_a_later_revision_replaces_an_earlier_one_and_an_earlier_one_nothing() -> None:
    first = a_remark("Anne", "Oui\u00a0?")
    second = replace(first, body="Non.", revision=2)
    assert take_in([first], [second]) == (second,)
    assert take_in([second], [first]) == (second,)


def test_where_a_person_set_a_remark_it_stays_whatever_comes_back_later() -> None:
    text = "Un autre mot, ici."
    sent = a_remark("Anne")
    lost = replace(sent, target=replace(sent.target, start=0, end=0, digest=text_digest(text)))
    by_hand = placed(lost, text, 9, 12)
    later = replace(sent, body="Encore.", revision=5)
    elsewhere = replace(later, target=replace(later.target, start=3, end=8, digest=text_digest(text)))
    for returned in (later, elsewhere):
        for after in (take_in([by_hand], [returned]), take_in([returned], [by_hand])):
            assert after == (replace(later, target=by_hand.target),)
    again = placed(by_hand, text, 14, 17)
    assert take_in([again], [by_hand, later]) == (replace(later, target=again.target),)
    gone = replace(by_hand, target=replace(by_hand.target, start=4, end=4))
    assert take_in([gone], [elsewhere]) == (elsewhere,)


def test_replies_keep_to_their_parents() -> None:
    parent = a_remark("Anne")
    reply = a_remark("Chloé", "D’accord.", reply_to=parent.id, motivation=Motivation.REPLYING)
    (_, answer) = sorted(join([reply], [parent]), key=lambda remark: remark.reply_to is not None)
    assert answer.reply_to == parent.id
