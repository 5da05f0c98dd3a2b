"""Rosters as agencies send them become mentions, or go to quarantine with the reason."""

from datetime import date
from pathlib import Path

import pytest

from reencuentro.interchange.mapping import Mapping
from reencuentro.interchange.rosters import read_roster, understand
from reencuentro.interchange.tables import RawRow
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative, Sex
from tests.unit.interchange.roster_tables import TableInMemory, mention, read, reading, table

CBP = (
    "Subject ID | A# | Last Name | First Name | DOB | Age | Sex | COC | Family Unit Number | Apprehension Date | Sector"
    " | Children Claimed | Disposition"
)


def fields(header: str, *rows: str, file_name: str = "list.csv") -> dict[str, str]:
    """Header to field of such a table."""
    return {column.header: column.field for column in reading(header, *rows, file_name=file_name).columns}


def test_border_police_row_becomes_a_mention() -> None:
    row = "S1 | A201234567 | LOPEZ GARCIA | MARIA | 03/14/1988 | 30 | F | GUATE | F9 | 06/13/2018 | El Paso"
    told = mention(CBP, f"{row} | ANA LOPEZ (daughter, 7) | UAC - ORR")
    assert told.key == ("agency", "S1")
    assert (told.surnames, told.given_names, told.full_name) == ("LOPEZ GARCIA", "MARIA", "")
    assert told.birth == Birth(year=1988, month=3, day=14)
    assert (told.sex, told.nationality, told.family_unit, told.age) == (Sex.FEMALE, "GT", "F9", 30)
    assert told.identifiers == (Identifier("a_number", "201234567"),)
    assert (told.apprehended_on, told.apprehended_at, told.stated_on) == (
        date(2018, 6, 13),
        "El Paso",
        date(2018, 6, 13),
    )
    assert told.relatives == (Relative(relation=Relation.CHILD, name="ANA LOPEZ", age=7, sex=Sex.FEMALE),)
    assert (told.status, told.destination) == ("UAC - ORR", "UAC - ORR")


def test_spanish_row_becomes_a_mention() -> None:
    told = mention(
        "Folio | Nombre | Apellido paterno | Apellido materno | F. Nac. | Sexo | Nacionalidad | Departamento"
        " | Idioma | Madre",
        "C-1 | José | Xol | Null | 13/05/2010 | H | guatemalteco | Huehuetenango | Q'anjob'al | Rosa Null",
        "C-2 | Ana | Pérez | | 1/2/2011 | M | hondureña | | |",
    )
    assert (told.given_names, told.first_surname, told.second_surname) == ("José", "Xol", "Null")
    assert told.birth == Birth(year=2010, month=5, day=13)
    assert (told.sex, told.nationality, told.language) == (Sex.MALE, "GT", "kjb")
    assert told.relatives == (Relative(relation=Relation.MOTHER, name="Rosa Null", sex=Sex.FEMALE),)


def test_m_in_a_column_with_h_is_mujer() -> None:
    rows = read("Folio | Nombre | Sexo", "1 | Ana | M", "2 | Luis | H")
    assert [row.mention.sex for row in rows if row.mention] == [Sex.FEMALE, Sex.MALE]


def test_full_name_with_a_comma_is_parted_into_surnames_and_given_names() -> None:
    told = mention("ID | Name", "1 | LOPEZ GARCIA, ANA MARIA")
    assert (told.surnames, told.given_names, told.full_name) == ("LOPEZ GARCIA", "ANA MARIA", "")
    assert mention("ID | Name", "1 | JUAN LOPEZ, JR.").full_name == "JUAN LOPEZ, JR."


def test_name_beside_surnames_is_the_given_name() -> None:
    assert fields("Nombre | Apellidos", "Ana | López")["Nombre"] == "given_names"
    assert fields("Nombre | Edad", "Ana | 7")["Nombre"] == "full_name"
    assert mention("First Name | Middle Name | Last Name", "ANA | MARIA | LOPEZ").given_names == "ANA MARIA"


def test_full_name_stands_in_where_the_parts_are_blank() -> None:
    header = "Full Name | First Name | Last Name"
    assert mention(header, "ANA LOPEZ | | ", "LUIS RUIZ | LUIS | RUIZ").full_name == "ANA LOPEZ"
    assert read(header, "ANA LOPEZ | | ", "LUIS RUIZ | LUIS | RUIZ")[1].mention == mention(
        "Record ID | First Name | Last Name", "3 | LUIS | RUIZ"
    )


def test_of_several_keys_one_is_the_record_id_and_the_others_are_identifiers() -> None:
    told = mention("Case Number | UAC ID | A# | Name", "C7 | U1 | A201234567 | ANA")
    assert told.record_id == "U1"
    assert told.identifiers == (Identifier("a_number", "201234567"), Identifier("case_number", "C7"))


def test_case_number_that_families_share_is_no_record_id() -> None:
    rows = [f"C{number // 3} | ANA {number}" for number in range(30)]
    found = reading("Case Number | Name", *rows)
    assert not found.has_record_ids
    assert found.unrecognised == ("Case Number",)
    assert [row.record_id for row in found.rows()][:2] == ["2", "3"]


def test_repeated_id_of_a_person_is_an_identifier_in_a_list_of_movements() -> None:
    rows = [f"U{number // 3} | ANA {number // 3}" for number in range(30)]
    assert mention("UAC ID | Name", *rows).identifiers == (Identifier("uac_id", "U0"),)


def test_record_id_defaults_to_the_line() -> None:
    assert mention("Name | Age", "ANA | 7").record_id == "2"


def test_order_of_day_and_month_is_judged_over_the_column() -> None:
    births = [row.mention.birth for row in read("Name | DOB", "A B | 03/04/2011", "C D | 14/04/2011") if row.mention]
    assert births[0] == Birth(year=2011, month=4, day=3)


def test_birth_that_nothing_decides_is_marked_ambiguous() -> None:
    assert mention("Name | DOB", "A B | 03/04/2011").birth == Birth(year=2011, month=3, day=4, ambiguous=True)
    assert mention("Nombre | Fecha de nacimiento", "A B | 03/04/2011").birth == Birth(
        year=2011, month=4, day=3, ambiguous=True
    )


def test_column_with_both_orders_reads_each_proof_and_marks_the_rest() -> None:
    rows = read("Name | DOB", "A B | 25/12/2010", "C D | 12/26/2010", "E F | 12/27/2010", "G H | 03/04/2011")
    births = [row.mention.birth for row in rows if row.mention]
    assert births[:2] == [Birth(year=2010, month=12, day=25), Birth(year=2010, month=12, day=26)]
    assert births[3] == Birth(year=2011, month=3, day=4, ambiguous=True)


def test_dates_of_five_kinds_in_one_column_are_the_same_day() -> None:
    rows = ("14/05/2011", "2011-05-14", "14-may-2011", "May 14, 2011", "40677")
    births = {row.mention.birth for row in read("Name | DOB", *(f"A B | {day}" for day in rows)) if row.mention}
    assert births == {Birth(year=2011, month=5, day=14)}


def test_header_or_mapping_may_tell_the_order() -> None:
    assert mention("Name | DOB (dd/mm/yyyy)", "A B | 03/04/2011").birth == Birth(year=2011, month=4, day=3)
    mapping = Mapping(day_first=True)
    assert mention("Name | DOB", "A B | 03/04/2011", mapping=mapping).birth == Birth(year=2011, month=4, day=3)


def test_events_follow_the_order_proved_elsewhere_in_the_file() -> None:
    told = mention("Name | DOB | Admission Date", "A B | 25/12/2010 | 05/06/2018")
    assert told.admitted_on == date(2018, 6, 5)


def test_events_are_not_read_later_than_the_day_the_roster_describes() -> None:
    told = mention("Nombre | Fecha de ingreso", "A B | 06/07/2018", file_name="dif_2018-06-19.csv")
    assert told.admitted_on == date(2018, 6, 7)


def test_birth_with_a_two_digit_year_is_never_later_than_the_roster() -> None:
    found = read("Name | DOB", "A B | 05/14/11", "C D | 05/14/19", file_name="orr_2018-06-19.csv")
    assert [row.mention.birth.year for row in found if row.mention and row.mention.birth] == [2011, 1919]


@pytest.mark.parametrize(
    ("file_name", "preamble", "as_of"),
    [
        ("orr_2018-06-19.csv", (), date(2018, 6, 19)),
        ("orr20180619.csv", (), date(2018, 6, 19)),
        ("06-19-2018 roster.xlsx", (), date(2018, 6, 19)),
        ("lista 19jun2018.csv", (), date(2018, 6, 19)),
        ("list.csv", ("Roster as of June 19, 2018",), date(2018, 6, 19)),
        ("lista.csv", ("Personas albergadas al 19 de junio de 2018",), date(2018, 6, 19)),
        ("lista.csv", ("Corte: 05/06/2018",), date(2018, 6, 5)),
        ("list.csv", ("As of 06/05/2018",), date(2018, 6, 5)),
        ("list.csv", (), None),
        ("list.csv", ("From 06/01/2018 to 06/19/2018",), None),
        ("orr_2018-02-30.csv", (), None),
    ],
)
def test_day_described_is_found_in_the_file_name_or_title(
    file_name: str, preamble: tuple[str, ...], as_of: date
) -> None:
    assert understand(table("Name", "ANA", file_name=file_name, preamble=preamble), agency="a").as_of == as_of


def test_newest_event_is_known_and_ages_are_stated_on_the_day_at_hand() -> None:
    found = reading("Name | Age | Admission Date", "A B | 7 | 06/14/2018", "C D | 8 | ")
    assert found.latest_event == date(2018, 6, 14)
    assert [row.mention.stated_on for row in found.rows() if row.mention] == [date(2018, 6, 14), date(2018, 6, 14)]
    plain = understand(table("Name | Age", "A B | 7"), agency="a", stated_on=date(2018, 6, 20))
    assert [row.mention.stated_on for row in plain.rows() if row.mention] == [date(2018, 6, 20)]


@pytest.mark.parametrize(
    ("header", "cells", "column"),
    [
        ("Name | DOB", "A B | 02/30/2011", "DOB"),
        ("Name | DOB", "A B | 13/13/2011", "DOB"),
        ("Name | Age", "A B | 430", "Age"),
        ("Name | Age", "A B | -3", "Age"),
        ("Name | COC", "A B | Wakanda", "COC"),
        ("Name | Sex", "A B | HONDU", "Sex"),
        ("Name | A#", "A B | 2.01E+08", "A#"),
        ("Name | A#", "A B | C D", "A#"),
        ("Name | Separated", "A B | maybe", "Separated"),
        ("Name | Seeks", 'A B | [{"name": ', "Seeks"),
        ("Name | Children Claimed", "A B | C D (son, 430)", "Children Claimed"),
        ("Name | Admission Date", "A B | 06/2018", "Admission Date"),
        ("Name | DOB | Admission Date", "A B | 06/30/2018 | 06/14/2018", "DOB"),
        ("Facility | Status", "Casa X | In care", ""),
        ("Subject ID | Name", "Total: 53 | ", ""),
    ],
)
def test_row_that_cannot_be_read_whole_goes_to_quarantine(header: str, cells: str, column: str) -> None:
    row = read(header, cells)[0]
    assert row.mention is None
    assert [problem.column for problem in row.problems] == [column]
    assert ":" in row.problems[0].problem


def test_every_problem_of_a_row_is_told_at_once() -> None:
    row = read("Name | DOB | Age", "A B | 02/30/2011 | 430", "C D | 02/20/2011 | 7")[0]
    assert [(problem.column, problem.value) for problem in row.problems] == [("Age", "430"), ("DOB", "02/30/2011")]


def test_blank_rows_are_skipped_and_broken_ones_quarantined() -> None:
    class Broken(TableInMemory):
        def rows(self):  # type: ignore[no-untyped-def]  # a double of four rows
            return iter(
                (
                    RawRow(2, ("ANA", "7")),
                    RawRow(3, ("", "  ")),
                    RawRow(4, ("LUIS",), "ragged", "Age", ""),
                    RawRow(5, ("EVA", "9")),
                )
            )

    rows = list(understand(Broken(("Name", "Age"), ()), agency="a").rows())
    assert [(row.line, row.mention is None) for row in rows] == [(2, False), (4, True), (5, False)]
    assert rows[1].problems[0].problem == "ragged"


def test_cells_stay_exactly_as_they_came() -> None:
    found = table("Name | Age", "x | 7")
    raw = TableInMemory(found.header, ((" \u202eANA\u200b  Mari\u0301a ", " 7 "),))
    row = next(iter(understand(raw, agency="a").rows()))
    assert row.cells == {"Name": " \u202eANA\u200b  Mari\u0301a ", "Age": " 7 "}
    assert row.mention is not None
    assert row.mention.full_name == "ANA  María"


@pytest.mark.parametrize("name", ["Null", '=HYPERLINK("http://x")', "'; DROP TABLE people; --", "Ana 2", "<script>"])
def test_strange_names_stay_text(name: str) -> None:
    assert mention("Full Name | Age", f"{name} | 7").full_name == name


def test_hotline_row_is_about_the_caller_who_seeks_a_child() -> None:
    header = (
        "Fecha de llamada | Nombre del llamante | Teléfono | Parentesco | Nombre del menor | Edad del menor"
        " | Nacionalidad"
    )
    told = mention(header, "19/06/2018 | Rosa Xol | 5555-1234 | Madre | Ana Xol | 7 | GT")
    assert (told.full_name, told.sex, told.phones) == ("Rosa Xol", Sex.FEMALE, ("+50255551234",))
    assert told.relatives == (Relative(relation=Relation.CHILD, name="Ana Xol", age=7),)
    told = mention(header, "19/06/2018 | Rosa Xol | | tía | Ana Xol | 7 | GT")
    assert told.relatives[0].relation is Relation.NIECE_NEPHEW
    told = mention(header, "19/06/2018 | Rosa Xol | | hija | Ana Xol | 7 | GT")
    assert told.relatives[0] == Relative(relation=Relation.CHILD, name="Ana Xol", age=7, sex=Sex.FEMALE)
    assert told.sex is None


def test_hotline_row_with_json_seeks() -> None:
    seeks = '[{"name": "ANA LOPEZ", "relation": "daughter", "age": 7}]'
    told = mention("Caller | Call Date | Seeks", f"MARIA LOPEZ | 6/13/2018 | {seeks}")
    assert (told.full_name, told.called_on) == ("MARIA LOPEZ", date(2018, 6, 13))
    assert told.relatives == (Relative(relation=Relation.CHILD, name="ANA LOPEZ", age=7, sex=Sex.FEMALE),)


def test_list_of_children_is_about_the_children() -> None:
    told = mention(
        "Child's Name | Minor A# | Child DOB | Mother | Father | Parent A# | Mother's DOB | Admission Date",
        "ANA LOPEZ | A201234567 | 05/14/2011 | ROSA XOL (A# 201234569) | LUIS LOPEZ, 34 | A201234568 | 05/14/1985"
        " | 06/13/2018",
    )
    assert (told.full_name, told.birth) == ("ANA LOPEZ", Birth(year=2011, month=5, day=14))
    assert told.relatives == (
        Relative(relation=Relation.FATHER, name="LUIS LOPEZ", age=34, sex=Sex.MALE),
        Relative(
            relation=Relation.MOTHER,
            name="ROSA XOL",
            age=33,
            sex=Sex.FEMALE,
            identifiers=(Identifier("a_number", "201234569"),),
        ),
        Relative(relation=Relation.PARENT, identifiers=(Identifier("a_number", "201234568"),)),
    )


def test_parent_with_name_and_number_is_one_relative() -> None:
    told = mention("Child Name | Parent Name | Parent A# | Relationship", "ANA | ROSA XOL | A201234568 | Mother")
    assert told.relatives == (
        Relative(
            relation=Relation.MOTHER,
            name="ROSA XOL",
            sex=Sex.FEMALE,
            identifiers=(Identifier("a_number", "201234568"),),
        ),
    )


def test_sponsor_has_the_relation_that_its_column_tells() -> None:
    told = mention("UAC Name | Sponsor Name | Relationship", "ANA | ROSA XOL | aunt")
    assert told.relatives == (Relative(relation=Relation.AUNT_UNCLE, name="ROSA XOL", sex=Sex.FEMALE),)


def test_numbered_children_are_relatives_each_with_its_age() -> None:
    told = mention("Name | Child 1 Name | Child 1 Age | Hijo 2 | Edad del hijo 2", "ROSA | ANA | 7 | LUIS | 5 años")
    assert [(child.name, child.age, child.relation) for child in told.relatives] == [
        ("ANA", 7, Relation.CHILD),
        ("LUIS", 5, Relation.CHILD),
    ]


def test_header_that_its_cells_belie_is_not_believed() -> None:
    assert fields("Name | Released", "A B | Y")["Released"] == ""
    assert fields("Name | Separated", "A B | 06/13/2018")["Separated"] == ""
    assert fields("Name | DOB", *(f"A B | word {number}" for number in range(10)))["DOB"] == ""
    assert fields("Name | Edad estimada", "A B | 7", "C D | 8")["Edad estimada"] == "age"


def test_estado_is_a_status_where_it_tells_one() -> None:
    assert fields("Nombre | Estado", "Ana | Chiapas")["Estado"] == "department"
    assert fields("Nombre | Estado", "Ana | En custodia", "Eva | Repatriada")["Estado"] == "status"
    assert fields("Nombre | Departamento | Estado", "Ana | Petén | x")["Estado"] == "status"


def test_bare_date_is_a_call_only_where_people_call() -> None:
    assert fields("Caller | Date", "ANA | 6/13/2018")["Date"] == "called_on"
    assert fields("Name | Date", "ANA | 6/13/2018")["Date"] == ""


def test_unmistakable_cells_are_recognised_without_a_header() -> None:
    numbers = [f"ANA {digit} | A20123456{digit}" for digit in range(4)]
    assert fields("Name | Ref", *numbers)["Ref"] == "a_number"
    assert fields("Name | Attorney ref", *numbers)["Attorney ref"] == ""
    assert fields("Name | Ref", "ANA | 201234567", "EVA | 201234568", "LUZ | 201234569")["Ref"] == ""


def test_two_columns_never_tell_one_field() -> None:
    found = fields("Name | Citizenship | Country of Birth", "ANA | HN | GT")
    assert (found["Citizenship"], found["Country of Birth"]) == ("nationality", "")


def test_several_phones_are_kept_and_those_of_relatives_too() -> None:
    told = mention(
        "Name | Country | Phone | Cell phone | Mother's phone", "ANA | HN | 9999-8888 | 9155550123 | 9999-8887"
    )
    assert set(told.phones) == {"+50499998888", "+19155550123", "+50499998887"}


def test_mapping_says_what_no_rule_can() -> None:
    mapping = Mapping(
        columns={},
        values={"sex": {"1": "M", "2": "F"}, "nationality": {"catracho": "HN"}, "relation": {"entenada": "child"}},
    )
    told = mention(
        "Name | Sex | COC | Relatives", "ANA | 2 | Catracho | EVA (entenada, 7)", "LUIS | 1 | HN |", mapping=mapping
    )
    assert (told.sex, told.nationality, told.relatives[0].relation) == (Sex.FEMALE, "HN", Relation.CHILD)


def test_roster_in_a_file_is_read_with_its_title_lines(tmp_path: Path) -> None:
    path = tmp_path / "orr.csv"
    path.write_text("Roster as of 06/19/2018,,\n,,\nUAC ID,Name,DOB\n1,ANA LOPEZ,05/14/2011\n", "utf-8")
    with read_roster(path, agency="orr") as found:
        rows = list(found.rows())
        assert (found.as_of, found.has_record_ids, found.agency) == (date(2018, 6, 19), True, "orr")
        assert [(row.line, row.record_id) for row in rows] == [(4, "1")]
        assert list(found.rows()) == rows


def test_names_of_pfif_mean_what_pfif_says() -> None:
    found = fields(
        "person_record_id | full_name | entry_date | source_date | note_entry_date | other", "x/1 | A | | | | b"
    )
    assert found == {
        "person_record_id": "record_id",
        "full_name": "full_name",
        "entry_date": "",
        "source_date": "stated_on",
        "note_entry_date": "",
        "other": "notes",
    }


def test_column_that_gives_one_day_tells_what_the_roster_describes() -> None:
    found = reading("Name | As of | Admission Date", "ANA | 06/19/2018 | 06/14/2018", "EVA | 06/19/2018 | 06/13/2018")
    assert (found.as_of, found.latest_event) == (date(2018, 6, 19), date(2018, 6, 14))
    assert reading("Name | As of", "ANA | 06/19/2018", "EVA | 06/18/2018").as_of is None
