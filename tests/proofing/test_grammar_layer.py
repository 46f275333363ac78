"""Grammalecte lives in a process of its own, and nothing depends on it."""

from __future__ import annotations

import sys

import pytest

from editor_app.proofing.diagnostic import Severity
from editor_app.proofing.grammalecte import Grammalecte, is_installed
from editor_app.proofing.grammar import Grammar
from editor_app.proofing.prose import prose

installed = pytest.mark.skipif(not is_installed(), reason="python3-grammalecte is not installed")


@installed
def test_an_agreement_is_flagged_on_the_word() -> None:
    grammar = Grammar()
    found = list(grammar.check(prose("Ils ont visité les **maison** de ce quartier.")))
    grammar.close()
    assert [(one.rule, one.text, one.suggestions[0]) for one in found] == [("grammar/agreement", "maison", "maisons")]
    assert found[0].severity is Severity.WARNING
    assert found[0].message.endswith((".", "!", "?"))


@installed
def test_a_plural_too_rare_for_the_network_is_believed_on_the_word_to_mend_alone() -> None:
    grammar = Grammar()
    rare = "Une équipe de chercheurs conduite par le politologues montre que l’action estimatoires permet de le garder."
    loan = "La dette de la province a été réduite de un milliard de rand un an après l’arrivée du parti au pouvoir."
    warned = {one.text: one.suggestions[0] for one in grammar.check(prose(rare)) if one.severity is Severity.WARNING}
    spared = [one for one in grammar.check(prose(loan)) if one.severity is Severity.WARNING]
    grammar.close()
    assert warned == {"politologues": "politologue", "estimatoires": "estimatoire"}
    assert spared == []


@installed
def test_the_process_is_kept_alive_and_started_anew_when_it_dies() -> None:
    process = Grammalecte()
    assert process.remarks("Les maison sont là.")
    first = process._conversation
    assert process.remarks("Les jardin sont là.")
    assert first is not None and process._conversation is first
    process.close()
    assert process.remarks("Les voiture sont là.")
    process.close()


def test_without_the_package_nothing_is_flagged_and_nothing_fails() -> None:
    assert not is_installed("/nowhere/python3")
    process = Grammalecte("/nowhere/python3")
    assert [process.remarks("Les maison sont là.") for _ in range(6)] == [()] * 6
    assert process.given_up


@installed
def test_what_was_read_beforehand_is_what_would_be_answered() -> None:
    texts = ["Les maison sont là.", "Rien à dire.", "Les jardin sont là.", "   ", "Les maison sont là."]
    process = Grammalecte()
    asked = [process.remarks(text) for text in texts]
    process.foresee(texts)
    assert [process.remarks(text) for text in texts] == asked
    assert [len(remarks) for remarks in asked] == [1, 0, 1, 0, 1]
    process.close()


@installed
def test_more_than_a_pipe_holds_can_be_foreseen() -> None:
    texts = [f"Numéro {number} : {'l’été ' * 800}" for number in range(30)]
    process = Grammalecte(patience=20)
    process.foresee([*texts, "Les maison sont là."])
    assert process.remarks("Les maison sont là.")
    process.close()


@installed
def test_a_process_that_dies_while_it_reads_ahead_is_asked_again() -> None:
    process = Grammalecte()
    process.foresee(["Les maison sont là.", "Les jardin sont là."])
    process.close()
    assert process.remarks("Les jardin sont là.")
    process.close()


@installed
def test_a_process_that_takes_too_long_is_given_up() -> None:
    process = Grammalecte(patience=0.0)
    process.remarks("Les maison sont là.")
    assert process.remarks("Les maison sont grande. " * 50) == ()
    process.close()


def test_a_program_that_answers_nonsense_is_not_believed() -> None:
    process = Grammalecte(sys.executable)
    assert process.remarks("Les maison sont là.") == ()
    process.close()
