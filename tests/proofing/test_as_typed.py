"""What one types on a typewriter's keys comes out as French is printed, and what is not prose stays as typed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.proofing.as_typed import ALL_HABITS, KEYS, Habit, change
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layers import first_layers
from editor_app.proofing.pipeline import Checker


def typed(keys: str, habits: frozenset[Habit] = ALL_HABITS, after: str = "") -> str:
    """The line that comes of these keys, typed one after the other before ``after``."""
    line = ""
    for key in keys:
        line += key
        wanted = change(line, after, habits) if key in KEYS else None
        if wanted is not None:
            line = line[: len(line) - wanted.removed] + wanted.inserted
    return line


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ('le fonds "Coeur bleu" aide', "le fonds «\u00a0Coeur bleu\u00a0» aide"),
        ('"Bonjour", dit-il', "«\u00a0Bonjour\u00a0», dit-il"),
        ('(voir "la loi")', "(voir «\u00a0la loi\u00a0»)"),
        ('l\'"accord"', "l’«\u00a0accord\u00a0»"),
        ('"il parle de "traite" ici"', "«\u00a0il parle de “traite” ici\u00a0»"),
        ('**"mot"**', "**«\u00a0mot\u00a0»**"),
        ('" mot"', "«\u00a0mot\u00a0»"),
        ("« mot »", "«\u00a0mot\u00a0»"),
        ("«mot»", "«\u00a0mot\u00a0»"),
        ("l'appel d'Erwann", "l’appel d’Erwann"),
        ("aujourd'hui", "aujourd’hui"),
        ("et cela...", "et cela…"),
        ("Vraiment ?", "Vraiment\u202f?"),
        ("Vraiment?", "Vraiment\u202f?"),
        ("Oui !", "Oui\u202f!"),
        ("droits ; cette", "droits\u202f; cette"),
        ("droits; cette", "droits\u202f; cette"),
        ("ainsi : la", "ainsi\u00a0: la"),
        ("ainsi: la", "ainsi\u00a0: la"),
        ("**Note** : la", "**Note**\u00a0: la"),
        ('"mot" : la', "«\u00a0mot\u00a0»\u00a0: la"),
        ("50 % ou 50%", "50\u00a0% ou 50\u00a0%"),
        ("10 €", "10\u00a0€"),
        ("la loi n° 2016", "la loi n°\u00a02016"),
        ("M. Tor et Mme Wallström", "M.\u00a0Tor et Mme\u00a0Wallström"),
        ("un mot[^1] ; puis", "un mot[^1]\u202f; puis"),
        ("voir [la page](https://exemple.org/a) : ici", "voir [la page](https://exemple.org/a)\u00a0: ici"),
        ("voir [la page](https://exemple.org/a)?", "voir [la page](https://exemple.org/a)\u202f?"),
        ("`code` : ici", "`code`\u00a0: ici"),
    ],
)
def test_a_typewriter_s_keys_give_french_typography(keys: str, line: str) -> None:
    assert typed(keys) == line


@pytest.mark.parametrize(
    "keys",
    [
        "à 12:30 ou 12:45",
        'un écran de 12" et plus',
        '`l\'"etat" ?',
        "``a ` b' ?",
        "[texte](http://exemple.org/l'avis?a=1;b=2!",
        '[texte](page.html "l\'avis : ici"',
        "https://exemple.org/?q='a'&b=2;c!",
        "www.exemple.org?x",
        "![un pont](pont.jpg)",
        "Voir ![un pont](pont.jpg)",
        '{: title="l\'avis : ici !"',
        "## Titre {#l'id",
        '<a href="l\'avis?"',
        "R &amp;",
        "&#233;",
        "[^note]: suite",
        "*[OIT]: Organisation",
        "[page]: http://exemple.org/?l'avis",
        "| :-- | --: |",
        "../../dossier",
        "etc...",
        "adresse@exemple.org?",
        "- [ ] fait",
        "été, déjà, Île, ça",
        "J. Dupont",
        "5'",
    ],
)
def test_what_is_not_prose_stays_as_typed(keys: str) -> None:
    assert typed(keys) == keys


@pytest.mark.parametrize(
    ("habit", "keys"),
    [
        (Habit.QUOTES, 'un "mot"'),
        (Habit.APOSTROPHE, "l'avis"),
        (Habit.ELLIPSIS, "bref..."),
        (Habit.SPACES, "Oui ! 50 % : M. Tor"),
    ],
)
def test_each_change_can_be_switched_off(habit: Habit, keys: str) -> None:
    assert typed(keys, ALL_HABITS - {habit}) == keys
    assert typed(keys, frozenset({habit})) != keys


def test_a_quote_before_a_word_already_there_opens() -> None:
    assert typed('le "', after="mot") == "le «\u00a0"
    assert typed('le "mot"', after=" suite") == "le «\u00a0mot\u00a0»"


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab é'\".:;!?«»[](){}`*<>&/@%€0\u00a0\u202fM😀"), max_size=40))
def test_only_marks_and_spaces_of_the_basic_plane_are_replaced(keys: str) -> None:
    line = ""
    for key in keys:
        line += key
        wanted = change(line, "", ALL_HABITS)
        if wanted is None:
            continue
        gone = line[len(line) - wanted.removed :]
        assert 1 <= wanted.removed <= 3
        assert wanted.inserted != gone
        assert all(ord(one) < 0x10000 for one in gone + wanted.inserted)
        line = line[: len(line) - wanted.removed] + wanted.inserted
    if not re.search(r"""[`\[\](){}<>&/@.:*"'!?;«»%€]""", keys):
        assert line.replace("\u00a0", " ") == keys.replace("\u00a0", " ")


_PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " ", "’": "'", "…": "..."})


def as_on_a_typewriter(text: str) -> str:
    return re.sub(r"«[\u00a0\u202f]|[\u00a0\u202f]»", '"', text).translate(_PLAIN)


def paragraphs(sample: Path) -> list[str]:
    """The lines of the letter, but for those with a title in the target of a link, which no key changes."""
    texts = (file.read_text("utf-8") for file in sorted((sample / "sections").glob("*.md")))
    return [line for text in texts for line in text.split("\n") if line.strip() and not re.search(r'\]\(\S+ "', line)]


def about_marks(line: str) -> str:
    """The line with one kind of no-break space, and only where marks want it: dates and numbers are not for typing."""
    return re.sub(r"(?<=[\w.])[\u00a0\u202f](?=\w)", " ", line).replace("\u202f", "\u00a0")


def test_the_sample_letter_retyped_on_a_typewriter_comes_out_the_same(sample: Path) -> None:
    lines = [line for line in paragraphs(sample) if as_on_a_typewriter(line) != line]
    assert len(lines) > 40
    for line in lines:
        assert about_marks(typed(as_on_a_typewriter(line))) == about_marks(line)


def test_what_was_typed_leaves_the_check_nothing_of_this_to_say() -> None:
    checker = Checker(first_layers())
    keys = 'Les associations disent : "nous l\'avons vu !" Mais qui ? M. Tor ; 50 % des cas... Voilà : n° 3, "fini".'
    rules = ("quotation", "apostrophe", "ellipsis", "space")

    def about_this(text: str) -> list[Diagnostic]:
        return [found for found in checker.check_text(text) if any(rule in found.rule for rule in rules)]

    assert len(about_this(keys)) > 8
    assert about_this(typed(keys)) == []


@pytest.mark.parametrize("part", ["](", "[^", "{:", "<a ", "`", "][", '"', "&a", "www.", "](("])
def test_no_line_however_odd_takes_long(part: str) -> None:
    line = part * (19_000 // len(part)) + ' "'
    start = time.process_time()
    change(line, "", ALL_HABITS)
    assert time.process_time() - start < 0.5
