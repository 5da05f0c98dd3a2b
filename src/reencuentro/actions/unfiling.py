"""Takes records out of the index by which people are looked up, with every word that nobody else bears."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection
from django.db.models import F

from reencuentro.actions.filing import Cabinet
from reencuentro.linkage.lookup.spellings import marks_heard, marks_meant
from reencuentro.linkage.spelling import sound
from reencuentro.records.facts import mention_from
from reencuentro.records.rosters import Role
from reencuentro.records.search import SearchRecord, SearchTotals, SearchWord

CHUNK = 500


def take_out(rows: Iterable[int]) -> None:
    """Nobody is found by these rows any more. Call it while what they say can still be read."""
    remaining = iter(rows)
    cabinet = Cabinet()
    gone = 0
    while chunk := list(islice(remaining, CHUNK)):
        filed = SearchRecord.objects.filter(row__in=chunk, row__mentions__role=Role.SUBJECT).order_by("pk")
        told = filed.values_list("pk", "record_id", "row__mentions__facts")
        cabinet.file({pk: mention_from(facts, ("", record)) for pk, record, facts in told}, {})
        gone += SearchRecord.objects.filter(row__in=chunk).delete()[0]
    cabinet.close()
    SearchTotals.objects.update(records=F("records") - gone)
    _forget_words()


def _forget_words() -> None:
    """A word that nobody bears any more may be somebody's name: it goes, with how it sounds."""
    unborne = dict.fromkeys(("first_given", "second_given", "first_surname", "second_surname"), 0)
    words = list(SearchWord.objects.filter(**unborne).order_by("word").values_list("word", flat=True))
    if not words:
        return
    SearchWord.objects.filter(**unborne).delete()
    gone = _sounds(words)
    sounds = {heard for _, heard in gone}
    living = (word for word in SearchWord.objects.values_list("word", flat=True).iterator() if sound(word) in sounds)
    _forget_sounds(sorted(gone - _sounds(living)))


def _sounds(words: Iterable[str]) -> set[tuple[int, str]]:
    return {(mark, sound(word)) for word in words for mark in marks_heard(word) | marks_meant(word)}


def _forget_sounds(pairs: Sequence[tuple[int, str]]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM records_searchsound WHERE mark = %s AND sound = %s", pairs)
