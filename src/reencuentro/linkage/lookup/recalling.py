"""What a record of an index said, as a mention again: what the columns hold of it, folded."""

from dataclasses import dataclass

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relation, Relative, Sex
from reencuentro.linkage.names import Name

_SEX = (None, Sex.FEMALE, Sex.MALE)


@dataclass(frozen=True)
class Recalled:
    """The records of these columns."""

    columns: Columns

    def mention(self, record: int) -> Mention:
        """The record by its number, which is its record id; an age comes back as the year of birth it tells."""
        columns, name = self.columns, self.columns.names[record]
        return Mention(
            agency="",
            record_id=str(record),
            given_names=" ".join(name.given),
            surnames=" ".join(name.surnames),
            sex=_SEX[columns.sex[record]],
            birth=self._birth(record),
            nationality=self._nationality(record),
            municipality=columns.municipalities[columns.municipality[record]],
            identifiers=self._identifiers(record),
            family_unit=columns.family_units[columns.family_unit[record]],
            phones=tuple(columns.phone_numbers[code] for code in columns.phones.at(record)),
            relatives=self._relatives(record),
        )

    def _nationality(self, record: int) -> str:
        """Nothing where it is only what the code of the town tells, as GT0117 does: two towns needn't differ twice."""
        columns = self.columns
        told, town = (
            columns.nationalities[columns.nationality[record]],
            columns.municipalities[columns.municipality[record]],
        )
        return "" if told and town.startswith(told.casefold()) and town[len(told) :].isdecimal() else told

    def _birth(self, record: int) -> Birth | None:
        columns = self.columns
        year, month, day = (int(part[record]) for part in (columns.year, columns.month, columns.day))
        if year:
            return Birth(year=year, month=month or None, day=day or None, ambiguous=bool(columns.ambiguous[record]))
        return None if columns.born[record] != columns.born[record] else Birth(year=int(columns.born[record]))

    def _identifiers(self, record: int) -> tuple[Identifier, ...]:
        columns = self.columns
        numbers = (
            ("a_number", columns.a_numbers, columns.a_number),
            ("nid", columns.other_numbers, columns.other_number),
        )
        return tuple(Identifier(kind, values[codes[record]]) for kind, values, codes in numbers if codes[record])

    def _relatives(self, record: int) -> tuple[Relative, ...]:
        columns = self.columns
        told = [(Relation.MOTHER, int(columns.mother[record])), (Relation.FATHER, int(columns.father[record]))]
        told += [(Relation.CHILD, int(code)) for code in columns.children.at(record)]
        return tuple(
            Relative(relation=relation, name=_written(columns.relative_names[code])) for relation, code in told if code
        )


def _written(name: Name) -> str:
    """With a comma, so that it is taken apart again where it was."""
    return f"{' '.join(name.surnames)}, {' '.join(name.given)}" if name.given else " ".join(name.surnames)
