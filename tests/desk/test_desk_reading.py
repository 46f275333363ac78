"""A packet is proofread from the file alone, and what is sent back is taken in where it belongs."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from editor_app.desk import Desk, Verdict
from editor_app.desk.reading import open_packet
from editor_app.errors import LettrineError
from editor_app.exporting.archive import write_archive
from editor_app.exporting.bundle.bag import canonical_json, manifest
from editor_app.review.annotation import Motivation, State, comment
from editor_app.review.conversations import conversations
from editor_app.review.decisions import reply, suggestion

SECTION = "editorial"


@pytest.fixture
def letter(sample: Path, tmp_path: Path) -> Desk:
    folder = tmp_path / sample.name
    shutil.copytree(sample, folder, ignore=shutil.ignore_patterns(".lettrine"))
    desk = Desk.open(folder)
    text = desk.texts[SECTION]
    first = comment(text, 3, 9, issue=desk.issue.id, section=SECTION, body="Un avis ?", author="Rédaction")
    desk.save_annotations([first])
    return desk


@pytest.fixture
def packet(letter: Desk, tmp_path: Path) -> Path:
    path = tmp_path / "reçu" / "relecture-15-zoe.zip"
    path.parent.mkdir()
    letter.make_packet(path, reader="Zoé Lambert", before=datetime.date(2030, 12, 3), look_at="Les chiffres.")
    return path


def test_a_packet_opens_as_the_letter_it_holds_with_what_is_asked(letter: Desk, packet: Path) -> None:
    reading = open_packet(packet)
    assert dict(reading.texts) == dict(letter.texts)
    assert (reading.reader, reading.packet.look_at) == ("Zoé Lambert", "Les chiffres.")
    assert reading.packet.before == datetime.date(2030, 12, 3)
    assert [remark.body for remark in reading.annotations] == ["Un avis ?"]
    assert sorted(path.name for path in (reading.path / "media").iterdir())


def test_work_in_progress_is_found_again_and_the_packet_stays_as_it_was(packet: Path) -> None:
    before = packet.read_bytes()
    reading = open_packet(packet)
    reading.save_text(SECTION, "Autre chose.\n")
    assert open_packet(packet).texts[SECTION] == "Autre chose.\n"
    assert packet.read_bytes() == before


def test_another_packet_of_the_same_name_begins_another_work(letter: Desk, packet: Path) -> None:
    reading = open_packet(packet)
    reading.save_text(SECTION, "Autre chose.\n")
    letter.save_text(SECTION, "Une seconde version.\n")
    letter.make_packet(packet, reader="Zoé Lambert")
    again = open_packet(packet)
    assert again.texts[SECTION] == "Une seconde version.\n"
    assert again.path != reading.path


def test_edits_comments_answers_and_verdicts_come_back_on_the_right_words(
    letter: Desk, packet: Path, tmp_path: Path
) -> None:
    reading = open_packet(packet)
    base = reading.texts[SECTION]
    word = next(word for word in base.split() if len(word) > 7 and word.isalpha() and base.count(word) == 1)
    edited = "Tout d’abord, un mot. " + base.replace(word, "autrement")
    reading.save_text(SECTION, edited)
    later = base.split("\n\n")[1][:20]
    start = edited.index(later)
    made = comment(
        edited, start, start + 20, issue=reading.issue.id, section=SECTION, body="Qui ?", author=reading.reader
    )
    answer = reply(reading.annotations[0], "Oui.", reading.reader)
    reading.save_annotations([*reading.annotations, made, answer])
    reading.sign(SECTION, Verdict.TO_REVISE, reading.reader)
    to = tmp_path / "retour.zip"
    reading.save_return(to)
    merged = letter.merge([to])
    by = {remark.id: remark for remark in merged.new}
    assert {remark.author for remark in merged.new} == {"Zoé Lambert"}
    placed = by[made.id].target
    assert letter.texts[SECTION][placed.start : placed.end] == later
    assert by[answer.id].reply_to == reading.annotations[0].id
    suggestions = [remark for remark in merged.new if remark.motivation is Motivation.EDITING]
    for proposed in suggestions:
        letter.accept(proposed.id)
    assert letter.texts[SECTION] == edited
    assert [each.verdict for each in letter.sign_off().of(SECTION)] == [Verdict.TO_REVISE]
    assert letter.merge([to]).new == ()


def test_a_return_may_be_saved_again_and_says_what_was_taken_back(letter: Desk, packet: Path, tmp_path: Path) -> None:
    reading = open_packet(packet)
    base = reading.texts[SECTION]
    to = tmp_path / "retour.zip"
    reading.save_text(SECTION, base + "\nUne phrase de trop.\n")
    assert reading.save_return(to) == 1
    letter.merge([to])
    reading = open_packet(packet)
    reading.save_text(SECTION, base)
    assert reading.save_return(to) == 0
    letter.merge([to])
    states = [remark.state for remark in letter.annotations if remark.author == "Zoé Lambert"]
    assert states == [State.DELETED]
    reading.save_text(SECTION, base + "\nUne phrase de trop.\n")
    reading.save_return(to)
    letter.merge([to])
    states = [remark.state for remark in letter.annotations if remark.author == "Zoé Lambert"]
    assert states == [State.OPEN]


def test_the_packet_itself_is_not_overwritten_by_the_return(packet: Path) -> None:
    reading = open_packet(packet)
    before = packet.read_bytes()
    with pytest.raises(LettrineError, match="paquet reçu"):
        reading.save_return(packet)
    assert packet.read_bytes() == before


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def altered(data: bytes) -> bytes:
    at = data.index(b"LISEZMOI.txt") + 60
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


@pytest.mark.parametrize("harm", [cut, altered, lambda _data: b"PK\x05\x06" + bytes(18), lambda _data: b"bonjour"])
def test_a_damaged_packet_is_refused_and_nothing_is_written(packet: Path, harm: Callable[[bytes], bytes]) -> None:
    packet.write_bytes(harm(packet.read_bytes()))
    with pytest.raises(LettrineError):
        open_packet(packet)
    assert [path.name for path in packet.parent.iterdir()] == [packet.name]


def test_a_file_that_has_no_place_in_a_packet_is_refused(packet: Path) -> None:
    with packet.open("wb") as out:
        write_archive(out, ["r/relecture.json", "r/../evil.sh"], lambda _name: b"{}")
    with pytest.raises(LettrineError):
        open_packet(packet)
    with packet.open("wb") as out:
        content = {"r/relecture.json": b'{"format": 1, "type": "packet", "issue": "x"}', "r/evil.sh": b""}
        write_archive(out, content, content.__getitem__)
    with pytest.raises(LettrineError, match=r"evil\.sh"):
        open_packet(packet)


def test_a_return_is_not_a_packet(packet: Path, tmp_path: Path) -> None:
    to = tmp_path / "retour.zip"
    open_packet(packet).save_return(to)
    with pytest.raises(LettrineError, match="qui revient"):
        open_packet(to)


def test_a_packet_for_nobody_is_refused(letter: Desk, packet: Path) -> None:
    described = {"format": 1, "type": "packet", "issue": letter.issue.id, "reader": " "}
    content = {
        "issue.yaml": (letter.path / "issue.yaml").read_bytes(),
        "annotations.jsonl": b"",
        "relecture.json": canonical_json(described),
    }
    content["manifest-sha256.txt"] = manifest(content)
    with packet.open("wb") as out:
        write_archive(out, (f"r/{name}" for name in content), lambda name: content[name.removeprefix("r/")])
    with pytest.raises(LettrineError, match="à qui"):
        open_packet(packet)


def test_who_edits_and_who_proposes_the_same_are_one_suggestion_with_two_names(
    letter: Desk, packet: Path, tmp_path: Path
) -> None:
    base = letter.texts[SECTION]
    word = next(word for word in base.split() if len(word) > 7 and word.isalpha() and base.count(word) == 1)
    start = base.index(word)
    edits = open_packet(packet)
    edits.save_text(SECTION, base.replace(word, "autrement"))
    edits.save_return(tmp_path / "a.zip")
    other = tmp_path / "paul.zip"
    letter.make_packet(other, reader="Paul Roux")
    proposes = open_packet(other)
    made = suggestion(
        base, start, start + len(word), "autrement", issue=letter.issue.id, section=SECTION, author="Paul Roux"
    )
    proposes.save_annotations([*proposes.annotations, made])
    proposes.save_return(tmp_path / "b.zip")
    letter.merge([tmp_path / "b.zip", tmp_path / "a.zip"])
    told = [one for one in conversations(letter.issue.outline, letter.annotations, letter.texts) if one.suggests]
    assert [set(one.authors) for one in told] == [{"Zoé Lambert", "Paul Roux"}]
