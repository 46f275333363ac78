"""The standard list of layers: the place where a new check joins."""

from __future__ import annotations

from collections.abc import Iterable

from editor_app.proofing import dictionary, grammar
from editor_app.proofing.context import layer as context
from editor_app.proofing.facts import Facts
from editor_app.proofing.layer import Layer
from editor_app.proofing.links import Links
from editor_app.proofing.names import Names
from editor_app.proofing.pictures import Pictures
from editor_app.proofing.reading import Reading
from editor_app.proofing.spelling import Spelling
from editor_app.proofing.typography import Typography
from editor_app.proofing.vocabulary import vocabulary


def first_layers() -> tuple[Layer, ...]:
    """The layers in the order of their authority: where two flag one place, the first is right.

    What reads words in their sentence stands at the top of this list: it knows more about a word than the layers below,
    which see it alone. What names says of a capitalised word goes before typography and spelling. To add a layer,
    implement ``layer.Layer`` and put it here; the pipeline, its caches and the checks of a whole letter need no change.
    """
    words = vocabulary()
    return (Reading(), Facts(), Links(), Names(words), Typography(words), Spelling(words), Pictures())


def glancing(layers: Iterable[Layer]) -> tuple[Layer, ...]:
    """Those of ``layers`` that look at words and signs, a hundred times as fast as what reads sentences."""
    return tuple(layer for layer in layers if not isinstance(layer, Reading))


def missing() -> list[str]:
    """French sentences about the checks that this machine cannot make, for the window."""
    return [sentence for sentence in (dictionary.missing(), context.missing(), grammar.missing()) if sentence]
