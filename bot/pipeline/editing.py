"""Changing a rule of feeds.yaml: for the command line, and whoever else edits.

Read, edit in memory, check the result, write, record. The file is written within the transaction
that records it, right before its commit. That transaction holds the database's write lock, so two
edits cannot cross; and a crash between the two leaves a valid new file whose change is missing
from the history, never a history that tells of a change that is not in the file.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from bot.errors import EditRefused
from bot.i18n import Text
from bot.model import Rule
from bot.store import rule_changes
from bot.store.database import Database
from bot.store.rule_changes import ChangeKind, RuleChange, WrittenRule
from bot.watchlist import edit
from bot.watchlist.edit import Draft, Edited
from bot.watchlist.load import content_of
from bot.watchlist.yaml_writing import Value

Work = Callable[[bytes], Edited]


@dataclass(frozen=True, slots=True)
class Desk:
    """Who edits which file, when, and where it is recorded."""

    path: Path
    database: Database
    """Migrated."""
    who: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """A change that is in the file and in the history."""

    change: RuleChange
    rule: Rule | None
    """As it is now; None when it was removed."""


def add(desk: Desk, draft: Draft) -> Done:
    """Add a rule at the end of the list.

    Raises:
        WatchlistError: the file is invalid, or would be.
        EditRefused: the file cannot be written.
    """
    content = content_of(desk.path)
    done = edit.with_rule(content, draft, str(desk.path))
    return _carried_out(desk, content, done, _change(desk, ChangeKind.ADD, content, (None, done)))


def change(
    desk: Desk,
    name: str,
    changes: Mapping[str, Value | None],
    kind: ChangeKind = ChangeKind.EDIT,
) -> Done | None:
    """Give keys of a rule other values; None where that changes nothing.

    Raises:
        WatchlistError: the file is invalid, or would be.
        EditRefused: there is no such rule, or the file cannot be written.
    """
    return _changed(
        desk, name, kind, lambda content: edit.changed(content, name, changes, str(desk.path))
    )


def rewrite(desk: Desk, name: str, text: str) -> Done | None:
    """Put another text, as `rule_text` gives it, in a rule's place; None where it is the same.

    Raises:
        WatchlistError: the file is invalid, or would be.
        EditRefused: there is no such rule, the text is not one rule, or the file cannot be written.
    """

    def work(content: bytes) -> Edited:
        return edit.replaced(content, name, text, str(desk.path))

    return _changed(desk, name, ChangeKind.EDIT, work)


def remove(desk: Desk, name: str) -> Done:
    """Take a rule out.

    Raises:
        WatchlistError: the file is invalid.
        EditRefused: there is no such rule, or no other, or the file cannot be written.
    """
    content = content_of(desk.path)
    done = edit.without(content, name, str(desk.path))
    made = _change(desk, ChangeKind.REMOVE, content, (name, done))
    return _carried_out(desk, content, done, made)


def undo(desk: Desk, name: str | None = None) -> Done:
    """Take the last change back, or the last one of the rule that is or was called `name`.

    An undo is a change as well: the next one takes it back.

    Raises:
        WatchlistError: the file is invalid.
        EditRefused: nothing was changed, the rule has been changed since by other means, or the
            file cannot be written.
    """
    with desk.database.reading() as tx:
        last = next(iter(rule_changes.latest(tx, 1, name)), None)
    if last is None:
        raise EditRefused(_NOTHING_TO_UNDO)
    content = content_of(desk.path)
    _require_unchanged(content, last, str(desk.path))
    done = _taken_back(content, last, str(desk.path))
    now_called = last.new.name if last.new else None
    made = _change(desk, ChangeKind.UNDO, content, (now_called, done))
    return _carried_out(desk, content, done, made)


def _require_unchanged(content: bytes, last: RuleChange, file: str) -> None:
    """Refuse to undo over what somebody wrote since; a name that is back is refused later."""
    if last.new is None:
        return
    try:
        text = edit.rule_text(content, last.new.name, file)
    except EditRefused:
        text = ""
    if text != last.new.text:
        raise EditRefused(_changed_since(last.new.name), _BY_HAND)


def _taken_back(content: bytes, last: RuleChange, file: str) -> Edited:
    match last.old, last.new:
        case None, WrittenRule(name=name):
            return edit.without(content, name, file)
        case WrittenRule(text=text), None:
            return edit.restored(content, text, edit.Place(last.line, last.apart), file)
        case WrittenRule(text=text), WrittenRule(name=name):
            return edit.replaced(content, name, text, file)
        case _:
            raise ValueError("a change of nothing")


# ── one change ───────────────────────────────────────────────────────────────────────────────


def _changed(desk: Desk, name: str, kind: ChangeKind, work: Work) -> Done | None:
    content = content_of(desk.path)
    done = work(content)
    if done.content == content:
        return None
    return _carried_out(desk, content, done, _change(desk, kind, content, (name, done)))


def _change(
    desk: Desk, kind: ChangeKind, content: bytes, what: tuple[str | None, Edited]
) -> RuleChange:
    """What is recorded of an edit: of the rule called so, into what it is now."""
    (name, done), file = what, str(desk.path)
    old = WrittenRule(name, edit.rule_text(content, name, file)) if name else None
    new = None
    if done.rule:
        new = WrittenRule(done.rule.name, edit.rule_text(done.content, done.rule.name, file))
    place = edit.place_of(content, name) if name and new is None else edit.Place(0, apart=False)
    return RuleChange(0, desk.now, desk.who, kind, old, new, place.line, place.apart)


def _carried_out(desk: Desk, before: bytes, done: Edited, made: RuleChange) -> Done:
    with desk.database.begin() as tx:
        rule_changes.add(tx, made)
        write_file(desk.path, before, done.content)
    return Done(made, done.rule)


# ── the file ─────────────────────────────────────────────────────────────────────────────────


def write_file(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file whole, unless somebody changed it since it was read.

    Raises:
        EditRefused: it was changed, or it cannot be written.
    """
    if sha256(content_of(path)).digest() != sha256(before).digest():
        raise EditRefused(_CHANGED_MEANWHILE, _AGAIN)
    try:
        _replace(path.resolve(), after)  # behind a symbolic link, which stays
    except OSError as error:
        raise EditRefused(_not_writable(path, error), _RIGHTS) from error


def _replace(path: Path, content: bytes) -> None:
    status = path.stat()
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fchmod(descriptor, status.st_mode & 0o7777)
            with contextlib.suppress(PermissionError):  # only root may give files away
                os.fchown(descriptor, status.st_uid, status.st_gid)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)  # whatever happened, nothing is left lying about
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # The file is replaced already; some network drives know no such call.
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _not_writable(path: Path, error: OSError) -> Text:
    why = error.strerror or str(error)
    return Text(
        en=f"{path} cannot be written: {why}.", fr=f"{path} ne peut pas être écrit : {why}."
    )


def _changed_since(name: str) -> Text:
    return Text(
        en=f"The rule “{name}” has been changed since in the file.",
        fr=f"La règle « {name} » a été modifiée depuis dans le fichier.",
    )


_RIGHTS: Final = Text(
    en="Nothing was changed. The file's folder must be writable too.",
    fr="Rien n'a été modifié. Le dossier du fichier doit être accessible en écriture aussi.",
)
_CHANGED_MEANWHILE: Final = Text(
    en="Somebody changed the file at the same time.",
    fr="Quelqu'un a modifié le fichier au même moment.",
)
_AGAIN: Final = Text(en="Nothing was written: try again.", fr="Rien n'a été écrit : recommencez.")
_NOTHING_TO_UNDO: Final = Text(
    en="No change is recorded, so there is nothing to undo.",
    fr="Aucun changement n'est noté : il n'y a rien à annuler.",
)
_BY_HAND: Final = Text(
    en="Nothing was undone. `vigie rules history` shows what it was before.",
    fr="Rien n'a été annulé. `vigie rules history` montre ce qu'elle était avant.",
)
