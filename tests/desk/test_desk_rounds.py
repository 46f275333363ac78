"""An author and three proofreaders write, send and take in, in any order: nothing is lost, and the order says nothing.

The author's text goes on changing while packets are out. Proofreaders change their copies, which become suggestions,
and comment; they send what they have, partly, repeatedly, and take back what they said. Suggestions are accepted or
refused, remarks closed, answered, set on other words by hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import permutations
from pathlib import Path

import pytest
from long_counts import LONG_RUN

from editor_app.desk.proofreading import merged_remarks
from editor_app.exporting.packet.files import Returned
from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.review.annotation import Annotation, State, comment, text_digest
from editor_app.review.decisions import accept, decided, placed, reply
from editor_app.review.edits import WayBack, sent_again, suggested_by
from editor_app.review.following import edit_between, follow
from editor_app.review.merging import written_by
from editor_app.review.suggestions import proposals

SECTION = "s"
ISSUE = Issue(
    "6f0f0f5e-6f0c-4a50-9d65-4d2a9e0c7f15",
    15,
    "Tours",
    Outline((Section(SECTION, Kind.FREE, "S", file="sections/s.md"),)),
)
TEXT = (
    "La France agit avec ses partenaires pour protéger les victimes 🙂 de la traite.\n\n"
    "Les victimes sont entendues, et les agents de l’État sont formés à les accueillir.\n\n"
    "La France agit aussi en Europe.\n"
)
NEW = ("la", "victimes", "autrement", "🕊", "d’abord,", "France")


def some_edit(chance: random.Random, text: str) -> str:
    """The text with a word put in, replaced or taken out, or its paragraphs in another order."""
    paragraphs = [paragraph.split(" ") for paragraph in text.rstrip("\n").split("\n\n")]
    if len(paragraphs) > 1 and chance.random() < 0.1:
        paragraphs.insert(chance.randrange(len(paragraphs)), paragraphs.pop())
    words = chance.choice(paragraphs)
    at = chance.randrange(len(words))
    words[at : at + chance.choice((0, 1, 1))] = [chance.choice(NEW)] * chance.choice((0, 1, 1))
    return "\n\n".join(" ".join(words) for words in paragraphs if words) + "\n"


def some_words(chance: random.Random, text: str) -> tuple[int, int]:
    start = chance.randrange(max(1, len(text) - 12))
    return start, min(len(text), start + chance.randrange(1, 12))


@dataclass
class Proofreader:
    """Someone with a copy of what was sent, what they say, and the suggestions that their last return held."""

    name: str
    base: str = TEXT
    text: str = TEXT
    remarks: dict[str, Annotation] = field(default_factory=dict)
    sent: tuple[Annotation, ...] = ()

    def returned(self) -> Returned:
        edits = suggested_by(self.base, self.text, issue=ISSUE.id, section=SECTION, author=self.name)
        self.sent = sent_again(edits, self.sent)
        said = (*self.remarks.values(), *self.sent)
        return Returned(Path("r.zip"), ISSUE.id, self.name, said, {SECTION: self.base})


class Round:
    """All of them at one letter."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 -- repeatable, not secret
        self.text = TEXT
        self.remarks: tuple[Annotation, ...] = ()
        self.people = [Proofreader(name) for name in ("Anne", "Béatrice", "Chloé")]
        self.waiting: list[Returned] = []
        self.taken: list[Returned] = []

    def step(self) -> None:
        """One of them does something."""
        steps: list[Callable[[], None]] = [
            self.write, self.decide, self.proofread, self.comment, self.say_again, self.send, self.send_out, self.merge
        ]  # fmt: skip
        self.chance.choices(steps, (4, 3, 4, 2, 2, 4, 1, 3))[0]()

    def write(self) -> None:
        before, self.text = self.text, some_edit(self.chance, self.text)
        self.remarks = follow(self.remarks, SECTION, edit_between(before, self.text), text_digest(self.text))

    def decide(self) -> None:
        made = proposals(self.remarks, SECTION, self.text)
        if made and self.chance.random() < 0.6:
            done = accept([self.chance.choice(made)], self.remarks, SECTION, self.text)
            self.text = done.after
            self.put(done.remarks)
        elif self.remarks:
            remark = self.chance.choice(self.remarks)
            match self.chance.randrange(3):
                case 0:
                    self.put([decided(remark, self.chance.choice((State.REFUSED, State.CLOSED, State.OPEN)))])
                case 1:
                    self.remarks = (*self.remarks, reply(remark, "Oui.", "Rédaction"))
                case _ if remark.target.quote is not None:
                    self.put([placed(remark, self.text, *some_words(self.chance, self.text))])

    def put(self, changed: tuple[Annotation, ...] | list[Annotation]) -> None:
        known = {remark.id: remark for remark in changed}
        self.remarks = tuple(known.get(remark.id, remark) for remark in self.remarks)

    def proofread(self) -> None:
        person = self.chance.choice(self.people)
        person.text = some_edit(self.chance, person.text)

    def comment(self) -> None:
        person = self.chance.choice(self.people)
        start, end = WayBack(person.base, person.text).range(*some_words(self.chance, person.text))
        made = comment(person.base, start, end, issue=ISSUE.id, section=SECTION, body="?", author=person.name)
        person.remarks[made.id] = made

    def say_again(self) -> None:
        person = self.chance.choice(self.people)
        if person.remarks:
            said = self.chance.choice(list(person.remarks.values()))
            state = self.chance.choice((State.OPEN, State.OPEN, State.DELETED))
            person.remarks[said.id] = replace(said, body=said.body + "!", revision=said.revision + 1, state=state)

    def send(self) -> None:
        """A return, which pretends to withdraw what others said."""
        person = self.chance.choice(self.people)
        made = person.returned()
        others = [replace(one, state=State.DELETED, revision=99) for one in self.remarks if one.author != person.name]
        self.waiting.append(replace(made, remarks=written_by(person.name, (*made.remarks, *others))))

    def send_out(self) -> None:
        """A packet of the text as it is, to someone who begins anew."""
        person = self.chance.choice(self.people)
        own = {remark.id: remark for remark in self.remarks if remark.author == person.name}
        person.base = person.text = self.text
        person.remarks, person.sent = own, ()

    def merge(self) -> None:
        if self.waiting:
            at = self.chance.randrange(len(self.waiting))
            self.taken.append(self.waiting.pop(at))
            self.remarks = self.after(self.taken[-1:])

    def after(self, returns: list[Returned], own: tuple[Annotation, ...] | None = None) -> tuple[Annotation, ...]:
        return merged_remarks(ISSUE, {SECTION: self.text}, self.remarks if own is None else own, returns).annotations

    def check(self) -> None:
        """Whatever is still out is taken in, in every order; then all of it again."""
        late = self.waiting[-3:]
        before = {remark.id: remark for remark in self.remarks}
        whole = set(self.after(late))
        for order in permutations(late):
            own = self.remarks
            for returned in order:
                own = self.after([returned], own)
            assert set(own) == whole
        assert set(self.after([*late, *self.taken], tuple(whole))) == whole
        known = {remark.id: remark for remark in whole}
        for returned in (*self.taken, *late):
            for remark in returned.remarks:
                assert known[remark.id].revision >= remark.revision
                assert known[remark.id].author == remark.author == returned.author
        of_late = {returned.author for returned in late}
        for remark in before.values():
            assert known[remark.id] == remark or remark.author in of_late
            if remark.target.placed and not remark.target.orphan:
                assert known[remark.id].target == remark.target or known[remark.id].target.placed > remark.target.placed
        for remark in whole:
            assert 0 <= remark.target.start <= remark.target.end <= len(self.text)
            assert remark.target.quote is None or remark.target.digest == text_digest(self.text)


def play(seeds: range) -> None:
    for seed in seeds:
        table = Round(seed)
        for _ in range(24):
            table.step()
        try:
            table.check()
        except (AssertionError, KeyError) as error:
            error.add_note(f"seed {seed}")
            raise


@pytest.mark.parametrize("count", [40, pytest.param(10_000, marks=LONG_RUN)])
def test_an_author_and_three_proofreaders_lose_no_remark_in_any_order(count: int) -> None:
    play(range(count))
