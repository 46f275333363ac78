"""Tells what is prose in a block of Markdown from what is not, without moving any offset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from editor_app.proofing.layer import MASK, Prose

DOMAIN = (
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,6}"
    r"(?:fr|com|org|net|eu|int|info|gouv|edu|gov|io|be|ch|ca|de|uk|es|it|lu|re)\b(?![-’'.]\w)"
)
_FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
# Each alternative begins with the character itself, which lets a search leap from one to the next.
_EMPHASIS = r"(?P<emphasis>\*\*{0,2}|~~|_(?<!\w_)_{0,2}(?=\S)|_(?<=[^\s_]_)_{0,2}(?!\w))"
_MARKS = (
    r"""
      (?P<escape>\\[\\`*_{}\[\]()#+\-.!|>~])
    | (?P<code>(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    | (?P<attributes>\{[:#.][^{}\n]{0,300}\})
    | (?P<comment><!--.*?-->)
    | (?P<autolink><(?:[a-z][a-z0-9+.-]{1,20}:[^<>\s]{1,2000}|[^<>\s@]{1,100}@[^<>\s@]{1,200})>)
    | (?P<tag></?[a-z][a-z0-9-]{0,30}(?:\s[^<>]{0,2000})?/?>)
    | (?P<entity>&(?:[a-z][a-z0-9]{1,31}|\#[0-9]{1,7}|\#x[0-9a-f]{1,6});)
    | (?P<footnote>\[\^[^\]\s]{1,60}\]:?)
    | (?P<picture>!\[(?P<alt>[^\[\]]{0,2000})\](?P<source>\((?:[^()\n]|\([^()\n]*\)){0,2000}\)|\[[^\]\n]{0,200}\]))
    | (?P<target>(?<=\])(?:\((?:[^()\n]|\([^()\n]*\)){0,2000}\)|\[[^\]\n]{0,200}\]))
    | (?P<url>\b(?:https?|ftp|mailto|tel|urn|doi)://?[^\s<>«»"]{1,2000}|\bmailto:[^\s<>«»"]{1,300}
        |\bwww\.[^\s<>«»"]{1,2000})
    | """,
    r"""(?P<email>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5})
    | """,
    r"""(?P<domain>(?<![\w@.-])"""
    + DOMAIN
    + r"""(?:/[^\s<>«»"]{0,2000})?)
    | (?P<handle>(?<![\w&/])[@\#][a-z_]\w{1,100})
    | (?P<file>(?<![\w.-])\w[\w.-]{0,100}\.
        (?:pdf|docx?|odt|ods|xlsx?|csv|pptx?|jpe?g|png|gif|svg|webp|zip|md|txt|html?)\b)
    | """,
)
_INLINE = re.compile("".join((*_MARKS, _EMPHASIS)), _FLAGS)
# Most paragraphs hold few of these, and to try them all at each letter is dear.
_INLINE_WITHOUT_EMAIL = re.compile(_MARKS[0] + _MARKS[2] + _EMPHASIS, _FLAGS)
_EMPHASIS_ALONE = re.compile(_EMPHASIS, _FLAGS)
_NEEDED = re.compile(r"[\\`{<&\[\]@#]|[.:](?=\S)")
_TRAILING_MARKS = re.compile(r"[.,;:!?)\]’']+$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_LINE_MARKS = re.compile(
    r"""
      [ \t]*(?:>[ \t]?)+                                   # quotation
    | [ \t]*(?:[-*+•‣◦▪–—]|\d{1,3}[.)]|[a-z]\))(?=[ \t\u00a0])(?:[ \t\u00a0]+\[[ x]\](?=\s))?   # list item, task
    | [ ]{0,3}\#{1,6}(?=\s|$)                              # heading
    | [ ]{0,3}:(?=[ \t])                                   # definition
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_PROSE_LINE = re.compile(
    r"""
      [ ]{0,3}(?:=+|-{2,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})[ \t]*$     # underline, rule
    | [ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*$                   # under a table's head
    | [ ]{0,3}\[[^\]^][^\]]{0,200}\]:[ \t]*\S.*$                                       # address of a link
    """,
    re.VERBOSE,
)
_DEFINED_ADDRESS = re.compile(r"^ {0,3}\[[^\]^\n][^\]\n]{0,200}\]:[ \t]*(?P<address><[^<>\n]*>|\S+)", re.MULTILINE)
_TITLE = re.compile(r"\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\))\s*$|\s+$")
_BRACKET = re.compile(r"\\.|[\[\]]")
_FENCED = re.compile(r"^ {0,3}(?:`{3,}|~{3,})", re.MULTILINE)
_ABBREVIATION = re.compile(r" {0,3}\*\[[^\]]{1,100}\]:")
_CLOSING_HASHES = re.compile(r"[ \t]#+[ \t]*(?=(?:\{[^{}]*\})?[ \t]*$)")

_REMEMBERED = 16
"""Blocks: each is looked at by several in turn."""

_Mask = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class MarkdownPicture:
    """A picture written in Markdown: the whole mark is ``[start, end)``, its description ``[alt_start, alt_end)``,
    in code points; ``target`` is what stands after the description, brackets included."""

    start: int
    end: int
    alt_start: int
    alt_end: int
    target: str


@lru_cache(_REMEMBERED)
def prose(source: str, words: frozenset[str] = frozenset()) -> Prose:
    """The block ``source`` as layers see it; ``words`` are the names and terms accepted in the issue.

    Code (spans and fenced blocks), addresses, targets of links and pictures, HTML tags and entities, attribute lists,
    labels of footnotes and the marks of Markdown itself are replaced by as many ``MASK``; line ends stay. Lines
    indented by four spaces count as prose: in a letter they continue a list far more often than they hold code.
    """
    masked = list(source)

    def mask(start: int, end: int) -> None:
        for index in range(start, end):
            if masked[index] != "\n":
                masked[index] = MASK

    _mask_lines(source, mask)
    for found in _inline_marks("".join(masked)):
        start, end = found.span()
        match found.lastgroup:
            case "picture" | "source":
                mask(start, start + 2)
                mask(found.end("alt"), end)
            case "url" | "domain":
                trailing = _TRAILING_MARKS.search(found.group())
                mask(start, end - len(trailing.group()) if trailing else end)
            case _:
                mask(start, end)
    return Prose(source, _without_link_brackets("".join(masked)), words)


def _inline_marks(text: str) -> Iterator[re.Match[str]]:
    if _NEEDED.search(text) is None:
        return _EMPHASIS_ALONE.finditer(text)
    return (_INLINE if "@" in text else _INLINE_WITHOUT_EMAIL).finditer(text)


def pictures(source: str) -> Iterator[MarkdownPicture]:
    """The pictures of the block ``source``, in order; those shown as code are none."""
    masked = list(source)

    def mask(start: int, end: int) -> None:
        masked[start:end] = MASK * (end - start)

    _mask_lines(source, mask)
    for found in _INLINE.finditer("".join(masked)):
        if found["alt"] is not None:
            yield MarkdownPicture(*found.span(), *found.span("alt"), found["source"])


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a link leads, in code points of its block: its address is ``[start, end)``, without brackets and title; its
    words ``[words_start, words_end)``, both -1 for the definition of an address further down. ``inline`` when the
    address stands right behind the words."""

    start: int
    end: int
    address: str
    words_start: int
    words_end: int
    inline: bool


def link_targets(source: str) -> Iterator[LinkTarget]:
    """The links of the block ``source`` that are written with brackets, in order, then the addresses defined apart;
    those shown as code are none. Of a link by reference (``[words][name]``) the address is empty."""
    masked = list(source)

    def mask(start: int, end: int) -> None:
        masked[start:end] = MASK * (end - start)

    _mask_lines(source, mask)
    seen = "".join(masked)
    opened = _bracket_pairs(seen)
    for found in _inline_marks(seen):
        first = opened.get(found.start() - 1, -1) if found.lastgroup == "target" else -1
        if first < 0 or source[first - 1 : first] == "!" or source.startswith("^", first + 1):
            continue
        inline = found[0].startswith("(")
        start, end = _address_within(source, found.start() + 1, found.end() - 1) if inline else (found.end(),) * 2
        yield LinkTarget(start, end, source[start:end], first + 1, found.start() - 1, inline)
    if _FENCED.search(source):
        return
    for found in _DEFINED_ADDRESS.finditer(source):
        start, end = found.span("address")
        if found["address"].startswith("<"):
            start, end = start + 1, end - 1
        yield LinkTarget(start, end, source[start:end], -1, -1, inline=False)


def _bracket_pairs(text: str) -> dict[int, int]:
    """Where the bracket was opened that is closed at each place."""
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            waiting.append(found.start())
        elif found[0] == "]" and waiting:
            pairs[found.start()] = waiting.pop()
    return pairs


def _address_within(source: str, start: int, end: int) -> tuple[int, int]:
    """The address in what stands between the brackets of a link: without blanks around it, < >, and the title."""
    inner = source[start:end]
    start += len(inner) - len(inner.lstrip())
    inner = inner.strip()
    if inner.startswith("<") and ">" in inner:
        return start + 1, start + inner.index(">")
    title = _TITLE.search(inner)
    return start, start + (title.start() if title else len(inner))


def _mask_lines(source: str, mask: _Mask) -> None:
    """Mask what a line is by its beginning: fences and what they hold, list bullets, quotation and heading marks."""
    offset = 0
    fence = ""
    table = "|" in source and any(_NO_PROSE_LINE.match(line) and "|" in line for line in source.split("\n"))
    for line in source.split("\n"):
        end = offset + len(line)
        opening = _FENCE.match(line)
        if fence or opening:
            mask(offset, end)
            if not fence and opening:
                fence = opening[1]
            elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        elif _NO_PROSE_LINE.match(line):
            mask(offset, end)
        else:
            abbreviation = _ABBREVIATION.match(line)
            if abbreviation:
                mask(offset, offset + abbreviation.end())
            elif closing := _CLOSING_HASHES.search(line) if line.lstrip().startswith("#") else None:
                mask(offset + closing.start() + 1, offset + closing.end())
            _mask_marks(line, offset, mask)
            if table:
                for pipe in re.finditer(r"\|", line):
                    mask(offset + pipe.start(), offset + pipe.end())
        offset = end + 1


def _mask_marks(line: str, offset: int, mask: _Mask) -> None:
    position = 0
    while mark := _LINE_MARKS.match(line, position):
        first = mark.end() - len(mark.group().lstrip(" \t"))
        mask(offset + first, offset + mark.end())
        position = mark.end()
        if not mark.group().strip().startswith(">"):
            break
    if line.endswith("\\"):
        mask(offset + len(line) - 1, offset + len(line))


def _without_link_brackets(text: str) -> str:
    """Mask the brackets of a link's words: those closed right before a masked target."""
    if f"]{MASK}" not in text:
        return text
    masked = list(text)
    opened: list[int] = []
    for index, character in enumerate(text):
        if character == "[":
            opened.append(index)
        elif character == "]" and opened:
            start = opened.pop()
            if text[index + 1 : index + 2] == MASK:
                masked[start] = masked[index] = MASK
    return "".join(masked)
