"""Reads SPIP's markup back, as SPIP 4 does, into the HTML that it stands for: the other half of the round trip.

It knows the shortcuts that a letter can need, no more, and takes every other character for what it is.
"""

from __future__ import annotations

import re
from html import escape, unescape

_NOTE = re.compile(r" *\[\[(\s*(?:<([^>'\"]*)>)?(.*?))\]\]", re.DOTALL)
_CODE = re.compile(r"<code>(.*?)</code>", re.DOTALL)
_TAG = re.compile(r"</?(?:sup|sub|del|em|strong|i|b|abbr|span|br)(?: (?:title|lang)=\"[^\"]*\")?>")
_KEPT = "\x01"


def read(markup: str) -> str:
    """The HTML of a whole text; notes stand at the end, numbered, in ``<note>`` elements."""
    return _Reader().read(markup)


class _Reader:
    def __init__(self) -> None:
        self.kept: list[str] = []
        self.notes: dict[str, str] = {}

    def read(self, markup: str) -> str:
        markup = _CODE.sub(lambda found: self.keep(f"<code>{found[1]}</code>"), markup)
        markup = _NOTE.sub(self.note, markup)
        html = self.blocks(markup)
        notes = "".join(f'<note id="{name}">{self.inline(text)}</note>' for name, text in self.notes.items())
        return self.restored(html + notes)

    def keep(self, html: str) -> str:
        self.kept.append(html)
        return f"{_KEPT}{len(self.kept) - 1}{_KEPT}"

    def restored(self, html: str) -> str:
        while _KEPT in html:
            html = re.sub(f"{_KEPT}(\\d+){_KEPT}", lambda found: self.kept[int(found[1])], html)
        return html

    def note(self, found: re.Match[str]) -> str:
        name, text = found[2], found[3]
        if name is None or f"</{name}>" in text:
            name, text = str(len(self.notes) + 1), found[1]
        if text.strip():
            self.notes[name] = text.strip()
        return self.keep(f'<call to="{name}"></call>')

    def blocks(self, markup: str) -> str:
        html = ""
        at = 0
        for quote in re.finditer(r"<quote>|</quote>|<div class=\"[a-z]+\">|</div>", markup):
            html += self.paragraphs(markup[at : quote.start()])
            html += quote[0].replace("quote", "blockquote")
            at = quote.end()
        return html + self.paragraphs(markup[at:])

    def paragraphs(self, markup: str) -> str:
        return "".join(self.block(each.strip("\n")) for each in re.split(r"\n{2,}", markup) if each.strip(" \n"))

    def block(self, text: str) -> str:
        heading = re.fullmatch(r"\{\{\{(\**) ?(?:\[([^][]*)<-\])?(.*)\}\}\}", text, re.DOTALL)
        if heading:
            level = max(1, len(heading[1])) + 1
            place = f' id="{heading[2]}"' if heading[2] else ""
            return f"<h{level}{place}>{self.inline(heading[3])}</h{level}>"
        if re.match(r"-[*#]", text):
            return self.items(re.split(r"\n(?=-[*#])", text))
        if text.startswith("|"):
            return self.table(text.split("\n"))
        if re.fullmatch("-{4,}", text):
            return "<hr>"
        return f"<p>{self.inline(text)}</p>"

    def items(self, lines: list[str]) -> str:
        html = ""
        open_lists: list[str] = []
        for line in lines:
            found = re.match(r"-(\*+|#+) ?(.*)", line, re.DOTALL)
            assert found is not None, line
            depth, tag = len(found[1]), "ul" if found[1][0] == "*" else "ol"
            while len(open_lists) > depth or (len(open_lists) == depth and open_lists[-1] != tag):
                html += f"</li></{open_lists.pop()}>"
            if len(open_lists) == depth:
                html += "</li>"
            while len(open_lists) < depth:
                html += f"<{tag}>" + ("<li>" if len(open_lists) < depth - 1 else "")
                open_lists.append(tag)
            html += f"<li>{self.inline(found[2])}"
        return html + "".join(f"</li></{tag}>" for tag in reversed(open_lists))

    def table(self, lines: list[str]) -> str:
        html = ""
        for at, line in enumerate(lines):
            cells = [cell.strip(" ") for cell in line.strip("|").split("|")]
            head = at == 0 and all(re.fullmatch(r"\{\{[^}]*\}\}", cell) for cell in cells)
            cells = [self.inline(cell[2:-2] if head else cell) for cell in cells]
            tag = "th" if head else "td"
            html += f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"
        return f"<table>{html}</table>"

    def inline(self, text: str) -> str:
        text = _TAG.sub(lambda found: self.keep(found[0]), text)
        text = re.sub(
            r"<(?:img|doc)(\d+)\|center>", lambda found: self.keep(f'<picture n="{found[1]}"></picture>'), text
        )
        text = re.sub(r"\n_ ", lambda _: self.keep("<br>"), text)
        text = re.sub(r"\[([^][]*?)->([^\]]*)\]", self.link, text)
        text = re.sub(r"\{\{(.+?)\}\}", lambda f: self.keep("<strong>") + f[1] + self.keep("</strong>"), text)
        text = re.sub(r"\{(.+?)\}", lambda f: self.keep("<em>") + f[1] + self.keep("</em>"), text)
        assert not re.search(r"[{}|~<>]|\[|\]|--|==|^[-_*#]", text), text
        return escape(unescape(text), quote=False)

    def link(self, found: re.Match[str]) -> str:
        return self.keep(f'<a href="{found[2]}">') + found[1] + self.keep("</a>")
