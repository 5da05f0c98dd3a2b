"""The key ring of the open registry: what seals and opens its records."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import Max

from reencuentro.errors import RegistryError
from reencuentro.records.sealing.boxes import BrokenSealError, new_key, seal, unseal
from reencuentro.records.sealing.keys import AgencyKey, RecordKey, SealingRoot
from reencuentro.records.sealing.passphrases import (
    MASTER_KEY,
    SALT_BYTES,
    Secret,
    derived,
    keep,
    key_folder,
    random_secret,
    root_of,
    secret_for,
    write_private,
)
from reencuentro.records.sealing.tree import RecordTree

KeyRow = tuple[int, int, str]
"""A row of RecordKey: the record's number, the id of its agency's key, and its own key wrapped."""
AT_ONCE = 500
"""Record keys that are asked for in one query."""


class DestroyedError(Exception):
    """The record's key was destroyed: what it said can't be read by anybody any more."""


class Ring:
    """The keys of one registry; nothing is read before the first record is sealed or opened.

    file: the secret and the salt of a registry that is one file; None for one in a PostgreSQL database.
    """

    def __init__(self, file: tuple[Secret, bytes] | None) -> None:
        self._file = file
        self._master: AESGCM | None = None
        self._tree = RecordTree({})
        self._agency_keys: dict[int, tuple[str, bytes]] = {}
        self._fresh: dict[int, bytes] = {}

    def begin(self) -> None:
        """Write down how a new registry is sealed. Does nothing where that was done."""
        if SealingRoot.objects.exists():
            return
        salt = self._file[1] if self._file else secrets.token_bytes(SALT_BYTES)
        secret = self._file[0] if self._file else secret_for(salt, MASTER_KEY, new=True)
        master, tree = master_key(secret, salt), RecordTree.new()
        root = SealingRoot(pk=1, name=secrets.token_hex(16), salt="" if self._file else salt.hex())
        root.proof = seal(master, b"", _PROOF)
        # Who keeps no key has nothing but the passphrase, and must be able to do with that: see docs/encryption.md.
        if secret.kept:
            write_private(tree_file(root.name), tree.as_text())
        else:
            root.tree = seal(master, tree.as_text().encode(), _TREE)
        root.save(force_insert=True)

    def new_keys(self, agency: int, records: Sequence[int]) -> tuple[list[AESGCM], list[KeyRow]]:
        """A key for each of these new records of the agency, and the rows that must be kept with them."""
        number, agency_key = self._current(agency)
        self._fresh = {record: new_key() for record in records}
        rows = [(record, number, self._wrapped(record, agency_key, key)) for record, key in self._fresh.items()]
        return [AESGCM(key) for key in self._fresh.values()], rows

    def keys_of(self, records: Sequence[int]) -> list[AESGCM]:
        """The keys of records that have one. Raises RegistryError where one is missing or can't be opened."""
        unknown = sorted({record for record in records if record not in self._fresh})
        known = dict(self._fresh)
        for start in range(0, len(unknown), AT_ONCE):
            kept = RecordKey.objects.filter(record__in=unknown[start : start + AT_ONCE])
            known |= {row[0]: self._content_key(*row) for row in kept.values_list("record", "key", "wrapped")}
        if not known.keys() >= set(records):
            raise RegistryError("a record's key was destroyed", remedy="Leave that record out: it is gone for good.")
        return [AESGCM(known[record]) for record in records]

    def opened(self, row: KeyRow, text: str, about: str) -> bytes | None:
        """What a record says; row: the record's key. None once it was destroyed.

        Raises RegistryError where it can't be opened though it should.
        """
        try:
            return unseal(AESGCM(self._content_key(*row)), text, about)
        except DestroyedError:
            return None
        except BrokenSealError as error:
            raise _altered() from error

    def new_version(self, agency: int) -> int:
        """The id of a new version of the agency's key, which from now on seals."""
        self._unlock()
        newest = AgencyKey.objects.filter(agency=agency).aggregate(newest=Max("version"))["newest"] or 0
        wrapped = seal(self._master_key, new_key(), _about_agency(agency, newest + 1))
        return AgencyKey.objects.create(agency_id=agency, version=newest + 1, wrapped=wrapped).pk

    def rewrapped(self, rows: Sequence[KeyRow], agency: int) -> list[KeyRow]:
        """The same records' keys under the newest version of their agency's key; without those destroyed."""
        number, agency_key = self._current(agency)
        self._unlock()
        living = [row for row in rows if self._tree.secret(row[0]) is not None]
        return [(row[0], number, self._wrapped(row[0], agency_key, self._content_key(*row))) for row in living]

    def destroy(self, records: Sequence[int]) -> None:
        """Destroy these records' keys: here at once, and in copies made earlier of all that is kept with the registry.

        Copies stay readable to whoever also has an earlier copy of the tree: see docs/encryption.md.
        """
        self._unlock()
        root = SealingRoot.objects.select_for_update().get()
        self._tree = self._read_tree(root)  # another process may have destroyed others meanwhile
        for record in records:
            self._tree.destroy(record)
        RecordKey.objects.filter(record__in=records).delete()
        self._fresh = {}
        if root.tree:
            root.tree = seal(self._master_key, self._tree.as_text().encode(), _TREE)
            root.save(update_fields=["tree"])
        else:
            write_private(tree_file(root.name), self._tree.as_text())

    def keep_tree_apart(self) -> Path:
        """Move the tree of record secrets out of the registry, into the key folder; where it lies from now on.

        Only then can a copy of the registry no longer open a record that is destroyed after the copy was made.
        """
        self._unlock()
        root = SealingRoot.objects.select_for_update().get()
        if root.tree:
            write_private(tree_file(root.name), self._read_tree(root).as_text())
            root.tree = ""
            root.save(update_fields=["tree"])
        return tree_file(root.name)

    def change_master(self, new: Secret | None) -> None:
        """Wrap the keys of a registry in a database anew; None: under a random key, kept in the key folder."""
        old, root = self._master_key, SealingRoot.objects.select_for_update().get()
        salt = secrets.token_bytes(SALT_BYTES)
        self._master = master_key(new or keep(random_secret(), salt, MASTER_KEY), salt)
        rows = list(AgencyKey.objects.values_list("pk", "agency", "version", "wrapped"))
        changed, moved = rewrapped_root({"proof": root.proof, "tree": root.tree}, rows, old, self._master)
        for wrapped, pk in moved:
            AgencyKey.objects.filter(pk=pk).update(wrapped=wrapped)
        SealingRoot.objects.filter(pk=root.pk).update(salt=salt.hex(), **changed)
        self._agency_keys = {}

    @property
    def _master_key(self) -> AESGCM:
        if self._master is None:
            self._unlock()
        assert self._master is not None  # noqa: S101  # _unlock has set it, or raised
        return self._master

    def _unlock(self) -> None:
        if self._master is not None:
            return
        root = SealingRoot.objects.get()
        secret, salt = self._file or _database_secret(root)
        master = master_key(secret, salt)
        try:
            unseal(master, root.proof, _PROOF)
        except BrokenSealError as error:
            raise _WRONG from error
        self._master = master
        self._tree = self._read_tree(root)

    def _read_tree(self, root: SealingRoot) -> RecordTree:
        try:
            if root.tree:
                return RecordTree.from_text(unseal(self._master_key, root.tree, _TREE).decode())
            return RecordTree.from_text(tree_file(root.name).read_text(encoding="utf-8"))
        except (OSError, ValueError, TypeError, BrokenSealError) as error:
            self._master = None
            raise RegistryError(
                "the secrets of this registry's records are missing or damaged",
                remedy=f"Put {tree_file(root.name).name} back into {key_folder()}, from wherever it was copied to.",
            ) from error

    def _current(self, agency: int) -> tuple[int, bytes]:
        """The newest version of the agency's key, made if there is none: its id and the key."""
        newest = AgencyKey.objects.filter(agency=agency).order_by("version").last()
        if newest is None:
            self.new_version(agency)
            return self._current(agency)
        return newest.pk, self._agency_key(newest)

    def _agency_key(self, row: AgencyKey) -> bytes:
        known = self._agency_keys.get(row.pk)
        if known is None or known[0] != row.wrapped:
            try:
                key = unseal(self._master_key, row.wrapped, _about_agency(row.agency_id, row.version))
            except BrokenSealError as error:
                raise _altered() from error
            known = self._agency_keys[row.pk] = (row.wrapped, key)
        return known[1]

    def _content_key(self, record: int, number: int, wrapped: str) -> bytes:
        """A record's own key. An id may have been given anew since a transaction was undone: then it is read again."""
        known = self._agency_keys.get(number)
        if known is not None:
            try:
                return self._unwrapped(record, known[1], wrapped)
            except BrokenSealError:
                del self._agency_keys[number]
        row = AgencyKey.objects.filter(pk=number).first()
        if row is None:
            raise _altered()
        try:
            return self._unwrapped(record, self._agency_key(row), wrapped)
        except BrokenSealError as error:
            raise _altered() from error

    def _wrapped(self, record: int, agency_key: bytes, key: bytes) -> str:
        return seal(self._wrapping(record, agency_key), key, _about_record(record))

    def _unwrapped(self, record: int, agency_key: bytes, wrapped: str) -> bytes:
        return unseal(self._wrapping(record, agency_key), wrapped, _about_record(record))

    def _wrapping(self, record: int, agency_key: bytes) -> AESGCM:
        """What wraps a record's key: it takes both the agency's key and the record's secret to make it."""
        self._unlock()
        secret = self._tree.secret(record)
        if secret is None:
            raise DestroyedError
        return AESGCM(blake2b(secret, key=agency_key, digest_size=32).digest())


def master_key(secret: Secret, salt: bytes) -> AESGCM:
    """What wraps the agencies' keys."""
    return AESGCM(derived(root_of(secret, salt), "master"))


def rewrapped_root(
    root: Mapping[str, str], keys: Sequence[tuple[int, int, int, str]], old: AESGCM, new: AESGCM
) -> tuple[dict[str, str], list[tuple[str, int]]]:
    """Proof and tree of the root, and the agencies' keys (id, agency, version, wrapped), under another master key."""
    tree = seal(new, unseal(old, root["tree"], _TREE), _TREE) if root["tree"] else ""
    moved = [
        (seal(new, unseal(old, wrapped, _about_agency(agency, version)), _about_agency(agency, version)), pk)
        for pk, agency, version, wrapped in keys
    ]
    return {"proof": seal(new, b"", _PROOF), "tree": tree}, moved


def tree_file(name: str) -> Path:
    """Where the tree of a registry of that name lies, if it lies in the key folder."""
    return key_folder() / f"{name}.records"


def ring() -> Ring:
    """The ring of the open registry. Raises RegistryError where none is open."""
    if not _RINGS:
        raise RegistryError("no registry is open", remedy="Open it first.")
    return _RINGS[-1]


@contextmanager
def using(opened: Ring) -> Iterator[None]:
    """Seal and open with this ring."""
    _RINGS.append(opened)
    try:
        yield
    finally:
        _RINGS.remove(opened)


_RINGS: list[Ring] = []


def _database_secret(root: SealingRoot) -> tuple[Secret, bytes]:
    salt = bytes.fromhex(root.salt)
    return secret_for(salt, MASTER_KEY, new=False), salt


def _about_agency(agency: int, version: int) -> str:
    return f"records_agencykey.wrapped:{agency}:{version}"


def _about_record(record: int) -> str:
    return f"records_recordkey.wrapped:{record}"


_PROOF, _TREE = "records_sealingroot.proof", "records_sealingroot.tree"
_WRONG = RegistryError(
    "the master key is not the one of this registry", remedy="Give the key under which the registry was made."
)


def _altered() -> RegistryError:
    return RegistryError(
        "a sealed value was altered, or doesn't belong where it stands",
        remedy="Put back a copy of the registry made earlier; keep this one to find out what happened.",
    )
