"""The worker's view of the letter: what it tells the window is always what the whole letter would give, and no more."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from editor_app.desk import Desk
from editor_app.issue.ignored import ignored
from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.diagnostic import Diagnostic
from editor_app.proofing.layer import Prose
from editor_app.proofing.layers import first_layers, glancing
from editor_app.proofing.pipeline import Checker
from editor_app.rendering.markdown import render
from editor_app.storage.issue_yaml import dump_issue
from editor_app.worker import protocol
from editor_app.worker.protocol import Message
from editor_app.worker.session import Session

ISSUE = Issue(
    id="3a1d6c1e-6c0b-4f4e-9a38-0d8f9c2c7f11",
    number=15,
    title="15e lettre",
    outline=Outline(
        (
            Section("editorial", Kind.EDITORIAL, "Éditorial", file="sections/editorial.md"),
            Section("summary", Kind.SUMMARY, "Sommaire"),
            Section("actions", Kind.PRIORITY, "Actions", file="sections/actions.md"),
        )
    ),
)
LEVELS = {"editorial": 3, "actions": 3}


@cache
def checker() -> Checker:
    """Loading the dictionary costs more than every check here."""
    return Checker(first_layers())


@cache
def glance() -> Checker:
    return Checker(glancing(first_layers()))


class Window:
    """What a window knows from the worker's messages alone."""

    def __init__(self, texts: dict[str, str], issue: Issue = ISSUE, look: str = "editorial") -> None:
        self.sent: list[Message] = []
        self.session = Session(checker(), self._hear, glance())
        self.lines = {name: text.split("\n") for name, text in texts.items()}
        self.revisions = dict.fromkeys(texts, 1)
        self.blocks: dict[str, list[str]] = {}
        self.starts: dict[str, list[int]] = {}
        self.rows: dict[str, list[tuple[Diagnostic, ...]]] = {}
        self.issue = issue
        self.open_letter()
        self.look(look)
        self.settle()

    def open_letter(self) -> None:
        self.rows = {name: [()] * len(lines) for name, lines in self.lines.items()}
        self.session.handle(
            {
                "type": "letter",
                "serial": 1,
                "issue": dump_issue(self.issue).decode(),
                "folder": ".",
                "texts": {name: self.text(name) for name in self.lines},
                "revisions": dict(self.revisions),
            }
        )

    def text(self, section: str) -> str:
        return "\n".join(self.lines[section])

    def look(self, section: str) -> None:
        self.revisions[section] += 1
        self.session.handle({"type": "look", "section": section, "revision": self.revisions[section]})

    def splice(self, section: str, first: int, removed: int, lines: list[str]) -> None:
        self.revisions[section] += 1
        self.lines[section][first : first + removed] = lines
        self.rows[section][first : first + removed] = [()] * len(lines)
        self.session.handle(
            {
                "type": "splice",
                "section": section,
                "revision": self.revisions[section],
                "first": first,
                "removed": removed,
                "lines": lines,
            }
        )

    def settle(self) -> list[Message]:
        """Let the worker finish; what it said meanwhile."""
        before = len(self.sent)
        while self.session.work():
            pass
        return self.sent[before:]

    def found(self, section: str) -> list[tuple[int, str]]:
        return [(line, one.text) for line, row in enumerate(self.rows[section]) for one in row]

    def _hear(self, message: Message) -> None:
        message = protocol.decode(protocol.encode(message))
        self.sent.append(message)
        match message["type"]:
            case "page":
                self.starts = dict(message["starts"])
                for name in message["starts"]:
                    self.blocks[name] = [block.html for block in render(self.text(name), name, LEVELS.get(name, 3))]
            case "patch":
                first, name = message["first"], message["section"]
                self.blocks[name][first : first + message["removed"]] = message["blocks"]
                self.starts[name] = message["starts"]
            case "findings":
                for line, found in protocol.unpack_lines(message["lines"]).items():
                    self.rows[message["section"]][line] = found


def of_type(messages: list[Message], kind: str) -> list[Message]:
    return [message for message in messages if message["type"] == kind]


LINES = st.sampled_from(
    [
        "",
        "A chaque fois, les victimes sont protégées.",
        "Une phrase juste.",
        "les derniers mois ont compté ; Cette action aussi.",
        "- un point de liste",
        "## Un intertitre",
        "Mme Moiron-Braud a parlé.",
        "Mme Boiron-Braud a répondu.",
        "Un appel de note[^1] et l’OSCE.",
        "[^1]: La note, avec une foute.",
        "```",
        "| a | b |",
        "|---|---|",
        "*[OSCE]: Organisation",
    ]
)
SPLICES = st.lists(
    st.tuples(
        st.sampled_from(["editorial", "actions"]),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 3),
        st.lists(LINES, max_size=3),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    editorial=st.lists(LINES, min_size=1, max_size=8), actions=st.lists(LINES, min_size=1, max_size=4), edits=SPLICES
)
def test_patches_and_lines_replayed_give_what_the_whole_letter_would(
    editorial: list[str], actions: list[str], edits: list[tuple[str, float, int, list[str]]]
) -> None:
    window = Window({"editorial": "\n".join(editorial), "actions": "\n".join(actions)})
    for section, where, most, lines in edits:
        count = len(window.lines[section])
        first = int(where * count)
        removed = min(most, count - first)
        window.splice(section, first, removed, lines if lines or removed < count else [""])
        window.settle()
    fresh = Window({name: window.text(name) for name in window.lines})
    for section in window.lines:
        rendered = render(window.text(section), section, LEVELS[section])
        assert window.blocks[section] == [block.html for block in rendered]
        assert window.starts[section] == [block.line for block in rendered]
        assert window.rows[section] == fresh.rows[section]


def test_a_word_typed_in_a_paragraph_sends_that_paragraph_alone() -> None:
    paragraphs = [f"Paragraphe {number} de la lettre." for number in range(50)]
    window = Window({"editorial": "\n\n".join(paragraphs), "actions": ""})
    window.splice("editorial", 20, 1, ["Paragraphe 10 de la lettre, changé."])
    said = window.settle()
    (patch,) = of_type(said, "patch")
    assert (patch["section"], patch["first"], patch["removed"]) == ("editorial", 10, 1)
    assert len(patch["blocks"]) == 1
    assert "changé" in patch["blocks"][0]
    assert not of_type(said, "page")
    told = {message["section"]: message["lines"] for message in of_type(said, "findings")}
    assert set(told["editorial"]) == {"20"}
    assert told["actions"] == {}


def test_every_answer_carries_the_revision_that_was_asked_for() -> None:
    window = Window({"editorial": "Un.\n\nDeux.", "actions": "Trois."})
    window.splice("editorial", 0, 1, ["Un changé."])
    window.splice("editorial", 2, 1, ["Deux changé."])
    said = window.settle()
    asked = window.revisions["editorial"]
    answers = [message for message in said if message.get("section") == "editorial"]
    assert {message["type"] for message in answers} == {"patch", "findings"}
    assert {message["revision"] for message in answers} == {asked}
    assert len(of_type(answers, "patch")) == 1, "two keys that came together are one piece of work"


def test_the_page_comes_first_then_the_open_section() -> None:
    window = Window({"editorial": "A chaque fois.", "actions": "A chaque fois."}, look="actions")
    kinds = [(message["type"], message.get("section")) for message in window.sent]
    assert kinds == [
        ("opened", None),
        ("page", None),
        ("findings", "actions"),  # at a glance
        ("findings", "editorial"),
        ("findings", "actions"),  # once its sentences are read
        ("findings", "actions"),  # once all are
        ("findings", "editorial"),
        ("letter", None),
    ]


def test_a_name_corrected_in_one_section_clears_the_doubt_in_the_other() -> None:
    window = Window({"editorial": "Mme\u00a0Moiron-Braud a parlé.", "actions": "Mme\u00a0Boiron-Braud a répondu."})
    assert [one.suggestions for one in window.rows["editorial"][0]] == [("Boiron-Braud",)]
    assert window.found("actions") == [(0, "Boiron-Braud")]
    window.splice("actions", 0, 1, ["Mme\u00a0Moiron-Braud a répondu."])
    window.settle()
    assert not any(one.suggestions for section in window.rows for one in window.rows[section][0])


def test_a_section_opened_again_is_told_whole_under_its_new_revision() -> None:
    window = Window({"editorial": "Un.\n\nA chaque fois.", "actions": ""})
    window.look("editorial")
    said = window.settle()
    (found,) = [message for message in of_type(said, "findings") if message["section"] == "editorial"]
    assert found["revision"] == window.revisions["editorial"]
    assert set(found["lines"]) == {"0", "1", "2"}


def test_a_section_without_text_is_on_screen_under_its_revision_too() -> None:
    window = Window({"editorial": "Un.", "actions": "Deux."})
    window.session.handle({"type": "look", "section": "summary", "revision": 40})
    (patch,) = window.settle()
    assert (patch["type"], patch["revision"], patch["removed"], patch["blocks"]) == ("patch", 40, 0, [])
    window.session.handle({"type": "look", "section": "summary", "revision": 41})
    window.session.handle({"type": "issue", "issue": dump_issue(ISSUE).decode(), "page": True})
    said = window.settle()
    assert [message["revision"] for message in of_type(said, "page")] == [41]
    assert not of_type(said, "patch")


def test_a_letter_sent_again_tells_also_which_lines_are_clean() -> None:
    """The window may still show findings of a text, or of a neighbour, that is gone."""
    window = Window({"editorial": "Une phrase juste.", "actions": "Trois."})
    window.open_letter()
    said = window.settle()
    clean = {
        (one["section"], *one["lines"]) for one in of_type(said, "findings") if list(one["lines"].values()) == [[]]
    }
    assert clean == {("editorial", "0"), ("actions", "0")}


def test_a_finding_left_alone_is_told_no_more_wherever_its_line_goes() -> None:
    line = "A chaque fois, A chaque lettre."
    window = Window({"editorial": f"Un.\n\n{line}", "actions": line})
    found = window.rows["editorial"][2]
    assert found
    alone = ignored("editorial", found[0].rule, line, found[0].start, found[0].end)
    window.sent.clear()
    kept = dataclasses.replace(window.issue, ignored=(alone,))
    window.session.handle({"type": "issue", "issue": dump_issue(kept).decode(), "page": False})
    window.settle()
    assert "page" not in {answer["type"] for answer in window.sent}, "readers see no difference"
    assert window.rows["editorial"][2] == found[1:]
    assert window.rows["actions"][0] == found, "elsewhere it stands"
    window.splice("editorial", 0, 0, ["Avant.", ""])
    window.look("editorial")
    window.settle()
    assert window.rows["editorial"][4] == found[1:]


def test_a_word_of_the_issue_is_accepted_everywhere() -> None:
    window = Window({"editorial": "Le zblorgue agit.", "actions": "Un zblorgue."})
    assert window.found("editorial") == [(0, "zblorgue")]
    accepting = Issue(ISSUE.id, ISSUE.number, ISSUE.title, ISSUE.outline, words=("zblorgue",))
    window.session.handle({"type": "issue", "issue": dump_issue(accepting).decode(), "page": False})
    window.settle()
    assert window.found("editorial") == window.found("actions") == []


def test_titles_are_told_apart_from_texts_and_only_when_they_change() -> None:
    outline = ISSUE.outline.rename("actions", "A chaque fois")
    window = Window({"editorial": "Un.", "actions": "Deux."}, Issue(ISSUE.id, 15, ISSUE.title, outline))
    (told,) = of_type(window.sent, "letter")
    fields = [tuple(found["field"]) for found in told["findings"]]
    assert ("outline", 2, "title") in fields
    window.splice("editorial", 0, 1, ["Un autre."])
    assert not of_type(window.settle(), "letter")


def test_the_words_of_a_new_text_are_told_before_its_sentences_are_read() -> None:
    window = Window({"editorial": "Le premier zblorgue.", "actions": ""})
    before = window.rows["editorial"][0]
    pasted = [f"Le flibustor numéro {number} agit." for number in range(20)]
    window.splice("editorial", 1, 0, ["", *pasted])
    said = of_type(window.settle(), "findings")
    first, *_, last = [one for one in said if one["section"] == "editorial"]
    assert (first["more"], last["more"]) == (True, False)
    assert set(first["lines"]) == {str(2 + number) for number in range(20)}, "and nothing of what was read already"
    assert window.rows["editorial"][0] == before
    window.splice("editorial", 3, 1, ["Le flibustor agit encore."])
    assert [one["more"] for one in of_type(window.settle(), "findings") if one["section"] == "editorial"] == [False]


def test_a_section_is_told_as_soon_as_it_is_read_and_no_other_is_read_for_it() -> None:
    happened: list[object] = []

    class Reader:
        def check(self, prose: Prose) -> Iterable[Diagnostic]:
            happened.append(prose.text)
            return ()

    def hear(said: Message) -> None:
        if said["type"] == "findings":
            happened.append((said["section"], said["more"]))

    def in_turn() -> list[object]:
        while session.work():
            pass
        happened[:] = [one for one in happened if one in ("Un.", "Deux.") or isinstance(one, tuple)]
        return happened

    session = Session(Checker([Reader()]), hear)
    texts, issue = {"editorial": "Un.", "actions": "Deux."}, dump_issue(ISSUE).decode()
    session.handle({"type": "letter", "serial": 1, "folder": ".", "issue": issue, "texts": texts, "revisions": {}})
    session.handle({"type": "look", "section": "editorial", "revision": 1})
    turns = ["Un.", ("editorial", True), "Deux.", ("editorial", False), ("actions", False)]
    assert in_turn() == turns
    happened.clear()
    issue = dump_issue(dataclasses.replace(ISSUE, words=("mot",))).decode()
    session.handle({"type": "issue", "issue": issue, "page": False})
    session.handle({"type": "look", "section": "editorial", "revision": 2})
    assert in_turn() == turns, "other words: everything is read again, one after the other"


def test_what_takes_long_can_wait_once_words_and_page_are_told() -> None:
    window = Window({"editorial": "Un.", "actions": ""})
    window.splice("editorial", 0, 1, ["Deux."])
    assert not window.session.at_leisure
    window.session.work()
    assert of_type(window.sent, "patch")[-1]["revision"] == window.revisions["editorial"]
    assert window.session.at_leisure


def test_a_message_of_another_version_is_left_alone() -> None:
    window = Window({"editorial": "Un.", "actions": ""})
    window.session.handle({"type": "tomorrow", "what": 1})
    assert window.settle() == []


def test_nothing_is_done_before_a_letter_came() -> None:
    said: list[Message] = []
    session = Session(checker(), said.append)
    session.handle({"type": "splice", "section": "editorial", "revision": 1, "first": 0, "removed": 1, "lines": ["x"]})
    assert not session.work()
    assert said == []


def test_the_sample_letter_is_told_as_the_command_line_tells_it(sample: Path) -> None:
    desk = Desk.open(sample)
    window = Window(dict(desk.texts), desk.issue, look=next(iter(desk.texts)))
    for file in desk.check(checker()):
        if file.section is None:
            continue
        starts = [0]
        for line in file.text.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        told = [one.shifted(starts[number]) for number, row in enumerate(window.rows[file.section]) for one in row]
        assert sorted(told, key=_place) == sorted(file.diagnostics, key=_place)


def _place(diagnostic: Diagnostic) -> tuple[int, int, str]:
    return diagnostic.start, diagnostic.end, diagnostic.rule


# The messages


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=3))
def test_a_message_is_one_line_whatever_it_says(values: dict[str, Any]) -> None:
    message = {**values, "type": "x"}
    line = protocol.encode(message)
    assert line.count(b"\n") == 1
    assert protocol.decode(line) == message


def test_a_message_carries_half_a_character() -> None:
    """A text editor may hold a lone surrogate for an instant, between two keys of an input method."""
    assert protocol.decode(protocol.encode({"type": "x", "text": "\ud83d"}))["text"] == "\ud83d"


@pytest.mark.parametrize("line", [b"", b"[]", b'{"no": "type"}', b"{"])
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        protocol.decode(line)
