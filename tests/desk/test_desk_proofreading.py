"""What comes back from proofreaders is decided on at the desk: text, remarks and history on disk, without a window."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from editor_app.desk import Desk, Verdict
from editor_app.desk.proofreading import SENT
from editor_app.errors import LettrineError, RefusedError
from editor_app.review.annotation import Annotation, State, comment
from editor_app.review.decisions import suggestion
from editor_app.review.suggestions import accept_all, proposals

SECTION = "editorial"


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    folder = tmp_path / sample.name
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns(".lettrine"))
    opened = Desk.open(folder)
    opened.save_annotations([])
    return opened


def suggest(desk: Desk, words: str, instead: str, author: str = "Claire Morel") -> Annotation:
    text = desk.texts[SECTION]
    start = text.index(words)
    made = suggestion(text, start, start + len(words), instead, issue=desk.issue.id, section=SECTION, author=author)
    desk.save_annotations((*desk.annotations, made))
    return made


def words_of(desk: Desk, count: int) -> list[str]:
    """Words of five letters or more that the section has once."""
    text = desk.texts[SECTION]
    found = [word for word in dict.fromkeys(text.split()) if len(word) > 5 and word.isalpha() and text.count(word) == 1]
    return found[:count]


def state(desk: Desk, remark: Annotation) -> State:
    return next(each.state for each in Desk.open(desk.path).annotations if each.id == remark.id)


def test_an_accepted_suggestion_is_text_remark_and_a_version_with_its_author(desk: Desk) -> None:
    (word,) = words_of(desk, 1)
    made = suggest(desk, word, "autrement")
    desk.accept(made.id)
    again = Desk.open(desk.path)
    assert word not in again.texts[SECTION]
    assert state(desk, made) is State.ACCEPTED
    newest = again.versions()[0]
    assert "Claire Morel" in newest.name
    assert "autrement" in newest.name


def test_suggestions_accepted_one_by_one_in_any_order_make_the_same_text(desk: Desk) -> None:
    made = [suggest(desk, word, f"{word[::-1]} 🕊") for word in words_of(desk, 12)]
    together = accept_all(desk.texts[SECTION], proposals(made, SECTION, desk.texts[SECTION]))
    for one in random.Random(2).sample(made, len(made)):  # noqa: S311 -- repeatable, not secret
        desk.accept(one.id)
    assert Desk.open(desk.path).texts[SECTION] == together
    names = [version.name for version in desk.versions()]
    assert len([name for name in names if "acceptée" in name]) == len(made), "one version each"


def test_a_suggestion_without_a_place_is_refused_with_a_sentence_and_changes_nothing(desk: Desk) -> None:
    (word,) = words_of(desk, 1)
    made = suggest(desk, word, "autrement")
    desk.save_annotations([replace(made, target=replace(made.target, end=made.target.start))])
    before = desk.texts[SECTION]
    with pytest.raises(LettrineError, match="plus de place"):
        desk.accept(made.id)
    assert Desk.open(desk.path).texts[SECTION] == before
    start = before.index(word)
    desk.place_remark(made.id, start, start + len(word))
    desk.accept(made.id)
    assert "autrement" in desk.texts[SECTION]


def test_remarks_are_answered_closed_and_taken_up_again(desk: Desk) -> None:
    text = desk.texts[SECTION]
    made = comment(text, 0, 5, issue=desk.issue.id, section=SECTION, body="?", author="Claire Morel")
    desk.save_annotations([made])
    answer = desk.reply(made.id, "Oui.", "Rédaction")
    desk.close_remark(made.id)
    assert state(desk, made) is State.CLOSED
    assert state(desk, answer) is State.OPEN
    desk.reopen(made.id)
    desk.refuse(made.id)
    assert state(desk, made) is State.REFUSED


def test_the_typography_of_one_person_is_accepted_at_once_as_one_version(desk: Desk) -> None:
    text = 'Des droits ; une "charte" et al fin.\n'
    desk.save_text(SECTION, text)
    kept = suggest(desk, "al", "la")
    for words, instead in (("droits ; une", "droits\u202f; une"), ('"charte"', "«\u00a0charte\u00a0»")):
        suggest(desk, words, instead)
    before = len(desk.versions())
    (done,) = desk.accept_typography("Claire Morel")
    assert len(done.accepted) == 2
    assert desk.texts[SECTION] == "Des droits\u202f; une «\u00a0charte\u00a0» et al fin.\n"
    assert state(desk, kept) is State.OPEN
    assert len(desk.versions()) == before + 1
    assert desk.accept_typography("Claire Morel") == ()


def test_what_changed_since_the_packet_went_out_can_be_seen(desk: Desk, tmp_path: Path) -> None:
    assert desk.changes_since_sent() == ()
    desk.make_packet(tmp_path / "lot.relecture", reader="Claire Morel")
    sent = desk.sent()
    assert sent is not None
    assert sent.name == f"{SENT} à Claire Morel"
    assert desk.changes_since_sent() == ()
    desk.save_text(SECTION, "Un autre texte.\n")
    (change,) = desk.changes_since_sent()
    assert change.section == SECTION


def test_a_letter_is_passed_once_signed_or_knowingly(desk: Desk) -> None:
    with pytest.raises(RefusedError, match="pas signée"):
        desk.pass_for_press("Rédaction")
    forced = desk.pass_for_press("Rédaction", force=True)
    assert forced is not None
    assert "passé outre" in forced.name
    for section in desk.sign_off().sections:
        desk.sign(section, Verdict.READY, "Claire Morel")
    passed = desk.pass_for_press("Rédaction")
    assert passed is not None
    assert passed.name == "bon à tirer par Rédaction"
    desk.save_text(SECTION, "Un autre texte.\n")
    assert desk.sign_off().unsigned == (SECTION,), "a signature holds for the text that was read"
    desk.sign(SECTION, None, "Claire Morel")
    assert desk.sign_off().of(SECTION) == ()
