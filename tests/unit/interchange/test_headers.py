"""Headers of many agencies, in English and Spanish, are understood; what is ambiguous is not."""

import re
from pathlib import Path

import pytest

from reencuentro.interchange.headers import Field, recognise, target_named, target_names

CONTRACT = {
    "record_id": "Record ID, Subject ID, EARM ID, UAC ID, Folio, Expediente, Case Number, ID, No. de expediente",
    "family_unit": "Family Unit Number, FMU, Family ID, Unidad familiar, FMUA #, Grupo familiar, Núcleo familiar",
    "a_number": "A-Number, A#, Alien Number, Número A, Alien No., A Num, ANumber, Alien Registration Number",
    "curp": "CURP",
    "dpi": "DPI, CUI, Nº DPI",
    "dui": "DUI",
    "dni": "DNI",
    "passport": "Passport, Pasaporte, Número de pasaporte, Passport No.",
    "other_id": "National ID, Número de identidad, Documento de identidad",
    "fin": "FIN, FIN #, Fingerprint ID",
    "given_names": "First Name, Given Names, Nombres, Nombre(s), firstName, FNAME, Primer nombre",
    "middle_names": "Middle Name, Segundo nombre",
    "surnames": "Last Name, Surnames, Apellidos, Apellido(s), LNAME, Family Name, last_name",
    "first_surname": "Primer apellido, Apellido paterno, 1er apellido, Apellido 1, First Surname",
    "second_surname": "Segundo apellido, Apellido materno, Surname 2, Second Surname",
    "full_name": "Name, Full Name, Nombre completo, Apellidos y nombres, Nombre y apellidos, Nombre",
    "date_of_birth": "DOB, Date of Birth, Fecha de nacimiento, D.O.B., F. Nac., Fec. nacimiento, Birthdate, FechaNac",
    "birth_year": "Año de nacimiento, Year of birth",
    "age": "Age, Edad, Age (yrs), EDAD (meses)",
    "age_estimated": "Age Estimated, Edad estimada",
    "sex": "Sex, Gender, Sexo, Sexo/Género, Gender/Sex",
    "nationality": "Citizenship, COC, Country of Birth, Nacionalidad, País, COB, Country of Citizenship, Nat.",
    "department": "Departamento, Estado, Depto., State of origin, Departamento de origen",
    "municipality": "Municipio, Municipality of origin, Mpio, City, Comunidad",
    "language": "Language, Idioma, Preferred Language, Lengua materna, Idioma principal",
    "facility": "Facility, Program, Shelter, Albergue, Centro, Current location, Detention Facility, Program Name",
    "apprehended_on": "Apprehension Date, Fecha de aprehensión, Date Apprehended, Arrest Date, Encounter Date",
    "apprehended_at": "Sector, Station, Place of apprehension, Lugar de detención, Border Patrol Sector",
    "admitted_on": "Admission Date, Book-In Date, Fecha de ingreso, Book-in, Date of admission, Date in",
    "discharged_on": "Discharge Date, Fecha de egreso, Date of release, Release Date, Fecha de salida, Book-Out Date",
    "removed_on": "Removal Date, Fecha de repatriación, Date Removed, Fecha de deportación, Fecha de retorno",
    "called_on": "Call Date, Fecha de llamada, Last contact, Última llamada, called_on",
    "destination": "Destination, Destino, Transferred to, Trasladado a, Discharged To",
    "status": "Disposition, Status, Estatus, Custody Status, Estado actual",
    "separated": "Separated (Y/N), Separado, Separated, Is separated?, Separated from parent",
    "separation_reason": "Reason, Motivo de separación, Reason for separation, Separation Reason",
    "mother": "Mother, Madre, Mother's name, Nombre de la madre, MotherName",
    "father": "Father, Padre, Father's full name, Nombre del padre",
    "parent": "Parent Name, Padre/Madre, Nombre del padre o madre",
    "parent_a_number": "Parent A#, Parent Alien Number, A-Number of Parent, Adult A#",
    "mother.a_number": "Mother A#, Mother's A-Number",
    "father.date_of_birth": "Father's DOB",
    "relatives": "Relatives, Familiares, Family members",
    "children": "Children Claimed, Hijos, Hijos declarados, Children, Nombres de los hijos, Accompanying children",
    "siblings": "Siblings, Hermanos",
    "seeks": "Seeks, Busca a, Looking for, Nombre de la persona buscada",
    "relative.full_name": "Relative sought, Sponsor Name, Familiar buscado",
    "child.full_name": "Child's Name, Minor Name, Nombre del menor, Child Name Sought, Nombre del NNA",
    "child1.full_name": "Child 1 Name, Hijo 1",
    "child2.age": "Child 2 Age, Edad del hijo 2",
    "child.a_number": "Child A#, UC A#",
    "caller.full_name": "Caller, Caller Name, Nombre del solicitante, Nombre del llamante",
    "relation": "Relationship, Parentesco, Relación, Relationship to child, Vínculo familiar",
    "phone": "Phone, Teléfono, Teléfono de contacto, Phone Number, Phone 2, Celular",
    "address": "Address, Domicilio, Dirección",
    "notes": "Notes, Observaciones, Comments, Remarks",
    "stated_on": "As of, Fecha de corte, Roster Date",
}
KNOWN = [(field, header.strip()) for field, headers in CONTRACT.items() for header in headers.split(",")]


@pytest.mark.parametrize(("field", "header"), KNOWN)
def test_header_of_the_contract_or_its_like_is_recognised(field: str, header: str) -> None:
    found = recognise(header)
    assert found is not None
    assert str(found.target) == field


@pytest.mark.parametrize(("field", "header"), KNOWN)
def test_case_spaces_and_punctuation_of_a_header_do_not_matter(field: str, header: str) -> None:
    for written in (header.upper(), header.lower(), f"  {header}: "):
        found = recognise(written)
        assert found is not None, written
        assert str(found.target) == field


@pytest.mark.parametrize(
    ("field", "header"),
    [
        ("nationality", "Natinality"),
        ("date_of_birth", "Date of Brith"),
        ("surnames", "Apelidos"),
        ("facility", "Facilty"),
    ],
)
def test_misspelt_header_is_recognised_where_only_one_word_is_near(field: str, header: str) -> None:
    found = recognise(header)
    assert found is not None
    assert str(found.target) == field
    assert found.score < 1


@pytest.mark.parametrize(
    ("field", "header"),
    [
        ("mother", "MOTHERNAME"),
        ("admitted_on", "BOOKINDATE"),
        ("nationality", "COUNTRYOFBIRTH"),
        ("date_of_birth", "fechadenacimiento"),
    ],
)
def test_words_glued_together_are_taken_apart(field: str, header: str) -> None:
    found = recognise(header)
    assert found is not None
    assert str(found.target) == field


@pytest.mark.parametrize(
    "header",
    [
        "Attorney Name",
        "Case Manager",
        "School name",
        "Facility phone",
        "Number of children",
        "No.",
        "#",
        "Alias",
        "Date of last visit",
        "Officer",
        "Mother's Maiden Name",
        "Entered by",
        "Nombre del abogado",
        "",
        "???",
        "xyzzy",
        "Bed",
        "Other",
        "Otro",
        "Número de hijos",
    ],
)
def test_header_that_speaks_of_something_else_is_left_alone(header: str) -> None:
    assert recognise(header) is None


def test_every_field_name_is_its_own_header_and_mapping_name() -> None:
    for name in target_names():
        target = target_named(name)
        assert target is not None
        assert target_named(str(target)) == target


def test_header_of_a_thousand_ambiguous_words_is_refused_without_trying_every_reading() -> None:
    assert recognise("placement residence data one report " * 200) is None


GUIDE = Path(__file__).resolve().parents[3] / "docs/rosters.md"


def test_guide_names_every_field_and_its_headers_truly() -> None:
    rows = re.findall(r"^\| `([a-z_]+)` \| (.+) \|$", GUIDE.read_text("utf-8"), re.MULTILINE)
    beside = re.findall(r"`([a-z]+\d?\.[a-z_]+)` \(([^)]+)\)", GUIDE.read_text("utf-8"))
    headers = [(field, header) for field, told in rows + beside for header in told.split(", ")]
    found = [(field, header, recognise(header)) for field, header in headers]
    assert {field for field, _ in rows} >= set(Field)
    assert [header for field, header, known in found if known is None or str(known.target) != field] == []
