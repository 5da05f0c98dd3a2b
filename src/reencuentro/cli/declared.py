"""For which action each command is; a command that nobody has declared doesn't run, and neither does any other."""

from collections.abc import Iterator, Mapping
from typing import Any

from reencuentro.errors import SettingsError
from reencuentro.rules.disclosure.vocabulary import Action

FILES_ALONE = None
"""The command opens no registry: it reads and writes files that whoever runs it holds anyway."""

COMMANDS: Mapping[str, Action | None] = {
    "access explain": Action.EXPLAIN_ACCESS,
    "agencies add": Action.MANAGE_AGENCIES,
    "agencies list": Action.MANAGE_AGENCIES,
    "agencies readmit": Action.MANAGE_AGENCIES,
    "agencies suspend": Action.MANAGE_AGENCIES,
    "agreements draft": Action.MANAGE_AGREEMENTS,
    "agreements list": Action.MANAGE_AGREEMENTS,
    "agreements sign": Action.MANAGE_AGREEMENTS,
    "agreements try": Action.TRY_AGREEMENT,
    "agreements withdraw": Action.MANAGE_AGREEMENTS,
    "audit checkpoint": Action.VERIFY_AUDIT,
    "audit export": Action.SEE_AUDIT,
    "audit key": Action.SEE_AUDIT,
    "audit verify": Action.VERIFY_AUDIT,
    "calls alarms": Action.RECONCILE,
    "calls kept": Action.SEE_FIGURES,
    "calls place": Action.MANAGE_AGENCIES,
    "calls places": Action.MANAGE_AGENCIES,
    "check": Action.CHECK_INSTALLATION,
    "consulates": FILES_ALONE,
    "demo": FILES_ALONE,
    "documents made": Action.SEE_AUDIT,
    "documents make": Action.SEE_PERSON,
    "duties late": Action.RECONCILE,
    "evaluate": FILES_ALONE,
    "expire": Action.EXPIRE,
    "explain": Action.SEE_PERSON,
    "generate": FILES_ALONE,
    "judge same": Action.JUDGE,
    "judge tie": Action.JUDGE,
    "keys apart": Action.ROTATE_KEYS,
    "keys passphrase": Action.ROTATE_KEYS,
    "keys rotate": Action.ROTATE_KEYS,
    "last-day": FILES_ALONE,
    "link": FILES_ALONE,
    "look": Action.LOOK_UP,
    "officers add": Action.MANAGE_OFFICERS,
    "officers give-role": Action.MANAGE_OFFICERS,
    "officers invite": Action.MANAGE_OFFICERS,
    "officers list": Action.MANAGE_OFFICERS,
    "officers readmit": Action.MANAGE_OFFICERS,
    "officers suspend": Action.MANAGE_OFFICERS,
    "officers take-role": Action.MANAGE_OFFICERS,
    "ports": FILES_ALONE,
    "reconcile": Action.RECONCILE,
    "retention adopt": Action.EXPIRE,
    "retention rules": Action.EXPIRE,
    "rosters inspect": FILES_ALONE,
    "rosters kept": Action.RECONCILE,
    "rosters restate": Action.RECONCILE,
    "rosters work": Action.RECONCILE,
    "serve": Action.CHECK_INSTALLATION,
    "show": Action.SEE_PERSON,
    "subject access": Action.SUBJECT_ACCESS,
    "subject correct": Action.CORRECT,
    "subject lift": Action.RESTRICT,
    "subject restrict": Action.RESTRICT,
    "tombstones": Action.EXPIRE,
}


def refuse_undeclared(command: Any) -> None:
    """Raises SettingsError where the tree holds a command that isn't in the table."""
    if silent := sorted(set(commands_of(command)) - set(COMMANDS)):
        raise SettingsError(
            f"undeclared commands: {', '.join(silent)}",
            remedy="Say in cli/declared.py for which action each of them is.",
        )


def commands_of(command: Any, before: str = "") -> Iterator[str]:
    """The names of a command's children, whole; its own where it has none."""
    children = getattr(command, "commands", None)
    if children is None:
        yield before
        return
    for name, child in children.items():
        yield from commands_of(child, f"{before} {name}".strip())
