"""Two windows on one folder, and other programs in it: nothing is covered that nobody had seen."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from letters_on_disk import TEXTS, make_letter, set_text, text_of
from long_counts import LONG_RUN

from editor_app.desk import Desk
from editor_app.storage.lock import HeldElsewhereError
from editor_app.storage.outside import ChangedOutsideError

BASE = " ".join(f"mot{number}" for number in range(40)) + "\n"


@pytest.mark.parametrize("count", [40, pytest.param(200, marks=LONG_RUN)])
def test_two_windows_never_cover_each_other_s_text_unseen(tmp_path: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    for turn in range(count):
        path = make_letter(tmp_path / f"{turn}", {"editorial": BASE})
        desks = [Desk.open(path), Desk.open(path)]
        seen = [BASE, BASE]
        for step in range(12):
            who = chance.randrange(2)
            desk = desks[who]
            action = chance.choice(("hold", "close", "save", "save", "take", "reopen"))
            if action == "hold":
                assert desk.hold(str(who)) or desk.read_only
                assert not (desks[0]._lock.held and desks[1]._lock.held)
            elif action == "close":
                desk.close()
            elif action == "take":
                for change in desk.outside_changes():
                    desk.take_outside(change)
                    seen[who] = change.theirs or ""
            elif action == "reopen":
                desk.close()
                desks[who] = Desk.open(path)
                seen[who] = text_of(path)
            else:
                before, text = text_of(path), f"{seen[who]}{who} {step}\n"
                try:
                    desk.save_text("editorial", text)
                except (HeldElsewhereError, ChangedOutsideError):
                    assert text_of(path) == before
                    assert desk.unsaved == ("editorial",)
                else:
                    assert before == seen[who], "covered unseen"
                    seen[who] = text
        for desk in desks:
            desk.close()


def harm(chance: random.Random, path: Path, words: list[str]) -> str | None:
    """What another program does to the editorial; the text it leaves, None for one that it takes away."""
    kind = chance.choice(("edit", "edit", "edit", "in place", "delete", "rename", "empty", "copy over"))
    file = path / "sections" / "editorial.md"
    if kind == "delete":
        file.unlink()
        return None
    if kind == "rename":
        file.rename(file.with_name(f"copie {chance.randrange(10)}.md"))
        return None
    text = "" if kind == "empty" else " ".join(words[:3] if kind == "copy over" else words) + "\n"
    if kind == "in place":
        file.write_text(text, encoding="utf-8")
    else:
        set_text(path, text)
    return text


@pytest.mark.parametrize("count", [25, pytest.param(500, marks=LONG_RUN)])
def test_what_another_program_does_is_merged_or_asked_about(tmp_path: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)  # noqa: S311  chance, not secrets
    for turn in range(count):
        path = make_letter(tmp_path / f"{turn}", {"editorial": BASE, "agir": TEXTS["agir"]})
        desk = Desk.open(path)
        desk.hold()
        mine, theirs = BASE.split(), BASE.split()
        here, there = chance.sample(range(40), 2)
        mine[here], theirs[there] = "d’ici", "d’ailleurs"
        text = " ".join(mine) + "\n"
        left = harm(chance, path, theirs)
        with pytest.raises(ChangedOutsideError) as refusal:
            desk.save_text("editorial", text)
        assert (path / "sections" / "editorial.md").exists() == (left is not None)
        assert left is None or text_of(path) == left
        assert desk.unsaved == ("editorial",)
        change = refusal.value.change
        merged = desk.merge_outside(change, text)
        if merged is not None and merged.text is not None and left == " ".join(theirs) + "\n":
            assert merged.text.split() == [w if i != here else "d’ici" for i, w in enumerate(theirs)]
        elif left == " ".join(theirs) + "\n":
            assert abs(here - there) <= 1, "a clash between words that are apart"
        desk.take_outside(change)
        desk.save_text("editorial", text)
        assert text_of(path) == text
        assert desk.unsaved == ()
        desk.close()
