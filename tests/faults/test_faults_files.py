"""Odd files are read as they are, or refused with a sentence, quickly, and never rewritten unasked."""

from __future__ import annotations

import random
import time
import tracemalloc
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from letters_on_disk import make_letter, set_text, text_of
from long_counts import LONG_RUN

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.storage.folder import IssueFolder

PIECES = [b"[", b"{", b"- ", b": ", b"&a ", b"*a", b"!!python/object ", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\r", b"\t",
          b"---\n", b"...\n", b"? ", b"|\n", b">\n", b"%YAML 1.1\n", b"<<: ", "\u2028".encode(), b"'", b'"', b"#",
          b"\n",
          b"9" * 50, b"\\x", b"id: ", b"format: 2\n", b"file: ../x\n"]  # fmt: skip


def mutated(chance: random.Random, data: bytes) -> bytes:
    result = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(result) + 1)
        match chance.randrange(5):
            case 0:
                result[at:at] = chance.choice(PIECES) * chance.choice((1, 1, 1, 50, 3000))
            case 1:
                del result[at : at + chance.randrange(1, 40)]
            case 2:
                result[at : at + 1] = bytes([chance.randrange(256)])
            case 3:
                part = result[at : at + chance.randrange(200)]
                other = chance.randrange(len(result) + 1)
                result[other:other] = part
            case _:
                del result[at:]
    return bytes(result)


def opens_or_is_refused(path: Path) -> bool:
    """Within a second and 100 MB, without writing anything."""
    before = (path / "issue.yaml").read_bytes()
    began = time.process_time()
    try:
        Desk.open(path)
        opened = True
    except LettrineError as error:
        assert "issue.yaml" in str(error) or "sections" in str(error)
        opened = False
    assert time.process_time() - began < 1 or tracemalloc.is_tracing()
    assert (path / "issue.yaml").read_bytes() == before
    return opened


@pytest.mark.parametrize("count", [250, pytest.param(10_000, marks=LONG_RUN)])
def test_a_mutated_plan_opens_or_is_refused(tmp_path: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    path = make_letter(tmp_path / "014")
    good = (path / "issue.yaml").read_bytes()
    outcomes = []
    for turn in range(count):
        (path / "issue.yaml").write_bytes(mutated(chance, good))
        if turn % 10 == 0:  # watching the memory takes several times the time
            tracemalloc.start()
        outcomes.append(opens_or_is_refused(path))
        if tracemalloc.is_tracing():
            assert tracemalloc.get_traced_memory()[1] < 100 * 1000**2
            tracemalloc.stop()
    assert any(outcomes)
    assert not all(outcomes)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b"{a: " * 60_000, b"- " * 100_000, b"a: " * 80_000, b"? " * 100_000, b"'" * 250_000],
    ids=["lists", "mappings", "dashes", "values", "keys", "quotes"],
)  # fmt: skip
def test_a_plan_that_is_a_trap_is_refused_at_once(tmp_path: Path, data: bytes) -> None:
    path = make_letter(tmp_path / "014")
    (path / "issue.yaml").write_bytes(data)
    assert not opens_or_is_refused(path)


ODD: dict[str, bytes] = {
    "a byte order mark": b"\xef\xbb\xbfBonjour.\n",
    "CRLF": b"un\r\ndeux\r\n",
    "lone CR": b"un\rdeux\r",
    "mixed line ends": b"un\r\ndeux\ntrois\r",
    "decomposed accents": unicodedata.normalize("NFD", "Été à Sète.\n").encode(),
    "no last line end": b"un",
    "empty": b"",
    "control characters": b"un\x01\x0c\x1fdeux\n",
    "line separators": "un\u2028deux\u2029trois\x85\n".encode(),
    "Latin-1": "Été\n".encode("latin-1"),
    "UTF-16": "Été\n".encode("utf-16"),
    "NUL": b"un\0deux",
    "half a character": b"\xed\xa0\x80",
}
REFUSED = {"Latin-1", "UTF-16", "NUL", "half a character"}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_text_keeps_every_byte_or_is_refused_by_name(tmp_path: Path, name: str) -> None:
    path = make_letter(tmp_path / "014")
    file = path / "sections" / "editorial.md"
    file.write_bytes(ODD[name])
    if name in REFUSED:
        with pytest.raises(LettrineError, match=r"editorial\.md"):
            Desk.open(path)
    else:
        desk = Desk.open(path)
        desk.hold()
        desk.save_text("editorial", desk.texts["editorial"])
        desk.save_issue(replace(desk.issue, number=20))
        version = desk.keep_version("une")
        assert version is not None
        desk.save_text("editorial", "autre")
        desk.restore_version(version)
        desk.close()
    assert file.read_bytes() == ODD[name]


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def pair(path: Path) -> None:
    path.symlink_to("b.md")
    path.with_name("b.md").symlink_to(path.name)


@pytest.mark.parametrize("link", [circle, pair], ids=["itself", "each other"])
def test_links_in_a_circle_are_refused(tmp_path: Path, link: Callable[[Path], None]) -> None:
    path = make_letter(tmp_path / "014")
    file = path / "sections" / "editorial.md"
    file.unlink()
    link(file)
    with pytest.raises(LettrineError, match=r"editorial\.md"):
        Desk.open(path)


@pytest.mark.parametrize("name", ["con.md", "a:b.md", "a?.md", "fin .md.", "aux.x.md", "é/../x.md"])
def test_names_that_a_system_refuses_are_not_in_a_plan(tmp_path: Path, name: str) -> None:
    path = make_letter(tmp_path / "014")
    plan = (path / "issue.yaml").read_text(encoding="utf-8").replace("sections/agir.md", f"'sections/{name}'")
    (path / "issue.yaml").write_text(plan, encoding="utf-8")
    with pytest.raises(LettrineError, match="chemin admis"):
        Desk.open(path)


def test_a_letter_of_a_thousand_sections_opens_within_two_seconds(tmp_path: Path) -> None:
    path = make_letter(tmp_path / "014", {f"s{n}": f"La rubrique {n}.\n" for n in range(1000)})
    began, clock = time.process_time(), time.monotonic()
    desk = Desk.open(path)
    spent = time.process_time() - began
    print(f"1000 sections opened in {time.monotonic() - clock:.2f} s, {spent:.2f} s of them ours")
    assert len(desk.texts) == 1000
    assert spent < 2


def test_one_edit_in_a_million_words_is_saved_within_300_ms(tmp_path: Path) -> None:
    words = "mots " * 1_000_000
    path = make_letter(tmp_path / "014", {"editorial": words})
    desk = Desk.open(path)
    desk.hold()
    spent, clocks = [], []
    for number in range(4):
        text = f"{number} {words}"
        began, clock = time.process_time(), time.monotonic()
        desk.save_text("editorial", text)
        spent.append(time.process_time() - began)
        clocks.append(time.monotonic() - clock)
    print(f"one edit in a million words saved in {min(clocks) * 1000:.0f} ms, {min(spent) * 1000:.0f} ms of them ours")
    assert min(spent) < 0.3  # what the disk takes is not the program's, and not the same on every machine
    assert text_of(path) == f"3 {words}"


def test_a_hundred_texts_changed_elsewhere_are_seen_within_a_second(tmp_path: Path) -> None:
    path = make_letter(tmp_path / "014", {f"s{n}": f"La rubrique {n}.\n" for n in range(100)})
    folder = IssueFolder.open(path)
    for number in range(100):
        set_text(path, "Autre.\n", f"s{number}")
    began = time.process_time()
    assert len(folder.outside_changes()) == 100
    assert time.process_time() - began < 1
