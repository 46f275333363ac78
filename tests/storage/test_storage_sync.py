"""Several machines: work is exchanged through a Git remote, merged by words, and clashes are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pygit2
import pytest
from letters_on_disk import TEXTS, make_letter, section, text_of

from editor_app import cli
from editor_app.desk import Desk, fetch_shared
from editor_app.errors import LettrineError
from editor_app.review.annotation import comment
from editor_app.storage.exchange import SyncClashError
from editor_app.storage.issue_yaml import dump_issue


@pytest.fixture
def remote(tmp_path: Path) -> str:
    return str(tmp_path / "partage.git")


@pytest.fixture
def here(tmp_path: Path, remote: str) -> Desk:
    desk = Desk.open(make_letter(tmp_path / "ici"))
    desk.sync(remote)
    return desk


@pytest.fixture
def there(here: Desk, tmp_path: Path, remote: str) -> Desk:
    del here
    return fetch_shared(remote, tmp_path / "ailleurs")


def test_a_letter_travels_to_a_machine_that_has_none(there: Desk, here: Desk) -> None:
    assert (there.issue, there.texts) == (here.issue, here.texts)


def test_work_on_different_words_meets(here: Desk, there: Desk, remote: str) -> None:
    here.save_text("editorial", TEXTS["editorial"].replace("Bonjour", "Bonsoir"))
    there.save_text("editorial", TEXTS["editorial"].replace("deux rives", "trois rives"))
    there.save_issue(replace(there.issue, title="Autre titre", outline=there.issue.outline.insert(section("neuf"))))
    there.save_text("neuf", "Neuf.\n")
    assert here.sync().sent
    done = there.sync(remote)
    assert done.changed == ("sections/editorial.md",)
    assert done.sent
    done = here.sync()
    assert set(done.changed) == {"issue.yaml", "sections/editorial.md", "sections/neuf.md"}
    assert not done.sent
    assert (here.issue, here.texts) == (there.issue, there.texts)
    assert here.texts["editorial"] == "Bonsoir à tous.\n\nUn pont relie trois rives.\n"
    assert not here.sync().changed
    assert Desk.open(here.path).texts == here.texts


def test_a_clash_is_shown_and_changes_nothing_until_it_is_decided(here: Desk, there: Desk, remote: str) -> None:
    here.save_text("editorial", TEXTS["editorial"].replace("Bonjour", "Bonsoir"))
    there.save_text("editorial", TEXTS["editorial"].replace("Bonjour", "Salut"))
    here.sync()
    before = text_of(there.path)
    with pytest.raises(SyncClashError) as refusal:
        there.sync(remote)
    (clash,) = refusal.value.clashes
    assert [(place.mine, place.theirs) for place in clash.clashes] == [("Salut", "Bonsoir")]
    assert text_of(there.path) == before
    done = there.sync(chosen={clash.file: "Bienvenue à tous.\n"})
    assert done.sent
    here.sync()
    assert text_of(here.path) == text_of(there.path) == "Bienvenue à tous.\n"


def test_removed_here_and_changed_there_is_a_clash(here: Desk, there: Desk, remote: str) -> None:
    here.save_issue(replace(here.issue, outline=here.issue.outline.remove("agir")))
    there.save_text("agir", "Agir encore.\n")
    here.sync()
    with pytest.raises(SyncClashError) as refusal:
        there.sync(remote)
    assert [(clash.file, clash.theirs) for clash in refusal.value.clashes] == [("sections/agir.md", None)]
    assert text_of(there.path, "agir") == "Agir encore.\n"


def test_remarks_of_both_are_kept(here: Desk, there: Desk, remote: str) -> None:
    def remark(who: str) -> None:
        desk = here if who == "A" else there
        text = desk.texts["editorial"]
        made = comment(text, 0, 7, issue=desk.issue.id, section="editorial", body=who, author=who)
        desk.save_annotations([*desk.annotations, made])

    remark("A")
    remark("B")
    here.sync()
    there.sync(remote)
    here.sync()
    assert len(here.annotations) == 2
    assert set(here.annotations) == set(there.annotations)


def test_what_stood_before_a_merge_can_be_taken_back(here: Desk, there: Desk, remote: str) -> None:
    there.save_text("agir", "x\n")
    there.sync(remote)
    here.sync()
    before = next(v for v in here.versions() if v.kind == "before")
    assert [(d.section, d.before) for d in here.version_differences(before)] == [("agir", TEXTS["agir"])]


def test_another_letter_is_not_mixed_in(here: Desk, tmp_path: Path, remote: str) -> None:
    del here
    other = make_letter(tmp_path / "autre")
    desk = Desk.open(other)
    desk.save_issue(replace(desk.issue, id="une-autre"))
    with pytest.raises(LettrineError, match="une autre lettre"):
        desk.sync(remote)


@pytest.mark.parametrize("address", ["git://x/y", "ext::sh -c true", "http://x/y", "--upload-pack=x", ""])
def test_an_address_that_is_not_safe_is_refused_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    path = make_letter(tmp_path / "seule")
    empty = tmp_path / "vide"
    empty.mkdir()
    monkeypatch.chdir(empty)
    with pytest.raises(LettrineError):
        Desk.open(path).sync(address)
    assert not list(empty.iterdir())


def test_a_remote_that_is_gone_is_named(here: Desk, remote: str) -> None:
    for file in Path(remote).rglob("*"):
        if file.is_file():
            file.unlink()
    here.save_text("agir", "x")
    with pytest.raises(LettrineError, match="partage"):
        here.sync()
    assert text_of(here.path, "agir") == "x"


def test_what_is_no_letter_s_file_does_not_come_in(here: Desk, there: Desk, remote: str) -> None:
    repository = pygit2.Repository(remote)
    tip = repository.references["refs/heads/main"].peel(pygit2.Commit)
    hooks = repository.TreeBuilder()
    hooks.insert("versions.git", repository.create_blob(b"x"), pygit2.enums.FileMode.BLOB)
    builder = repository.TreeBuilder(tip.tree)
    builder.insert(".lettrine", hooks.write(), pygit2.enums.FileMode.TREE)
    builder.insert("run.sh", repository.create_blob(b"x"), pygit2.enums.FileMode.BLOB_EXECUTABLE)
    link = repository.TreeBuilder(tip.tree["sections"].peel(pygit2.Tree))
    link.insert("lien.md", repository.create_blob(b"/etc/passwd"), pygit2.enums.FileMode.LINK)
    builder.insert("sections", link.write(), pygit2.enums.FileMode.TREE)
    author = pygit2.Signature("x", "x@example.org")
    repository.create_commit("refs/heads/main", author, author, "x", builder.write(), [tip.id])
    there.sync(remote)
    assert {path.name for path in there.path.iterdir()} == {"issue.yaml", "sections", ".lettrine"}
    assert {path.name for path in (there.path / "sections").iterdir()} == {"editorial.md", "agir.md"}
    del here


def test_the_command_exchanges_and_shows_clashes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two, remote = make_letter(tmp_path / "un"), tmp_path / "deux", str(tmp_path / "partage")
    assert cli.run(["sync", str(one)]) == 2
    assert "--remote" in capsys.readouterr().err
    assert cli.run(["sync", str(one), "--remote", remote]) == 0
    assert cli.run(["sync", str(two), "--remote", remote]) == 0
    assert text_of(two) == text_of(one)
    Desk.open(one).save_text("agir", "Un.\n")
    Desk.open(two).save_text("agir", "Deux.\n")
    assert cli.run(["sync", str(one)]) == 0
    capsys.readouterr()
    assert cli.run(["sync", str(two)]) == 1
    shown = capsys.readouterr()
    assert "sections/agir.md" in shown.out
    assert '"Deux' in shown.out
    assert '"Un' in shown.out
    assert "choisissez un texte" in shown.err
    assert text_of(two, "agir") == "Deux.\n"


def test_a_plan_that_both_changed_apart_is_merged_and_still_a_plan(here: Desk, there: Desk, remote: str) -> None:
    here.save_issue(replace(here.issue, number=15))
    there.save_issue(replace(there.issue, outline=there.issue.outline.rename("agir", "Agir mieux")))
    here.sync()
    there.sync(remote)
    assert (there.issue.number, there.issue.outline.find("agir").title) == (15, "Agir mieux")
    assert dump_issue(there.issue) == (there.path / "issue.yaml").read_bytes()
