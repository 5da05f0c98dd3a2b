"""PFIF 1.1–1.4, the format of missing-person databases: each person a row, field names as columns.

Notes are folded into the row of their person as note_<field>; the values of several notes are joined by line breaks
in the order of the file. A note outside any person goes to the person in the file whose id it names.
Source: PFIF 1.4 specification, zesty.ca/pfif.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.tables.columns import Columns
from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.rows import Parsed, Record

CHUNK = 256 * 1024
PERSON, NOTE, ID = "person", "note", "person_record_id"
NO_PERSON = "the note belongs to no person in the file: send it together with the person's record"
NO_ID = "the person has no person_record_id: give each person one"
TWICE = "a field stands twice in one record: give it once"
NESTED = "a field holds other elements: give plain text"

Fields = dict[str, str]


class _Item(NamedTuple):
    """A person with its notes, or a note on its own; line: where it begins."""

    kind: str
    line: int
    fields: Fields
    notes: list[Fields]
    problem: str
    column: str


class _Collector:
    """Takes the parser's events and makes items of them."""

    def __init__(self) -> None:
        self.items: list[_Item] = []
        self.root = ""
        self.line_now: Callable[[], int] = int
        self._open: list[str] = []
        self._text: list[str] = []
        self._person: Fields = {}
        self._notes: list[Fields] = []
        self._begin = 0
        self._problem, self._column = "", ""

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if not self._open:
            self.root = name
        elif len(self._open) == 1:
            self._begin, self._problem, self._column = self.line_now(), "", ""
            self._person, self._notes = {}, []
        if name == NOTE and self._open[1:] in ([], [PERSON]):
            self._notes.append({})
        elif self._is_in_field():
            self._problem, self._column = NESTED, self._prefix() + self._open[-1]
        self._open.append(name)
        self._text.clear()

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, _tag: str) -> None:
        name = self._open.pop()
        if len(self._open) == 1 and name in (PERSON, NOTE):
            fields = self._person if name == PERSON else {}
            self.items.append(_Item(name, self._begin, fields, self._notes, self._problem, self._column))
        elif name != NOTE and self._open[1:] in ([PERSON], [NOTE], [PERSON, NOTE]):
            self._keep(name, "".join(self._text))
        self._text.clear()

    def close(self) -> None:
        """Called by the parser at the end of the document."""

    def _is_in_field(self) -> bool:
        return len(self._open) > 2 and self._open[-1] != NOTE

    def _prefix(self) -> str:
        return "note_" if NOTE in self._open else ""

    def _keep(self, name: str, text: str) -> None:
        fields = self._notes[-1] if NOTE in self._open else self._person
        if name in fields:
            self._problem, self._column = TWICE, self._prefix() + name
        fields.setdefault(name, text)


def parse(source: BinaryIO, encoding: str, limits: Limits) -> Parsed:
    """Reads PFIF twice: for the notes that stand apart from their person, then for the persons.

    Raises RosterRefusedError, then or while the records are read, for XML that isn't PFIF, is broken or holds a DTD.
    """
    columns = Columns(limits.max_columns)
    apart: dict[str, list[Fields]] = defaultdict(list)
    known: set[str] = set()
    for item in _items(source):
        if item.kind == PERSON:
            known.add(item.fields.get(ID, "").strip())
        else:
            apart[_person_of(item)].extend(item.notes)
    apart_for_good = {key for key in apart if not key or key not in known}
    items = (item for item in _items(source) if item.kind == PERSON or _person_of(item) in apart_for_good)
    return Parsed(encoding=encoding, records=(_record(item, apart, columns) for item in items), columns=columns.names)


def _person_of(note: _Item) -> str:
    return note.notes[0].get(ID, "").strip()


def _record(item: _Item, apart: dict[str, list[Fields]], columns: Columns) -> Record:
    if item.kind == NOTE:
        fields, problem, column = _folded({}, item.notes), NO_PERSON, "note_" + ID
    else:
        key = item.fields.get(ID, "").strip()
        fields = _folded(item.fields, item.notes + apart.pop(key, []))
        problem, column = item.problem or ("" if key else NO_ID), item.column if item.problem else ID
    cells = columns.place(fields)
    place = columns.names.index(column) if problem and column in columns.names else -1
    return Record(item.line, cells, problem, place, fields.get(column, "") if problem else "")


def _folded(fields: Fields, notes: list[Fields]) -> Fields:
    names = dict.fromkeys(name for note in notes for name in note)
    return fields | {f"note_{name}": "\n".join(note.get(name, "") for note in notes) for name in names}


def _items(source: BinaryIO) -> Iterator[_Item]:
    source.seek(0)
    collector = _Collector()
    parser = DefusedXMLParser(target=collector, forbid_dtd=True)
    collector.line_now = lambda: parser.parser.CurrentLineNumber
    try:
        while chunk := source.read(CHUNK):
            parser.feed(chunk)
            yield from collector.items
            collector.items.clear()
        parser.close()
    except DefusedXmlException as error:
        raise _refused("the XML holds a document type or entities, which a roster never needs", parser) from error
    except ParseError as error:
        raise _refused("the XML is broken", parser) from error
    if collector.root != "pfif":
        raise RosterRefusedError("", "the file is XML, but not PFIF", remedy="save the table as XLSX or CSV")


def _refused(problem: str, parser: DefusedXMLParser) -> RosterRefusedError:
    return RosterRefusedError(
        "", problem, remedy="export it again as plain PFIF, XLSX or CSV", line=parser.parser.CurrentLineNumber
    )
