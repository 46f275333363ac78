"""The parts of the contextual layer: slips, sounds, hash tables, tokens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.proofing.context.edits import LETTERS, Slip, neighbouring_keys, one_edit, slip, two_spellings
from editor_app.proofing.context.phonetics import sound
from editor_app.proofing.context.tables import build, mix
from editor_app.proofing.context.tokens import NUMBER, tokens

WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("typed", "intended", "kind"),
    [
        ("al", "la", Slip.TRANSPOSITION),
        ("protegée", "protégée", Slip.ACCENT),
        ("nptre", "notre", Slip.NEIGHBOUR_KEY),
        ("nwtre", "notre", Slip.OTHER_KEY),
        ("dees", "des", Slip.DOUBLED_LETTER),
        ("nottre", "notre", Slip.DOUBLED_LETTER),
        ("notrez", "notre", Slip.EXTRA_FINAL_LETTER),
        ("être", "êtres", Slip.MISSING_FINAL_LETTER),
        ("noter", "nôtre", None),
        ("la", "la", None),
    ],
)
def test_a_slip_is_named(typed: str, intended: str, kind: Slip | None) -> None:
    assert slip(typed, intended) is kind


@given(WORDS)
def test_every_edit_is_a_slip(word: str) -> None:
    assert all(slip(edited, word) is not None for edited in one_edit(word) if edited != word)


@given(WORDS, WORDS)
def test_a_slip_leads_back(typed: str, intended: str) -> None:
    assert (slip(typed, intended) is None) == (slip(intended, typed) is None)


def test_the_keyboard_is_azerty() -> None:
    assert neighbouring_keys("a", "z")
    assert neighbouring_keys("é", "r")
    assert not neighbouring_keys("a", "p")


def test_two_spellings_of_one_word_are_not_an_error() -> None:
    assert two_spellings("entraine", "entraîne")
    assert two_spellings("payement", "paiement")
    assert not two_spellings("notre", "nôtre")


@pytest.mark.parametrize(
    "words",
    [
        ("parler", "parlez", "parlé", "parlait"),
        ("ces", "ses", "sais"),
        ("fois", "foie", "foi"),
        ("censé", "sensé"),
        ("voix", "voie"),
        ("amande", "amende"),
    ],
)
def test_homophones_share_a_key(words: tuple[str, ...]) -> None:
    assert len({sound(word) for word in words}) == 1


def test_words_that_sound_apart_do_not() -> None:
    assert len({sound(word) for word in ("notre", "noter", "nature", "nation")}) == 4


@given(st.sets(st.integers(0, 2**40), min_size=1, max_size=400), st.integers(1, 11))
def test_a_table_finds_what_was_put_in(numbers: set[int], bits: int) -> None:
    keys = mix(np.array(sorted(numbers), np.int64))
    values = np.arange(len(keys)) % (1 << bits)
    table, slots = build(keys, values, bits)
    found = table.find(keys)
    assert (found == slots).all()
    assert (table.values(found) == values).all()
    assert [table.find_one(int(key)) for key in keys[:5]] == found[:5].tolist()


def test_a_table_knows_no_stranger() -> None:
    table, _ = build(mix(np.arange(5000)), np.zeros(5000, np.int64), 8)
    assert (table.find(mix(np.arange(5000, 25000))) >= 0).mean() < 1e-4


def test_tokens_are_words_elisions_numbers_and_marks() -> None:
    text = "L’adoption d'un plan, aujourd’hui : le 1er mai, 1 234,5 € peut-être ; dit-il."
    forms = [token.form for token in tokens(text, lambda form: form == "peut-être")]
    assert forms == [
        *("l'", "adoption", "d'", "un", "plan", ",", "aujourd'hui", ":", "le", NUMBER, "mai", ",", NUMBER, "€"),
        *("peut-être", ";", "dit", "-", "il", "."),
    ]


@given(st.text(max_size=60))
def test_tokens_stand_where_they_say(text: str) -> None:
    assert all(text[token.start : token.end] == token.surface for token in tokens(text, lambda _: False))


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux lists the threads of a process there")
@pytest.mark.parametrize("door", ["editor_app.proofing.layers", "editor_app.review.likelihood"])
def test_the_arithmetic_starts_no_threads_by_whatever_door_it_comes(door: str) -> None:
    """Threads that wait for each other made the check of a letter take three times as long."""
    script = f"import os, {door}, numpy; print(len(os.listdir('/proc/self/task')))"
    unasked = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", script], env=unasked, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"
