"""A packet goes out, returns come back in any order; what is not a sound return is refused and changes nothing."""

from __future__ import annotations

import datetime
import hashlib
import io
import itertools
import json
import random
import shutil
import struct
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from editor_app import cli
from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.exporting.packet.reading import read_return
from editor_app.review.annotation import Annotation, Motivation, State, comment, to_json

MIB = 1024**2


@pytest.fixture
def desk(sample: Path, tmp_path: Path) -> Desk:
    shutil.copytree(sample, tmp_path / "lettre")
    return Desk.open(tmp_path / "lettre")


def the_files(desk: Desk, by: str, remarks: list[Annotation], **described: object) -> dict[str, bytes]:
    files = {f"sections/{section}.md": text.encode() for section, text in desk.texts.items()}
    files["annotations.jsonl"] = "".join(f"{to_json(remark)}\n" for remark in remarks).encode()
    description = {"format": 1, "type": "return", "issue": desk.issue.id, "author": by, **described}
    files["relecture.json"] = json.dumps(description).encode()
    return with_manifest(files)


def with_manifest(files: dict[str, bytes]) -> dict[str, bytes]:
    files = {name: data for name, data in files.items() if name != "manifest-sha256.txt"}
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name.replace('%', '%25')}\n" for name in sorted(files)]
    return {**files, "manifest-sha256.txt": "".join(lines).encode()}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(f"relecture/{name}", data)
    return made.getvalue()


def on_words(desk: Desk, author: str, number: int, seed: int) -> list[Annotation]:
    """So many remarks of all kinds on words here and there."""
    chance = random.Random(seed)  # noqa: S311
    sections = [section for section in sorted(desk.texts) if len(desk.texts[section].split()) > 30]
    made = []
    for at in range(number):
        section = chance.choice(sections)
        text = desk.texts[section]
        start = chance.choice([i for i in range(len(text) - 40) if text[i].isalpha() and not text[i - 1].isalpha()])
        remark = comment(text, start, start + 25, issue=desk.issue.id, section=section, body=f"n° {at}", author=author)
        if at % 3 == 0:
            remark = replace(remark, motivation=Motivation.EDITING, replacement="autrement")
        made.append(remark)
    return made


def test_sixty_remarks_of_three_people_are_the_same_in_all_six_orders(desk: Desk, tmp_path: Path) -> None:
    paths = []
    for seed, author in enumerate(["Anne", "Béatrice", "Chloé"]):
        path = tmp_path / f"{author}.zip"
        path.write_bytes(zipped(the_files(desk, author, on_words(desk, author, 20, seed))))
        paths.append(path)
    results = []
    for order in itertools.permutations(paths):
        shutil.rmtree(tmp_path / "copie", ignore_errors=True)
        shutil.copytree(desk.path, tmp_path / "copie")
        copy = Desk.open(tmp_path / "copie")
        for path in (*order, order[0]):
            copy.merge([path])
        added = [remark for remark in Desk.open(tmp_path / "copie").annotations if remark not in desk.annotations]
        assert len(added) == 60
        for remark in added:
            assert remark.target.quote is not None
            place = slice(remark.target.start, remark.target.end)
            assert copy.texts[remark.target.section][place] == remark.target.quote.exact
        results.append(sorted(to_json(remark) for remark in added))
    assert all(result == results[0] for result in results)


def test_remarks_find_their_words_in_a_text_that_was_edited_since(desk: Desk, tmp_path: Path) -> None:
    remarks = on_words(desk, "Anne", 30, 7)
    path = tmp_path / "r.zip"
    path.write_bytes(zipped(the_files(desk, "Anne", remarks)))
    for section, text in list(desk.texts.items()):
        paragraphs = text.split("\n\n")
        desk.save_text(section, "\n\n".join(["Un paragraphe de plus.", *paragraphs[1:], paragraphs[0]]))
    merged = desk.merge([path])
    assert len(merged.orphans) <= 1
    for remark in merged.new:
        assert remark.target.quote is not None
        if not remark.target.orphan:
            text = desk.texts[remark.target.section]
            assert text[remark.target.start : remark.target.end].split() == remark.target.quote.exact.split()


def test_a_return_speaks_for_its_author_alone(desk: Desk, tmp_path: Path) -> None:
    (own,) = on_words(desk, "Anne", 1, 1)
    desk.save_annotations([*desk.annotations, own])
    before = desk.annotations
    forged = [
        replace(remark, body="Effacée", state=State.DELETED, revision=remark.revision + 50)
        for remark in desk.annotations
    ]
    path = tmp_path / "r.zip"
    path.write_bytes(zipped(the_files(desk, "Mallory", forged)))
    assert desk.merge([path]).annotations == before
    stolen = [replace(remark, author="Mallory") for remark in forged]
    path.write_bytes(zipped(the_files(desk, "Mallory", [s for s in stolen if s.id == own.id])))
    after = desk.merge([path]).annotations
    assert {replace(remark, id="") for remark in before} <= {replace(remark, id="") for remark in after}


def test_the_command_makes_a_packet_and_merges_a_return(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "paquet.lettrine"
    assert cli.run(["packet", str(desk.path), "--for", "Anne Roux", "--to", str(out), "--before", "2026-11-30"]) == 0
    with zipfile.ZipFile(out) as archive:
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert {"relecture.html", "LISEZMOI.txt", "issue.yaml", "annotations.jsonl", "manifest-sha256.txt"} <= names
    again = tmp_path / "encore.zip"
    desk.make_packet(again, reader="Anne Roux", before=datetime.date(2026, 11, 30))
    assert again.read_bytes() == out.read_bytes()
    back = tmp_path / "retour.zip"
    back.write_bytes(zipped(the_files(desk, "Anne Roux", on_words(desk, "Anne Roux", 3, 3))))
    assert cli.run(["merge", str(desk.path), str(back), str(back)]) == 0
    assert "nouvelles\u00a0: 3" in capsys.readouterr().err
    assert cli.run(["merge", str(desk.path), str(out)]) == 2
    assert "tel qu’il est parti" in capsys.readouterr().err
    assert cli.run(["packet", str(desk.path), "--for", "A\nB", "--to", str(tmp_path / "x")]) == 2
    assert not (tmp_path / "x").exists()


def hostile(desk: Desk) -> list[bytes]:
    """A hundred files that are not sound returns."""
    chance = random.Random(6)  # noqa: S311
    good = the_files(desk, "Anne", on_words(desk, "Anne", 5, 2))
    data = zipped(good)
    found = [
        b"",
        b"PK",
        b"PK\x05\x06" + bytes(18),
        b"%PDF-1.7",
        data[: len(data) // 2],
        data[:-1],
        data[:-30],
        b"x" * MIB,
    ]
    found += [data[: chance.randrange(1, len(data))] for _ in range(15)]
    for _ in range(15):  # one bit of a file's content
        name = chance.choice([name for name in good if good[name]])
        changed = bytearray(good[name])
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        found.append(zipped({**good, name: bytes(changed)}))
    names = [
        "../x",
        "/etc/x",
        "a\\b",
        "C:x",
        "con",
        "a/../../b",
        ".x",
        "a/./b",
        "x\0y",
        "é" * 300,
        "a/" * 20 + "b",
        "x ",
        "x.",
    ]
    found += [
        zipped(with_manifest({**good, name: b"x"})) for name in (*names, "autre.txt", "page.html", "Relecture.json")
    ]
    found += [zipped({name: data for name, data in good.items() if name != left}) for left in list(good)[:12]]
    found += [zipped({n: d for n, d in good.items() if n != left}) for left in ("relecture.json", "annotations.jsonl")]
    bomb = with_manifest({**good, "sections/editorial.md": bytes(300 * MIB)})
    found.append(zipped(bomb, zipfile.ZIP_DEFLATED))
    found.append(zipped(with_manifest({**good, "sections/b.md": b"a" * 5 * MIB})))
    found.append(zipped({**good, **{f"f{at}": b"" for at in range(6000)}}))
    link = io.BytesIO()
    with zipfile.ZipFile(link, "w") as archive:
        entry = zipfile.ZipInfo("relecture/relecture.json")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    found.append(link.getvalue())
    for key, value in [
        ("format", 2), ("format", "1"), ("format", None), ("type", "autre"), ("type", "packet"), ("issue", "autre"),
        ("issue", 3), ("author", ""), ("author", None), ("author", "a\nb"), ("author", "a" * 500), ("author", ["a"]),
    ]:  # fmt: skip
        found.append(zipped(the_files(desk, "Anne", [], **{key: value})))
    for source in (b"[", b"[]", b"null", b"[" * 200_000, b"{" * 1000, b"\xff\xfe", b'{"format":1e999}', b" " * MIB):
        found.append(zipped(with_manifest({**good, "relecture.json": source})))
    first = on_words(desk, "Anne", 1, 9)[0]
    bad = [
        replace(first, target=replace(first.target, start=first.target.start + 1)),
        replace(first, target=replace(first.target, end=10**9)),
        replace(first, target=replace(first.target, digest="0" * 64)),
        replace(first, target=replace(first.target, issue="autre")),
        replace(first, target=replace(first.target, section="autre")),
        replace(first, motivation=Motivation.ASSESSING, verdict="non"),
    ]
    found += [zipped(the_files(desk, "Anne", [remark])) for remark in bad]
    lines = [
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b"\xff\n",
        to_json(first).encode() + b"\n" + to_json(first).encode() + b"\n",
    ]
    lines += [b'{"type":"Annotation"}\n', to_json(first).encode().replace(b"urn:uuid", b"urn:autre") + b"\n"]
    found += [zipped(with_manifest({**good, "annotations.jsonl": line})) for line in lines]
    lying = bytearray(data)
    at = data.rindex(b"PK\x05\x06")
    struct.pack_into("<H", lying, at + 10, 60_000)
    found.append(bytes(lying))
    return found


def test_a_hundred_hostile_or_malformed_packets_are_each_refused_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    files = hostile(desk)
    assert len(files) >= 100
    before = {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()}
    path = tmp_path / "r.zip"
    for number, data in enumerate(files):
        path.write_bytes(data)
        tracemalloc.start()
        with pytest.raises(LettrineError) as error:
            desk.merge([path])
        assert tracemalloc.get_traced_memory()[1] < 200 * MIB, number
        tracemalloc.stop()
        assert str(error.value).endswith("."), (number, str(error.value))
        assert "\n" not in str(error.value)
    assert {path: path.read_bytes() for path in desk.path.rglob("*") if path.is_file()} == before
    assert sorted(tmp_path.iterdir()) == [desk.path, path]


def test_one_bad_return_among_good_ones_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    good, bad = tmp_path / "g.zip", tmp_path / "b.zip"
    good.write_bytes(zipped(the_files(desk, "Anne", on_words(desk, "Anne", 2, 1))))
    bad.write_bytes(b"x")
    before = (desk.path / "review" / "annotations.jsonl").read_bytes()
    with pytest.raises(LettrineError):
        desk.merge([good, bad])
    assert (desk.path / "review" / "annotations.jsonl").read_bytes() == before


def test_what_is_read_is_the_author_s_own(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "r.zip"
    mixed = on_words(desk, "Anne", 2, 1) + on_words(desk, "Luc", 2, 2)
    path.write_bytes(zipped(the_files(desk, "Anne", mixed)))
    assert [remark.author for remark in read_return(path).remarks] == ["Anne", "Anne"]
