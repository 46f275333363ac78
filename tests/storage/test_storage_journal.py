"""The journal: what was typed survives a crash, is shown and never becomes the text by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from letters_on_disk import TEXTS, end, make_letter, start, text_of

from editor_app.desk import Desk
from editor_app.errors import LettrineError
from editor_app.storage.journal import JOURNAL, Journal, JournalPlace

TYPING = """
import sys
from pathlib import Path
from editor_app.desk import Desk
desk = Desk.open(Path(sys.argv[1]))
desk.hold("Mme A")
desk.journal(sys.argv[2], sys.argv[3])
print("typed", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return make_letter(tmp_path / "014")


def journal_files(path: Path) -> list[str]:
    return sorted(file.name for file in (path / JOURNAL).glob("*")) if (path / JOURNAL).exists() else []


def test_after_a_crash_the_letter_opens_as_saved_and_says_what_was_typed(letter: Path) -> None:
    end(start(TYPING, letter, "editorial", "Bonsoir."))
    desk = Desk.open(letter)
    assert desk.hold("M. B")
    assert desk.after_crash is not None
    assert desk.after_crash.name == "Mme A"
    assert desk.texts["editorial"] == TEXTS["editorial"]
    (found,) = desk.recovered()
    assert (found.section, found.saved, found.text) == ("editorial", TEXTS["editorial"], "Bonsoir.")


def test_a_journal_can_be_rescued_by_hand(letter: Path) -> None:
    Desk.open(letter).journal("editorial", "Élan — « oui ».\n")
    assert (letter / JOURNAL / "editorial.md").read_text(encoding="utf-8") == "Élan — « oui ».\n"


def test_a_recovered_text_that_is_taken_is_saved_and_what_stood_is_a_version(letter: Path) -> None:
    end(start(TYPING, letter, "editorial", "Bonsoir."))
    desk = Desk.open(letter)
    desk.hold()
    desk.take_recovered(desk.recovered()[0])
    assert text_of(letter) == "Bonsoir."
    assert desk.recovered() == ()
    assert journal_files(letter) == []
    (version,) = desk.versions()
    assert desk.version_differences(version)[0].before == TEXTS["editorial"]


def test_a_recovered_text_that_is_dropped_is_gone(letter: Path) -> None:
    end(start(TYPING, letter, "editorial", "Bonsoir."))
    desk = Desk.open(letter)
    desk.hold()
    desk.drop_recovered(desk.recovered()[0])
    assert (text_of(letter), desk.recovered(), journal_files(letter)) == (TEXTS["editorial"], (), [])


def test_typing_on_before_deciding_loses_neither_text(letter: Path) -> None:
    end(start(TYPING, letter, "editorial", "Bonsoir."))
    desk = Desk.open(letter)
    desk.hold()
    desk.journal("editorial", "Tout autre chose.")
    desk.save_text("editorial", "Tout autre chose.")
    desk.close()
    again = Desk.open(letter)
    again.hold()
    assert [found.text for found in again.recovered()] == ["Bonsoir."]


def test_a_text_of_a_section_that_was_never_saved_is_found_again(letter: Path) -> None:
    end(start(TYPING, letter, "nouvelle-1a2b", "Tout neuf."))
    desk = Desk.open(letter)
    desk.hold()
    (found,) = desk.recovered()
    assert (found.section, found.saved, found.text) == ("nouvelle-1a2b", None, "Tout neuf.")
    with pytest.raises(LettrineError, match=r"nouvelle-1a2b\.md"):
        desk.take_recovered(found)
    assert desk.recovered() == (found,)


def test_a_clean_end_leaves_no_journal(letter: Path) -> None:
    desk = Desk.open(letter)
    desk.hold()
    for text in ("B", "Bo", "Bon"):
        desk.journal("editorial", text)
    desk.save_text("editorial", "Bon")
    desk.journal("agir", "x")
    desk.journal("agir", TEXTS["agir"])  # typed, and taken back
    desk.close()
    assert not (letter / JOURNAL).exists()


def test_a_newer_text_stays_in_the_journal_when_an_older_one_is_saved(letter: Path) -> None:
    desk = Desk.open(letter)
    desk.journal("editorial", "deux")
    desk.save_text("editorial", "un")
    assert desk.unsaved == ("editorial",)
    assert journal_files(letter) == ["editorial.md"]


def test_a_text_that_cannot_be_saved_is_in_the_journal(letter: Path) -> None:
    desk = Desk.open(letter)
    for text in ("un\0deux", "moitié \ud83d"):
        with pytest.raises(LettrineError):
            desk.save_text("editorial", text)
        assert [found.text for found in Desk.open(letter).recovered()] == [text]


def test_the_journal_of_another_window_is_not_a_crash(letter: Path) -> None:
    process = start(TYPING, letter, "editorial", "Bonsoir.")
    try:
        desk = Desk.open(letter)
        assert not desk.hold()
        assert desk.recovered() == ()
    finally:
        end(process)


def test_where_the_folder_is_gone_the_journal_goes_among_the_person_s_files(letter: Path, tmp_path: Path) -> None:
    desk = Desk.open(letter)
    letter.rename(tmp_path / "ailleurs")
    desk.journal("editorial", "Écrit sans dossier.")
    assert not letter.exists()
    (tmp_path / "ailleurs").rename(letter)
    assert [found.text for found in Desk.open(letter).recovered()] == ["Écrit sans dossier."]


def test_ids_that_a_disk_would_confuse_have_journals_of_their_own(tmp_path: Path) -> None:
    journal = Journal([JournalPlace(tmp_path / "journal", tmp_path)])
    for name in ("agir", "Agir", "con"):
        journal.write(name, name)
    files = [path.name for path in (tmp_path / "journal").iterdir()]
    assert len({name.casefold() for name in files}) == 3
    assert not any(name.startswith("con.") for name in files)
    found, problems = Journal([JournalPlace(tmp_path / "journal", tmp_path)]).found()
    assert {(entry.section, entry.text) for entry in found} == {(n, n) for n in ("agir", "Agir", "con")}
    assert problems == ()


def test_a_damaged_journal_keeps_nothing_from_opening(letter: Path) -> None:
    (letter / JOURNAL).mkdir(parents=True)
    (letter / JOURNAL / "editorial.md").write_bytes(b"\xff\xfe\x00")
    (letter / JOURNAL / "agir.md").mkdir()
    desk = Desk.open(letter)
    desk.hold()
    assert desk.recovered() == ()
    assert len(desk.warnings) == 2
    assert (letter / JOURNAL / "editorial.md").read_bytes() == b"\xff\xfe\x00"
