"""Reads YAML from outside as plain text values: bounded, every value a string that knows where it stands.

YAML's own types are left aside on purpose (they turn « no » into false, 012 into 10 and 12:30 into 750), and so is all
that lets a small file become a large one or reach for code: anchors, aliases, merge keys, tags, several documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import yaml

MAX_DEPTH: Final = 20
MAX_NODES: Final = 20_000
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS: Final = re.compile("[\n\x85\u2028\u2029]")
_FAST: Final = getattr(yaml, "CSafeLoader", None)
"""The parser written in C, ten times as fast, where PyYAML was built with it."""


class YamlFormatError(ValueError):
    """What is wrong: ``sentence`` in French, without the file's name or a final full stop; ``line`` counts from 1."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(f"{line}: {sentence}")
        self.line = line
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``start`` and ``end`` are code points in the source, quotes included; ``style`` is the quote or block
    mark, "" for a plain one; ``line`` counts from 1."""

    value: str
    line: int
    start: int
    end: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence of values."""

    line: int
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MapNode:
    """Values by key, in the order written; ``keys`` has where each key stands."""

    line: int
    items: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Scalar] = field(default_factory=dict)


Node = Scalar | ListNode | MapNode


def compose(source: str) -> Node:
    """The one document in ``source``. Raises YamlFormatError."""
    if _FAST is not None and "\t" not in source:  # it lets more tabs pass
        try:
            return _document(yaml.parse(source, Loader=_FAST))
        except (yaml.YAMLError, ValueError, OverflowError):
            pass  # the parser written in Python is the judge, and says where
    return _document(_events(source))


def _document(events: Iterable[yaml.Event]) -> Node:
    # Both parsers work by steps, so that depth is counted before it grows.
    document = _Document()
    for event in events:
        document.add(event)
    if document.root is None:
        raise YamlFormatError(1, "le fichier est vide ; restaurez-le depuis une copie")
    return document.root


def _events(source: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(source, Loader=yaml.SafeLoader)
    except yaml.reader.ReaderError as error:
        line = source.count("\n", 0, error.position) + 1
        raise YamlFormatError(line, "un caractère de contrôle s’y trouve ; retirez-le") from error
    except yaml.MarkedYAMLError as error:
        endless = "end of stream" in (error.problem or "")  # where it begins tells more than the file's last line
        mark = (error.context_mark if endless else None) or error.problem_mark or error.context_mark
        sentence = (
            "une tabulation sert de retrait ; remplacez-la par des espaces"
            if "'\\t'" in (error.problem or "")
            else "l’écriture YAML n’est pas juste ; vérifiez les retraits, les deux-points et les guillemets"
        )
        raise YamlFormatError(mark.line + 1 if mark else 1, sentence) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the two last: numbers out of range in escapes
        if isinstance(error, YamlFormatError):
            raise
        raise YamlFormatError(
            1, "un caractère ou un nombre y est mal écrit ; vérifiez les barres obliques « \\ »"
        ) from error


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Document:
    """Builds the values from events, one at a time, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[ListNode | MapNode] = []
        self._key: list[Scalar | None] = []
        self._nodes = 0

    def add(self, event: yaml.Event) -> None:
        line = _line(event)
        match event:
            case yaml.DocumentStartEvent():
                if self.root is not None:
                    raise YamlFormatError(line, "un second document commence ; n’en gardez qu’un")
                if event.version or event.tags:
                    raise YamlFormatError(line, "les directives « % » ne sont pas admises ; retirez-les")
            case yaml.AliasEvent():
                raise YamlFormatError(line, "les alias « * » ne sont pas admis ; écrivez la valeur en toutes lettres")
            case yaml.NodeEvent():
                self._refuse(event, line)
                self._start(event, line)
            case yaml.CollectionEndEvent():
                self._open.pop()
                self._key.pop()

    def _refuse(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            raise YamlFormatError(line, "les ancres « & » ne sont pas admises ; retirez-la")
        if getattr(event, "tag", None) is not None:
            raise YamlFormatError(line, "les étiquettes « ! » ne sont pas admises ; retirez-la")
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise YamlFormatError(line, f"le fichier a plus de {MAX_NODES} valeurs ; vérifiez que c’est le bon")

    def _start(self, event: yaml.NodeEvent, line: int) -> None:
        if isinstance(event, yaml.ScalarEvent):
            found = _NOT_TEXT.search(event.value)
            if found:
                code = f"U+{ord(found[0]):04X}"
                raise YamlFormatError(line, f"un caractère de contrôle ({code}) s’y trouve ; retirez-le")
            start, end = event.start_mark, event.end_mark
            assert start is not None and end is not None  # noqa: S101  the parser marks every event
            self._put(Scalar(event.value, line, start.index, end.index, event.style or ""), line)
            return
        node = MapNode(line) if isinstance(event, yaml.MappingStartEvent) else ListNode(line)
        self._put(node, line)
        self._open.append(node)
        self._key.append(None)
        if len(self._open) > MAX_DEPTH:
            raise YamlFormatError(
                line, f"plus de {MAX_DEPTH} niveaux sont emboîtés ; vérifiez que c’est le bon fichier"
            )

    def _put(self, node: Node, line: int) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return
        key = self._key[-1]
        if key is not None:
            parent.items[key.value] = node
            parent.keys[key.value] = key
            self._key[-1] = None
        elif not isinstance(node, Scalar):
            raise YamlFormatError(line, "une clé doit être un mot ; vérifiez les tirets et les deux-points")
        elif not node.style and node.value == "<<":
            raise YamlFormatError(line, "les clés de fusion « << » ne sont pas admises ; écrivez les valeurs")
        elif not node.value.strip():
            raise YamlFormatError(line, "une clé est vide ; nommez-la ou retirez la ligne")
        elif node.value in parent.items:
            raise YamlFormatError(line, f"la clé « {node.value[:60]} » y est deux fois ; gardez-en une")
        else:
            self._key[-1] = node


class Unquoted(str):
    """A text that stood without quotes, and is written back without them, so that whoever gives it a type (a later
    version, another program) reads the same one as before."""

    __slots__ = ()


def plain_value(node: Node) -> object:
    """The value as strings, lists and dictionaries, to be kept without being understood."""
    if isinstance(node, Scalar):
        return node.value if node.style else Unquoted(node.value)
    if isinstance(node, ListNode):
        return [plain_value(item) for item in node.items]
    return {_key_text(node.keys[key]): plain_value(value) for key, value in node.items.items()}


def _key_text(key: Scalar) -> str:
    return key.value if key.style else Unquoted(key.value)


class _Dumper(yaml.SafeDumper):
    """Writes Unquoted texts without quotes, and never an alias."""

    def ignore_aliases(self, _data: object) -> bool:
        return True

    def represent_unquoted(self, data: Unquoted) -> yaml.Node:
        if _LINE_ENDS.search(data):
            return self.represent_text(str(data))
        tag: str = self.resolve(yaml.ScalarNode, str(data), (True, False))  # type: ignore[no-untyped-call]
        return self.represent_scalar(tag, str(data))

    def represent_text(self, data: str) -> yaml.Node:
        """Line ends of any kind are written as escapes: between other quotes YAML makes spaces or LF of them."""
        return self.represent_scalar("tag:yaml.org,2002:str", data, style='"' if _LINE_ENDS.search(data) else None)


_Dumper.add_representer(str, _Dumper.represent_text)
_Dumper.add_representer(Unquoted, _Dumper.represent_unquoted)


def dump(values: Mapping[str, object]) -> str:
    """YAML for people: block style, order kept, one line per value, French letters as they are."""
    return yaml.dump(
        dict(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**6
    )
