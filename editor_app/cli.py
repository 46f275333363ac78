"""The command line: reads what was typed, calls the desk, prints what it answers."""

from __future__ import annotations

import argparse
import datetime
import getpass
import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn, TypeVar

from editor_app import __version__, desk
from editor_app.desk import Changes, CheckedFile, Desk, Preflight
from editor_app.desk.preflight_report import to_json
from editor_app.errors import ExitCode, LettrineError
from editor_app.proofing.diagnostic import Diagnostic, Severity
from editor_app.storage.exchange import AccessRefusedError, Login, SyncClashError
from editor_app.storage.letter_merging import FileClash
from editor_app.storage.version import Kind

_T = TypeVar("_T")

VERSION_KINDS = {
    Kind.SAVED: "enregistrée",
    Kind.NAMED: "nommée",
    Kind.BEFORE: "avant un remplacement",
    Kind.RESTORED: "restaurée",
    Kind.SYNCED: "synchronisée",
}
SEVERITIES = {Severity.ERROR: "faute", Severity.WARNING: "à revoir", Severity.ADVICE: "conseil"}

USAGE = {
    "open": "lettrine [open [NUMÉRO|PAQUET]]",
    "new": "lettrine new DOSSIER --number N [--from NUMÉRO]",
    "import": "lettrine import FICHIER (DOSSIER | --into NUMÉRO --section RUBRIQUE) "
    "[--accept-changes | --refuse-changes]",
    "check": "lettrine check CHEMIN… [--format text|json]",
    "preflight": "lettrine preflight NUMÉRO [--only web,email,pdf,…] [--sign NOM] [--format text|json]",
    "export": "lettrine export NUMÉRO --to DOSSIER [--only web,email,pdf,…] [--zip] [--force]",
    "verify": "lettrine verify LOT",
    "packet": "lettrine packet NUMÉRO --for NOM --to FICHIER [--before AAAA-MM-JJ] [--look-at TEXTE]",
    "merge": "lettrine merge NUMÉRO FICHIER… [--by NOM]",
    "versions": "lettrine versions NUMÉRO [--name NOM] [--restore VERSION [--section RUBRIQUE]]",
    "sync": "lettrine sync NUMÉRO [--remote ADRESSE]",
}

EXPLAINED = {
    "merge": "  FICHIER : la relecture enregistrée depuis un paquet, le fichier Word d’un paquet, ou le texte d’une\n"
    "  rubrique (editorial.md) avec des marques CriticMarkup ou simplement corrigé ; --by dit alors qui l’a relu.",
}
"""What a command's usage does not say by itself."""


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks French and leaves the process to its caller."""

    def error(self, message: str) -> NoReturn:
        """Refuse the command; argparse's own English ``message`` is not shown."""
        del message
        raise LettrineError(f"La commande n’est pas comprise ; elle s’écrit : {self.usage}")


def positive_number(text: str) -> int:
    """A letter's number; raises LettrineError for anything but a whole number from 1."""
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise LettrineError(f"--number {text} : un numéro de lettre est un nombre entier, par exemple 15.")
    return int(text)


def day(text: str) -> datetime.date:
    """A day; raises LettrineError for anything but year, month and day in figures."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise LettrineError(f"--before {text} : un jour s’écrit année-mois-jour, par exemple 2026-11-30.") from error


def names(text: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(filter(None, text.split(",")))


def parser() -> Parser:
    """Every command of the contract that exists so far."""
    top = Parser(prog="lettrine", usage="lettrine " + "|".join(USAGE) + " …", add_help=False)
    commands = top.add_subparsers(dest="command", parser_class=Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int]) -> Parser:
        made: Parser = commands.add_parser(name, usage=USAGE[name], add_help=False)
        made.set_defaults(run=run)
        return made

    new = command("new", run_new)
    new.add_argument("folder", type=Path)
    new.add_argument("--number", type=positive_number, required=True)
    new.add_argument("--from", dest="earlier", type=Path)

    importing = command("import", run_import)
    importing.add_argument("file", type=Path)
    importing.add_argument("folder", type=Path, nargs="?")
    importing.add_argument("--into", type=Path)
    importing.add_argument("--section")
    tracked = importing.add_mutually_exclusive_group()
    tracked.add_argument(
        "--accept-changes", dest="changes", action="store_const", const=Changes.ACCEPTED, default=Changes.UNDECIDED
    )
    tracked.add_argument("--refuse-changes", dest="changes", action="store_const", const=Changes.REFUSED)

    check = command("check", run_check)
    check.add_argument("paths", nargs="+")
    check.add_argument("--format", choices=("text", "json"), default="text")

    _add_export(command)

    verify = command("verify", run_verify)
    verify.add_argument("bundle", type=Path)

    packet = command("packet", run_packet)
    packet.add_argument("issue", type=Path)
    packet.add_argument("--for", dest="reader", required=True)
    packet.add_argument("--to", type=Path, required=True)
    packet.add_argument("--before", type=day)
    packet.add_argument("--look-at", default="")

    merge = command("merge", run_merge)
    merge.add_argument("issue", type=Path)
    merge.add_argument("files", type=Path, nargs="+")
    merge.add_argument("--by")
    versions = command("versions", run_versions)
    versions.add_argument("issue", type=Path)
    versions.add_argument("--name")
    versions.add_argument("--restore")
    versions.add_argument("--section")

    sync = command("sync", run_sync)
    sync.add_argument("issue", type=Path)
    sync.add_argument("--remote")
    return top


def _add_export(command: Callable[[str, Callable[[argparse.Namespace], int]], Parser]) -> None:
    """What stands between a letter and its bundle, and the bundle."""
    checks = command("preflight", run_preflight)
    checks.add_argument("issue", type=Path)
    checks.add_argument("--only", type=names)
    checks.add_argument("--sign")
    checks.add_argument("--format", choices=("text", "json"), default="text")

    export = command("export", run_export)
    export.add_argument("issue", type=Path)
    export.add_argument("--to", type=Path, required=True)
    export.add_argument("--only", type=names)
    export.add_argument("--zip", action="store_true")
    export.add_argument("--force", action="store_true")
    export.add_argument("--progress", action="store_true")


def run(argv: Sequence[str]) -> int:
    """Run one command; ``argv`` leaves out the program's name. Returns the exit code; raises nothing for people."""
    if list(argv) == ["--version"]:
        print(f"lettrine {__version__}")
        return ExitCode.DONE
    if list(argv) in (["--help"], ["-h"], ["help"]):
        print("\n".join("\n".join(filter(None, (usage, EXPLAINED.get(name)))) for name, usage in USAGE.items()))
        return ExitCode.DONE
    try:
        arguments = parser().parse_args(argv)
        code: int = arguments.run(arguments)
    except LettrineError as error:
        say(str(error))
        return error.exit_code
    return code


def say(sentence: str) -> None:
    """Tell the person something, beside the result."""
    print(sentence, file=sys.stderr)


def run_new(arguments: argparse.Namespace) -> int:
    made = desk.new_letter(arguments.folder, arguments.number, arguments.earlier)
    print(made.path)
    return ExitCode.DONE


def run_import(arguments: argparse.Namespace) -> int:
    changes = arguments.changes
    if arguments.folder is None and arguments.into is not None and arguments.section is not None:
        made, sentences = desk.import_into(arguments.file, arguments.into, arguments.section, changes)
    elif arguments.folder is not None and arguments.into is None and arguments.section is None:
        made, imported = desk.import_letter(arguments.file, arguments.folder, changes)
        sentences = imported.not_understood
    else:
        raise LettrineError(f"La commande n’est pas comprise ; elle s’écrit : {USAGE['import']}")
    for sentence in sentences:
        say(sentence)
    print(made.path)
    return ExitCode.DONE


def run_check(arguments: argparse.Namespace) -> int:
    checked = desk.check_paths(arguments.paths)
    print(json_report(checked) if arguments.format == "json" else text_report(checked), end="")
    return ExitCode.FOUND if any(file.diagnostics for file in checked) else ExitCode.DONE


def run_preflight(arguments: argparse.Namespace) -> int:
    opened = Desk.open(arguments.issue)
    if arguments.sign is not None and not arguments.sign.strip():
        raise LettrineError("--sign : donnez le nom de la personne qui signe, par exemple « Jeanne Durand ».")
    found = opened.preflight(formats=arguments.only)
    if arguments.sign is not None and found.unsigned:
        today = datetime.date.today()  # noqa: DTZ011  (the person's own day)
        opened.sign_for(found.unsigned, found.points, arguments.sign, today)
        found = found.signed_as(opened.issue)
    print(f"{to_json(found.points)}\n" if arguments.format == "json" else preflight_text(found), end="")
    return ExitCode.FOUND if found.points else ExitCode.DONE


def run_export(arguments: argparse.Namespace) -> int:
    opened = Desk.open(arguments.issue)
    path = opened.export(
        arguments.to,
        only=arguments.only,
        as_zip=arguments.zip,
        force=arguments.force,
        say=say,
        progress=say_progress if arguments.progress else None,
        cancelled=input_closed() if arguments.progress else None,
    )
    print(path)
    return ExitCode.DONE


def say_progress(what: str, done: int, total: int) -> None:
    """Tell a program that watches how far the work is: ``done/total what``."""
    print(f"{done}/{total} {what}", file=sys.stderr, flush=True)


def input_closed() -> Callable[[], bool]:
    """With ``--progress``, whoever started the command stops it by closing its standard input, dying included."""
    closed = threading.Event()

    def watch() -> None:
        # Not sys.stdin.buffer: the interpreter aborts at its end on a buffer that a thread still reads.
        while os.read(sys.stdin.fileno(), 4096):
            pass
        closed.set()

    threading.Thread(target=watch, daemon=True).start()
    return closed.is_set


def run_verify(arguments: argparse.Namespace) -> int:
    differences = desk.verify_bundle(arguments.bundle)
    for difference in differences:
        print(difference)
    if differences:
        return ExitCode.FOUND
    say(f"{arguments.bundle} : le lot est intact.")
    return ExitCode.DONE


def run_packet(arguments: argparse.Namespace) -> int:
    opened = Desk.open(arguments.issue)
    opened.make_packet(arguments.to, reader=arguments.reader, before=arguments.before, look_at=arguments.look_at)
    print(arguments.to)
    return ExitCode.DONE


def run_merge(arguments: argparse.Namespace) -> int:
    merged = Desk.open(arguments.issue).merge(arguments.files, by=arguments.by)
    new, changed, orphans = len(merged.new), len(merged.changed), len(merged.orphans)
    say(f"Remarques nouvelles\u00a0: {new}, changées\u00a0: {changed}, sans place\u00a0: {orphans}.")
    for remark in merged.orphans:
        words = remark.target.quote.exact if remark.target.quote else ""
        print(f"{remark.target.section} : {remark.author} : « {words[:80]} » n’a plus de place sûre dans le texte.")
    return ExitCode.DONE


def run_versions(arguments: argparse.Namespace) -> int:
    if arguments.section is not None and arguments.restore is None:
        raise LettrineError(f"La commande n’est pas comprise ; elle s’écrit : {USAGE['versions']}")
    if arguments.name is not None and not arguments.name.strip():
        raise LettrineError("--name : donnez un nom à la version, par exemple « bon à tirer ».")
    opened = Desk.open(arguments.issue)
    if arguments.name is not None:
        opened.keep_version(arguments.name)
    if arguments.restore is not None:
        opened.restore_version(opened.find_version(arguments.restore), arguments.section)
    found = opened.versions()
    for sentence in opened.version_problems:
        say(sentence)
    for version in found:
        what = version.name or VERSION_KINDS[version.kind]
        print(f"{version.id[:10]}  {version.when.astimezone():%Y-%m-%d %H:%M}  {what}")
    if not found:
        say(f"{arguments.issue} : cette lettre n’a pas encore de version.")
    return ExitCode.DONE


def run_sync(arguments: argparse.Namespace) -> int:
    try:
        if arguments.remote and not arguments.issue.exists():
            print(logged_in(lambda: desk.fetch_shared(arguments.remote, arguments.issue)).path)
            return ExitCode.DONE
        done = logged_in(lambda: Desk.open(arguments.issue).sync(arguments.remote))
    except SyncClashError as error:
        print(clash_report(error.clashes), end="")
        raise
    for file in done.changed:
        print(file)
    sent = "vos changements y sont" if done.sent else "rien de neuf à y envoyer"
    say(f"{done.address} : {sent} ; fichiers qui ont changé ici : {len(done.changed)}.")
    return ExitCode.DONE


def logged_in(exchange: Callable[[], _T]) -> _T:
    """Do it; where it takes a name and a password, and somebody is there to give them, ask once."""
    try:
        return exchange()
    except AccessRefusedError as error:
        if not error.asks_login or not sys.stdin.isatty():
            raise
        say(str(error))
        print("Nom : ", end="", file=sys.stderr, flush=True)
        name = sys.stdin.readline().strip()
        desk.remember_login(error.address, Login(name, getpass.getpass("Mot de passe ou jeton : ")))
        return exchange()


def clash_report(clashes: Sequence[FileClash]) -> str:
    """Both texts of each place, one under the other, each on one line."""
    lines = []
    for clash in clashes:
        lines.append(f"{clash.file}\n")
        if not clash.clashes:
            removed = clash.mine is None or clash.theirs is None
            lines.append(f"  {'retiré d’un côté, changé de l’autre' if removed else 'changé des deux côtés'}\n")
        for place in clash.clashes:
            for who, text in (("avant", place.base), ("ici", place.mine), ("ailleurs", place.theirs)):
                lines.append(f"  {who:8} : {json.dumps(text, ensure_ascii=False)}\n")
    return "".join(lines)


def text_report(checked: Sequence[CheckedFile]) -> str:
    """One line a diagnostic, as compilers write them, so that editors can jump to it."""
    lines = []
    for file in checked:
        for diagnostic in file.diagnostics:
            line, column = file.position(diagnostic)
            remedy = f" → {diagnostic.suggestions[0]}" if diagnostic.suggestions else ""
            lines.append(
                f"{file.path}:{line}:{column}: {SEVERITIES[diagnostic.severity]} : "
                f"{diagnostic.text}{remedy} ({diagnostic.message}) [{diagnostic.rule}]\n"
            )
    return "".join(lines)


def preflight_text(found: Preflight) -> str:
    """One line a point, what stops first."""
    lines = []
    for point in found.points:
        signed = f" [signé par {point.waiver.by}]" if point.waiver else ""
        severity = SEVERITIES[point.diagnostic.severity]
        lines.append(f"{severity}\u00a0: {point.place}\u00a0: {point.diagnostic.message}{signed}\n")
    return "".join(lines)


def json_report(checked: Sequence[CheckedFile]) -> str:
    """The object that DESIGN's contract describes, on one line."""
    files = []
    for file in checked:
        diagnostics = []
        for diagnostic in file.diagnostics:
            line, column = file.position(diagnostic)
            diagnostics.append(described(diagnostic, line, column))
        files.append({"path": file.path, "section": file.section, "diagnostics": diagnostics})
    return json.dumps({"version": 1, "files": files}, ensure_ascii=False) + "\n"


def described(diagnostic: Diagnostic, line: int, column: int) -> dict[str, object]:
    """A diagnostic as DESIGN's contract has it."""
    return {
        "rule": diagnostic.rule,
        "category": diagnostic.category.value,
        "severity": diagnostic.severity.value,
        "start": diagnostic.start,
        "end": diagnostic.end,
        "line": line,
        "column": column,
        "text": diagnostic.text,
        "message": diagnostic.message,
        "suggestions": list(diagnostic.suggestions),
        "confidence": round(diagnostic.confidence, 4),
    }
