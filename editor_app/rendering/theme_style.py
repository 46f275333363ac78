"""The page's style sheet as a theme has it, and what a theme puts above the title."""

from __future__ import annotations

from functools import cache
from html import escape

from editor_app.assets import asset
from editor_app.issue.theme import COLOURS, Masthead, Palette, Theme


def stylesheet(theme: Theme) -> str:
    """The style sheet of the page, for light and dark screens and for paper: the theme's colours and fonts, then what
    all pages have, then the theme's own rules."""
    fonts = f"  --text: var(--{theme.text});\n  --headings: var(--{theme.headings});\n"
    parts = [
        f":root {{\n{_properties(theme.light)}{fonts}}}",
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{_properties(theme.dark)}}}\n}}",
        f"@media print {{\n:root {{\n{_properties(theme.paper)}}}\n}}",
        _page_css(),
    ]
    return "\n".join([*parts, theme.css] if theme.css else parts)


def masthead(theme: Theme, kicker: str, title: str, logo_href: str) -> str:
    """The logo, and below it the ``kicker`` and the ``title`` (both HTML), on a band where the theme has one."""
    words = f'<p class="kicker">{kicker}</p>\n<h1>{title}</h1>'
    if theme.masthead is Masthead.BAND:
        words = f'<div class="band">\n{words}\n</div>'
    return f"{logo(theme, logo_href)}{words}"


def logo(theme: Theme, href: str) -> str:
    """The theme's logo as an image at ``href``; empty where there is none."""
    if theme.logo is None:
        return ""
    source, alt = escape(href, quote=True), escape(theme.logo.description, quote=True)
    return f'<img class="logo" src="{source}" alt="{alt}" width="{theme.logo.width}">\n'


def _properties(palette: Palette) -> str:
    return "".join(f"  --{name.replace('_', '-')}: {getattr(palette, name)};\n" for name in COLOURS)


@cache
def _page_css() -> str:
    return asset("web", "page.css").read_text(encoding="utf-8")
