"""Shares a letter between machines through any Git remote: a folder on a share, an SSH or HTTPS forge."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar
from urllib.parse import unquote, urlsplit

import pygit2
from pygit2.enums import CredentialType

from editor_app.errors import LettrineError
from editor_app.issue.merging import Side
from editor_app.storage.exchange import Login, Progress, Stage, SyncClashError, Synced, without_secret
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.letter_merging import ISSUE_FILE, merge_letters
from editor_app.storage.remote_access import Access, Credential, remember_login
from editor_app.storage.version import Kind
from editor_app.storage.version_commit import PREFIX, reference
from editor_app.storage.version_tree import read_tree
from editor_app.storage.versions import Versions

MAIN: Final = "refs/heads/main"
THEIRS: Final = "refs/remotes/origin/main"
MAX_RECEIVED: Final = 1024**3
ATTEMPTS: Final = 5
"""How often the work is merged again when others push at the same time."""
SECONDS: Final = 60
_ADDRESS: Final = re.compile(r"(https://|ssh://|file://)[^\s]+|[\w.-]+@[\w.-]+:[^\s]+")


_T = TypeVar("_T")


def remote_of(versions: Versions) -> str | None:
    """The remote that was used last, None for a letter that was never shared."""
    config = versions.repository().config
    return str(config["remote.origin.url"]) if "remote.origin.url" in config else None


class SharedLetter(Protocol):
    """What an exchange needs of the open letter."""

    def exclusively(self, step: Callable[[], _T]) -> _T:
        """Do one step while nobody else writes to the letter or its history."""

    def files(self) -> Mapping[str, bytes]:
        """The letter's files as saved, by path; within such a step."""

    def apply(self, files: Mapping[str, bytes]) -> None:
        """Make the letter these files; within such a step. Raises LettrineError."""


def sync(
    versions: Versions,
    letter: SharedLetter,
    remote: str | None,
    chosen: Mapping[str, str | Side] | None = None,
    progress: Progress | None = None,
) -> Synced:
    """Fetch, merge, have the merged letter written when it differs, push; the network is waited for outside the
    letter's exclusive steps, so that saving goes on.

    ``remote`` (None: the one used last) is an address or a folder, made when it does not exist yet. ``chosen`` has what
    a person decided on for files that clashed, by path. Raises SyncClashError, and LettrineError when the remote cannot
    be reached or holds another letter.
    """
    tell = progress or (lambda _stage, _done, _all: None)

    def begin() -> str:
        address = _address(remote or remote_of(versions))
        versions.repository().config["remote.origin.url"] = address
        return address

    address = letter.exclusively(begin)
    network = pygit2.Repository(str(versions.path))  # a handle of this thread's own
    changed: set[str] = set()
    for _ in range(ATTEMPTS):
        tell(Stage.RECEIVING, 0, 0)
        theirs = _fetch(network, address, tell)
        tell(Stage.MERGING, 0, 0)
        tip, references, here = letter.exclusively(partial(_meet, versions, letter, theirs, chosen))
        changed |= here
        tell(Stage.SENDING, 0, 0)
        if _push(network, address, references, tell):
            network.references.create(THEIRS, tip, force=True)
            return Synced(address, tuple(sorted(changed)), tip != theirs)
    raise LettrineError(f"{address}\u00a0: d’autres y écrivent sans cesse\u00a0; recommencez dans un instant.")


def _meet(
    versions: Versions, letter: SharedLetter, theirs: pygit2.Oid | None, chosen: Mapping[str, str | Side] | None
) -> tuple[pygit2.Oid, list[str], set[str]]:
    """Merge what was received and bring the letter and the shared line to it; the line's new tip, the references to
    send (it, and the versions that have a reason), and the files that changed here."""
    repository = versions.repository()
    mine, changed = dict(letter.files()), set[str]()
    ours = _tip(repository, MAIN)
    if theirs is not None:
        merged = _merged(repository, versions.path.parents[1], ours, theirs, mine, chosen)
        if merged != mine:
            versions.keep(mine, kind=Kind.BEFORE)
            letter.apply(merged)
            versions.keep(merged, kind=Kind.SYNCED)
            changed = {path for path in {*merged, *mine} if merged.get(path) != mine.get(path)}
            mine = merged
    tip = _advance(versions, repository, ours, theirs, mine)
    kept = [version for version in versions.all() if version.kind is not Kind.SAVED]
    return tip, [MAIN, *(reference(version.number, version.id) for version in kept)], changed


def fetch_letter(address: str, into: Path, progress: Progress | None = None) -> dict[str, bytes]:
    """The letter that a remote holds, for a machine that has none yet; ``into`` is an empty folder for Git's own files.
    Raises LettrineError."""
    repository = pygit2.init_repository(str(into), bare=True, initial_head="main")
    tip = _fetch(repository, _address(address), progress or (lambda _stage, _done, _all: None))
    if tip is None:
        raise LettrineError(f"{address} : aucune lettre ne s’y trouve ; envoyez-en une d’abord.")
    return read_tree(repository, repository[tip].peel(pygit2.Tree))


def _address(remote: str | None) -> str:
    if not remote:
        raise LettrineError("Cette lettre n’est partagée nulle part ; ajoutez --remote avec une adresse ou un dossier.")
    if _ADDRESS.fullmatch(remote):
        parts = urlsplit(remote)
        if parts.scheme == "https" and parts.password:  # it is not kept with the letter, which travels
            remember_login(remote, Login(unquote(parts.username or ""), unquote(parts.password)))
        return without_secret(remote)
    if "::" in remote or "://" in remote or remote.startswith("-"):
        raise LettrineError(f"{remote} : cette adresse n’est pas admise ; donnez https://, ssh:// ou un dossier.")
    folder = Path(os.path.abspath(remote))  # noqa: PTH100  links stay as they are
    try:
        if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
            pygit2.init_repository(str(folder), bare=True, initial_head="main")
    except (OSError, pygit2.GitError) as error:
        raise LettrineError(f"{folder} : ce dossier ne peut pas servir au partage ({error}).") from error
    return str(folder)


def _tip(repository: pygit2.Repository, reference: str) -> pygit2.Oid | None:
    found = repository.references.get(reference)
    return None if found is None else found.peel(pygit2.Commit).id


class _Exchange(pygit2.RemoteCallbacks):
    """Lets the person in, bounds what is received, and notes what the other side refused."""

    def __init__(self, address: str, tell: Progress) -> None:
        super().__init__()
        self.refused = ""
        self.access = Access(address)
        self._tell = tell

    def credentials(self, url: str, username_from_url: str | None, allowed_types: CredentialType) -> Credential:
        """The next way of being let in. Raises AccessRefusedError."""
        del url
        return self.access.credential(username_from_url, allowed_types)

    def certificate_check(self, certificate: None, valid: bool, host: bytes) -> bool:
        """Go on with a machine that is known to be the one it says it is, and no other: libgit2 by itself would take
        any SSH server where no list of known ones is. Raises LettrineError."""
        del certificate
        if valid:
            return True
        name = host.decode(errors="replace")
        if self.access.by_https:
            raise LettrineError(
                f"{name}\u00a0: son certificat n’est pas reconnu\u00a0; vérifiez l’adresse avec qui tient cette forge."
            )
        raise LettrineError(
            f"{name}\u00a0: cette machine n’est pas reconnue\u00a0; connectez-vous-y une fois par la commande ssh, "
            "puis synchronisez de nouveau."
        )

    def transfer_progress(self, stats: pygit2.remotes.TransferProgress) -> None:
        """Tell how far it is, and stop a remote that sends without end."""
        self._tell(Stage.RECEIVING, stats.received_objects, stats.total_objects)
        if stats.received_bytes > MAX_RECEIVED:
            raise LettrineError(f"Plus de {MAX_RECEIVED // 1024**2} Mio arrivent ; vérifiez que c’est le bon dépôt.")

    def push_transfer_progress(self, objects_pushed: int, total_objects: int, bytes_pushed: int) -> None:
        """Tell how far it is."""
        del bytes_pushed
        self._tell(Stage.SENDING, objects_pushed, total_objects)

    def push_update_reference(self, refname: str, message: str | None) -> None:
        """Take note of a refusal."""
        self.refused = self.refused or (message or "")
        del refname


def _fetch(repository: pygit2.Repository, address: str, tell: Progress) -> pygit2.Oid | None:
    pygit2.settings.server_timeout = pygit2.settings.server_connect_timeout = SECONDS * 1000
    try:
        found = repository.remotes.create_anonymous(address)
        asked = _Exchange(address, tell)
        heads = {head.name for head in found.list_heads(callbacks=asked)}
        asked.access.let_in()
        if MAIN not in heads:
            return None
        found.fetch([f"+{MAIN}:{THEIRS}", f"{PREFIX}*:{PREFIX}*"], callbacks=_Exchange(address, tell))
    except (pygit2.GitError, OSError, KeyError, ValueError) as error:
        raise LettrineError(f"{address} : l’échange a échoué ({error}) ; vérifiez l’adresse et le réseau.") from error
    return _tip(repository, THEIRS)


def _merged(
    repository: pygit2.Repository,
    folder: Path,
    ours: pygit2.Oid | None,
    theirs: pygit2.Oid,
    mine: Mapping[str, bytes],
    chosen: Mapping[str, str | Side] | None,
) -> dict[str, bytes]:
    try:
        other = read_tree(repository, repository[theirs].peel(pygit2.Tree))
        common = repository.merge_base(ours, theirs) if ours is not None else None
        base = read_tree(repository, repository[common].peel(pygit2.Tree)) if common is not None else {}
    except (pygit2.GitError, OSError, KeyError, ValueError) as error:
        raise LettrineError(f"{folder.name} : ce qui est partagé est abîmé ({error}) ; rien n’a changé ici.") from error
    own_id, other_id = (parse_issue(files.get(ISSUE_FILE, b""), Path(ISSUE_FILE)).id for files in (mine, other))
    if own_id != other_id:
        raise LettrineError(f"{folder.name} : une autre lettre est partagée à cette adresse ; donnez-en une autre.")
    merged, clashes = merge_letters(base, mine, other, chosen)
    if clashes:
        raise SyncClashError(folder, clashes)
    return merged


def _advance(
    versions: Versions,
    repository: pygit2.Repository,
    ours: pygit2.Oid | None,
    theirs: pygit2.Oid | None,
    files: Mapping[str, bytes],
) -> pygit2.Oid:
    """Bring the shared line to these files, on top of both sides; the new tip."""
    try:
        tree = versions.write_tree(files)
        heads = [oid for oid in (ours, theirs) if oid is not None]
        if len(heads) == 2:
            common = repository.merge_base(heads[0], heads[1])
            heads = [heads[1]] if common == heads[0] else [heads[0]] if common == heads[1] else heads
        if len(heads) == 1 and repository[heads[0]].peel(pygit2.Tree).id == tree:
            tip = heads[0]
        else:
            tip = versions.commit(tree, "Lettrine\n", datetime.now(UTC), heads)
        repository.references.create(MAIN, tip, force=True)
    except (pygit2.GitError, OSError, KeyError, ValueError) as error:
        raise LettrineError(f"{versions.path} : l’historique ne s’écrit pas ({error}) ; vérifiez le disque.") from error
    return tip


def _push(repository: pygit2.Repository, address: str, references: Sequence[str], tell: Progress) -> bool:
    """Send these references; False when others pushed meanwhile."""
    exchange = _Exchange(address, tell)
    try:
        repository.remotes.create_anonymous(address).push([f"{name}:{name}" for name in references], callbacks=exchange)
    except (pygit2.GitError, OSError, KeyError, ValueError) as error:
        if "fast" in str(error):  # « cannot push non-fastforwardable reference »
            return False
        raise LettrineError(f"{address} : l’envoi a échoué ({error}) ; vérifiez vos droits et le réseau.") from error
    if exchange.refused and "fast" in exchange.refused:
        return False
    if exchange.refused:
        raise LettrineError(f"{address} : l’envoi est refusé ({exchange.refused}) ; vérifiez vos droits.")
    return True
