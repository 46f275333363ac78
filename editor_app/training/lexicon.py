"""Forms with lemma and morphology, out of Grammalecte's lexicon, and the classes the model counts them in."""

from __future__ import annotations

import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass, field

_DUMP = """
from grammalecte.graphspell.ibdawg import IBDAWG
for entry in IBDAWG("fr-allvars.json").select():
    print(*entry, sep="\\t")
"""
_TENSES = frozenset({"Ip", "Iq", "Is", "If", "K", "Sp", "Sq"})
_PERSONS = ("1s", "2s", "3s", "1p", "2p", "3p")
_PARTS = frozenset({"N", "A", "W", "M1", "M2", "MP"})


@dataclass(slots=True)
class Lexicon:
    """``tags``: form to its readings; ``lemmas``: form to (lemma, is a verb); ``forms``: the way back."""

    tags: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    lemmas: dict[str, set[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(set))
    forms: dict[tuple[str, bool], set[str]] = field(default_factory=lambda: defaultdict(set))
    names: set[str] = field(default_factory=set)

    def add(self, form: str, lemma: str, tag: str) -> None:
        low = form.lower().replace("’", "'")
        tag = tag.split("/", maxsplit=1)[0]
        key = (lemma.lower().replace("’", "'"), tag.startswith(":V"))
        self.tags[low].add(reading(tag))
        self.lemmas[low].add(key)
        self.forms[key].add(low)
        if form[:1].isupper():
            self.names.add(low)


def grammalecte_lexicon(python: str = "/usr/bin/python3") -> Lexicon:
    """Grammalecte's lexicon (MPL 2.0), listed by the system's interpreter that has the package."""
    listing = subprocess.run([python, "-I", "-c", _DUMP], capture_output=True, text=True, check=True).stdout
    lexicon = Lexicon()
    for line in listing.splitlines():
        form, lemma, tag = line.split("\t")
        lexicon.add(form, lemma, tag)
    return lexicon


def reading(tag: str) -> str:
    """A Grammalecte tag without what agreement does not need: ``:V1__t_q_zz:Q:A:f:s`` is ``VQfs``."""
    parts = [part.split(";")[0] for part in tag.split(":") if part]
    if not parts:
        return "X"
    have = set(parts)
    gender = next((g for g in ("m", "f", "e") if g in have), "")
    number = next((n for n in ("s", "p", "i") if n in have), "")
    if parts[0].startswith("V"):
        verb = "A" if parts[0].startswith("V0") else "V"
        persons = "".join(p for p in _PERSONS if p in have)
        if "Y" in have:
            return verb + "Y"
        if "P" in have:
            return verb + "P"
        if "Q" in have:
            return f"{verb}Q{gender}{number}"
        if have & {"Sp", "Sq"} and not have & {"Ip", "Iq", "Is", "If", "K"}:
            return f"{verb}S{persons}"
        return f"{verb}F{persons}" if have & _TENSES else f"{verb}E{persons}"
    kind = "".join(sorted(part for part in have if part in _PARTS))
    return (kind or parts[0]) + gender + number


def classes(lexicon: Lexicon, counts: Counter[str], least: int, function_words: int) -> dict[str, str]:
    """The class of each form: a frequent grammatical word is a class of its own, others share the set of their
    readings; sets counted fewer than ``least`` times give way to their commonest reading."""
    grammatical = [
        w
        for w, _ in counts.most_common()
        if any(t.startswith(("G", "A")) for t in lexicon.tags.get(w, ()))
        and any(t[0] == "G" or t[:2] in ("AY", "AF", "AQ", "AP") for t in lexicon.tags[w])
    ][:function_words]
    own = set(grammatical)
    full = {form: "|".join(sorted(readings)) for form, readings in lexicon.tags.items()}
    by_set: Counter[str] = Counter()
    by_reading: Counter[str] = Counter()
    for form, name in full.items():
        by_set[name] += counts[form]
        for r in name.split("|"):
            by_reading[r] += counts[form]
    found = {}
    for form, name in full.items():
        if form in own:
            found[form] = "=" + form
        elif by_set[name] >= least:
            found[form] = name
        else:
            found[form] = max(name.split("|"), key=lambda r: (by_reading[r], r))
    return found


def number_of(readings: set[str]) -> int:
    """-1 where every reading is singular, 1 where every one is plural, else 0."""
    numbers = set()
    for one in readings:
        if one[:2] in {"VF", "VE", "VS", "AF", "AE", "AS"}:
            numbers |= set(one[3::2])
        else:
            numbers.add(one[-1] if one[-1] in "sp" else "i")
    return {frozenset("s"): -1, frozenset("p"): 1}.get(frozenset(numbers), 0)


def gender_of(readings: set[str]) -> int:
    """-1 where every reading is masculine, 1 where every one is feminine, else 0."""
    genders = frozenset(one[-2] if len(one) > 2 and one[-1] in "spi" and one[-2] in "mf" else "e" for one in readings)
    return {frozenset("m"): -1, frozenset("f"): 1}.get(genders, 0)


def persons_of(readings: set[str]) -> int:
    """One bit for each person (1s, 2s, 3s, 1p, 2p, 3p) in which a form can be a conjugated verb."""
    return sum(
        1 << bit
        for bit, person in enumerate(_PERSONS)
        if any(one[:2] in {"VF", "VS", "AF", "AS"} and person in one[2:] for one in readings)
    )
