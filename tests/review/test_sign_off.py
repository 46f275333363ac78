"""Who signed which section, and what keeps a letter from its *bon à tirer*."""

from __future__ import annotations

import dataclasses
import datetime
import uuid

from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.review.annotation import Annotation, Motivation, State, Target, comment, text_digest
from editor_app.review.sign_off import Verdict, sign_off

TEXTS = {"a": "Le premier texte.\n", "b": "Le second texte.\n", "c": "  \n"}
ISSUE = Issue(
    "6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15",
    14,
    "Une lettre",
    Outline(
        (
            Section("a", Kind.EDITORIAL, "A", file="sections/a.md"),
            Section("s", Kind.SUMMARY, "Sommaire"),
            Section("b", Kind.FREE, "B", file="sections/b.md"),
            Section("c", Kind.FREE, "C", file="sections/c.md"),
        )
    ),
)
MORNING = datetime.datetime(2022, 1, 17, 9, tzinfo=datetime.UTC)


def verdict(section: str, author: str, said: str, *, text: str | None = None, hours: int = 0) -> Annotation:
    when = MORNING + datetime.timedelta(hours=hours)
    target = Target(ISSUE.id, section, digest=text_digest(TEXTS[section] if text is None else text))
    return Annotation(uuid.uuid4().urn, Motivation.ASSESSING, target, author, when, when, verdict=said)


def test_a_letter_is_signed_once_each_section_with_words_is() -> None:
    half = sign_off(ISSUE, [verdict("a", "Ana", "bon à tirer")], TEXTS)
    assert half.sections == ("a", "b"), "an empty section and a derived one need no signature"
    assert half.unsigned == ("b",)
    assert not half.complete
    assert sign_off(ISSUE, [verdict("a", "Ana", "bon à tirer"), verdict("b", "Bo", "vu")], TEXTS).complete


def test_a_signature_holds_for_the_text_that_was_read() -> None:
    signed = sign_off(ISSUE, [verdict("a", "Ana", "vu", text="Un texte d’avant.")], TEXTS)
    (signature,) = signed.of("a")
    assert not signature.current
    assert "a" in signed.unsigned


def test_whoever_wants_a_section_revised_holds_it_until_they_say_otherwise() -> None:
    signed, held = verdict("a", "Ana", "bon à tirer"), verdict("a", "Bo", "à revoir", text="Un texte d’avant.")
    assert "a" in sign_off(ISSUE, [signed, held], TEXTS).unsigned
    later = verdict("a", "Bo", "vu", hours=1)
    for order in ([signed, held, later], [later, held, signed]):
        now = sign_off(ISSUE, order, TEXTS)
        assert "a" not in now.unsigned
        assert [(each.author, each.verdict) for each in now.of("a")] == [("Ana", Verdict.READY), ("Bo", Verdict.SEEN)]


def test_a_verdict_that_was_withdrawn_or_closed_is_none() -> None:
    for state in (State.DELETED, State.CLOSED):
        gone = dataclasses.replace(verdict("a", "Ana", "à revoir"), state=state)
        assert sign_off(ISSUE, [gone, verdict("a", "Bo", "vu")], TEXTS).unsigned == ("b",)


def test_an_open_remark_keeps_the_letter_back_and_an_answered_one_does_not() -> None:
    signed = [verdict("a", "Ana", "vu"), verdict("b", "Ana", "vu")]
    remark = comment(TEXTS["a"], 3, 10, issue=ISSUE.id, section="a", body="Vraiment ?", author="Bo")
    held = sign_off(ISSUE, [*signed, remark], TEXTS)
    assert held.open_remarks == (remark,)
    assert not held.complete
    for state in (State.ACCEPTED, State.REFUSED, State.CLOSED, State.DELETED):
        assert sign_off(ISSUE, [*signed, dataclasses.replace(remark, state=state)], TEXTS).complete
