"""Make the files that turn a payload into a bag anyone can verify: RFC 8493 (BagIt 1.0), publication.json, LISEZMOI."""

from __future__ import annotations

import hashlib
import textwrap
from collections.abc import Mapping
from string import Template
from typing import Any, Final, cast

import rfc8785
import yaml

from editor_app import __version__
from editor_app.assets import asset
from editor_app.exporting.bundle.report import report_text
from editor_app.exporting.bundle.report_page import report_page
from editor_app.exporting.format import Format, Part, media_type
from editor_app.issue.model import Issue
from editor_app.issue.theme import NEUTRAL

DECLARATION: Final = "bagit.txt"
INFO: Final = "bag-info.txt"
MANIFEST: Final = "manifest-sha256.txt"
TAG_MANIFEST: Final = "tagmanifest-sha256.txt"
PUBLICATION: Final = "publication.json"
PAYLOAD: Final = "data/"
DECLARED: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
FORMAT_NUMBER: Final = 1
_README_WIDTH: Final = 72


def bag(
    issue: Issue,
    payload: Mapping[str, Part],
    formats: tuple[Format, ...],
    report: Mapping[str, object],
    theme: Mapping[str, bytes],
) -> dict[str, bytes]:
    """Every file of the bundle by its path: the ``payload`` (paths below ``data/``) and what describes it. ``theme``
    has the files of the letter's theme by their path in the letter, none for one that ships."""
    content = {path: part.data for path, part in payload.items()}
    tags = {
        DECLARATION: DECLARED,
        INFO: _info(issue, content),
        MANIFEST: manifest(content),
        PUBLICATION: canonical_json(_publication(issue, payload, theme)),
        "LISEZMOI.txt": _readme(issue, formats).encode(),
        "controle/rapport.html": report_page(issue, report).encode(),
        "controle/rapport.json": canonical_json(report),
        "controle/rapport.txt": report_text(issue, report).encode(),
    }
    return content | tags | {TAG_MANIFEST: manifest(tags)}


def canonical_json(value: Mapping[str, object]) -> bytes:
    """``value`` as the one spelling of JSON that RFC 8785 defines."""
    return rfc8785.dumps(cast("Any", dict(value)))


def manifest(files: Mapping[str, bytes]) -> bytes:
    """One line for each file in the order of their names: its SHA-256, two spaces, its path (RFC 8493, 2.1.3)."""
    return manifest_of({path: hashlib.sha256(data).hexdigest() for path, data in files.items()})


def manifest_of(digests: Mapping[str, str]) -> bytes:
    """The manifest of files whose SHA-256 are known already."""
    return "".join(f"{digests[path]}  {path.replace('%', '%25')}\n" for path in sorted(digests)).encode()


def oxum(sizes: Mapping[str, int]) -> str:
    """The size of a payload in bytes, and its number of files."""
    return f"{sum(sizes.values())}.{len(sizes)}"


def _info(issue: Issue, content: Mapping[str, bytes]) -> bytes:
    day = issue.modified or issue.date
    lines = [
        f"Bag-Software-Agent: Lettrine {__version__}",
        *([f"Bagging-Date: {day.isoformat()}"] if day else []),
        f"External-Description: {' '.join(issue.title.split())}",
        f"External-Identifier: urn:uuid:{issue.id}",
        f"Payload-Oxum: {oxum({path: len(data) for path, data in content.items()})}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _publication(issue: Issue, payload: Mapping[str, Part], theme: Mapping[str, bytes]) -> dict[str, object]:
    """The letter and its files; the names are schema.org's (PublicationIssue) where it has one."""
    return {
        "format": FORMAT_NUMBER,
        "type": "PublicationIssue",
        "id": f"urn:uuid:{issue.id}",
        "issueNumber": issue.number,
        "name": issue.title,
        "isPartOf": issue.name,
        "inLanguage": issue.language,
        "datePublished": issue.date.isoformat() if issue.date else None,
        "dateModified": issue.modified.isoformat() if issue.modified else None,
        "theme": {
            "name": issue.theme or NEUTRAL,
            "files": [{"path": path, "sha256": hashlib.sha256(theme[path]).hexdigest()} for path in sorted(theme)],
        },
        "resources": [
            {
                "path": path,
                "sha256": hashlib.sha256(payload[path].data).hexdigest(),
                "size": len(payload[path].data),
                "mediaType": media_type(path),
                "role": payload[path].role,
            }
            for path in sorted(payload)
        ],
    }


def _readme(issue: Issue, formats: tuple[Format, ...]) -> str:
    usages: dict[str, str] = yaml.safe_load(asset("bundle", "usages.yaml").read_text(encoding="utf-8"))
    told = [f"data/{each.name}\n{_indented(usages[each.name])}" for each in formats]
    return Template(asset("bundle", "LISEZMOI.txt").read_text(encoding="utf-8")).substitute(
        title=issue.title,
        line="=" * min(_README_WIDTH, len(issue.title)),
        name=issue.name,
        number=issue.number,
        formats="\n\n".join(told),
    )


def _indented(paragraph: str) -> str:
    indent = " " * 4
    return textwrap.fill(
        paragraph, _README_WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
