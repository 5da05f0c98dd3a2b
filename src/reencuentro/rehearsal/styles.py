"""How agencies lay out a roster: headers, words, dates, file format and encoding, two or three ways for each kind.

A header comes with the field it shows. Everything is as the roster contract (design §5) lets real agencies write.
"""

from dataclasses import dataclass

from reencuentro.rehearsal.profiles import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One layout.

    columns: header -> field, in order. dates: a key of `rendering.DATES`. countries: a key of `rendering.COUNTRIES`.
    language: en or es, for words such as son or hijo. capitals, accents: how names are kept.
    title: lines above the header of a workbook; {as_of} becomes the roster's date.
    """

    name: str
    columns: dict[str, str]
    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    dates: str = "us"
    countries: str = "english"
    language: str = "en"
    sexes: tuple[str, str] = ("F", "M")
    capitals: bool = False
    accents: bool = True
    dashes: bool = False  # A-numbers as 200-123-456
    title: tuple[str, ...] = ()


def _columns(text: str) -> dict[str, str]:
    """Header and field of each column, written `header: field, header: field`."""
    pairs = (column.split(":") for column in text.split(","))
    return {" ".join(header.split()): field.strip() for header, field in pairs}


BORDER_CLASSIC = Style(
    name="border-classic",
    encoding="cp1252",
    countries="agency",
    capitals=True,
    accents=False,
    columns=_columns("""
        Subject ID: record_id, A#: a_number, Last Name: surnames, First Name: given, DOB: born, Age: age, Sex: sex,
        COC: nationality, Family Unit Number: family_unit, Apprehension Date: apprehended_on, Sector: sector,
        Station: station, Disposition: destination, Separated: separated, Separation Reason: reason, Children
        Claimed: relatives
    """),
)
BORDER_NEW = Style(
    name="border-new",
    encoding="utf-8-sig",
    countries="english",
    dates="iso",
    sexes=("Female", "Male"),
    columns=_columns("""
        Record ID: record_id, Full Name: full_name, Gender: sex, Date of Birth: born, Age: age, Country of Birth:
        nationality, Alien Number: a_number, FMU: family_unit, Apprehension Date: apprehended_on, Station: station,
        Disposition: destination, Separated (Y/N): separated, Reason: reason, Relatives: relatives
    """),
)
BORDER_TABS = Style(
    name="border-tabs",
    encoding="utf-8",
    delimiter="\t",
    countries="iso",
    dates="us_short",
    capitals=True,
    accents=False,
    dashes=True,
    columns=_columns("""
        Subject ID: record_id, First Name: given, Last Name: surnames, Sex: sex, Date of Birth: born, Age: age,
        Citizenship: nationality, A-Number: a_number, Family ID: family_unit, Station: station, Apprehension Date:
        apprehended_on, Disposition: destination, Separated: separated, Children Claimed: relatives
    """),
)

DETENTION_BOOK = Style(
    name="detention-book",
    format="xlsx",
    dates="us",
    countries="agency",
    capitals=True,
    accents=False,
    dashes=True,
    title=("ERO detained adults", "Roster as of {as_of}"),
    columns=_columns("""
        EARM ID: record_id, A-Number: a_number, Name: full_name, DOB: born, Age: age, Sex: sex, COC: nationality,
        Facility: facility, Book-In Date: admitted_on, Removal Date: removed_on, Children Claimed: relatives
    """),
)
DETENTION_CSV = Style(
    name="detention-csv",
    dates="us",
    countries="english",
    capitals=True,
    accents=False,
    sexes=("Female", "Male"),
    columns=_columns("""
        EARM ID: record_id, Last Name: surnames, First Name: given, Sex: sex, Date of Birth: born, Age: age, Country
        of Birth: nationality, A#: a_number, Facility: facility, Book-In Date: admitted_on, Removal Date:
        removed_on, Children Claimed: relatives
    """),
)
DETENTION_LIST = Style(
    name="detention-list",
    format="xlsx",
    dates="iso",
    countries="english",
    columns=_columns("""
        ID: record_id, Alien Number: a_number, Surnames: surnames, Given Names: given, Gender: sex, Date of Birth:
        born, Age: age, Citizenship: nationality, Facility: facility, Book-In Date: admitted_on, Removal Date:
        removed_on, Relatives: relatives
    """),
)

CARE_SEMICOLON = Style(
    name="care-semicolon",
    delimiter=";",
    dates="us",
    countries="english",
    sexes=("Female", "Male"),
    columns=_columns("""
        UAC ID: record_id, A#: a_number, First Name: given, Last Name: surnames, DOB: born, Age: age, Gender: sex,
        Country of Birth: nationality, Program: facility, Admission Date: admitted_on, Discharge Date:
        discharged_on, Status: status, Separated: separated, Mother: mother, Father: father, Parent A#:
        parent_a_number, Relatives: relatives
    """),
)
CARE_WORKBOOK = Style(
    name="care-workbook",
    format="xlsx",
    dates="us",
    countries="english",
    title=("Unaccompanied children in care", "As of {as_of}"),
    columns=_columns("""
        UAC ID: record_id, Given Names: given, First Surname: first_surname, Second Surname: second_surname, Sex:
        sex, Date of Birth: born, Age: age, Age Estimated: age_estimated, Nationality: nationality, A-Number:
        a_number, Program: facility, Admission Date: admitted_on, Discharge Date: discharged_on, Status: status,
        Separated: separated, Mother: mother, Father: father, Parent A#: parent_a_number, Relatives: relatives
    """),
)
CARE_WIDE = Style(
    name="care-wide",
    encoding="utf-16",
    delimiter="\t",
    dates="iso",
    countries="iso",
    capitals=True,
    dashes=True,
    columns=_columns("""
        UAC ID: record_id, Full Name: full_name, Sex: sex, DOB: born, Age: age, Citizenship: nationality, A-Number:
        a_number, Shelter: facility, Admission Date: admitted_on, Discharge Date: discharged_on, Status: status,
        Separated (Y/N): separated, Father: father, Mother: mother, Parent A#: parent_a_number, Relatives: relatives
    """),
)

INFLUX_CSV = Style(
    name="influx-csv",
    dates="us",
    countries="english",
    capitals=True,
    accents=False,
    columns=_columns("""
        ID: record_id, Last Name: surnames, First Name: given, DOB: born, Age: age, Sex: sex, Country of Birth:
        nationality, A#: a_number, Facility: facility, Admission Date: admitted_on, Separated: separated
    """),
)
INFLUX_BOOK = Style(
    name="influx-workbook",
    format="xlsx",
    dates="us",
    countries="english",
    columns=_columns("""
        Case Number: record_id, Full Name: full_name, Date of Birth: born, Age: age, Gender: sex, Nationality:
        nationality, A-Number: a_number, Shelter: facility, Admission Date: admitted_on, Separated: separated
    """),
)

SPANISH_SEXES = ("Mujer", "Hombre")
CONSULATE_ANSI = Style(
    name="consulate-ansi",
    encoding="cp1252",
    delimiter=";",
    dates="day_first",
    countries="spanish",
    language="es",
    sexes=SPANISH_SEXES,
    columns=_columns("""
        Folio: record_id, Nombres: given, Apellido paterno: first_surname, Apellido materno: second_surname, Fecha
        de nacimiento: born, Edad: age, Sexo: sex, Nacionalidad: nationality, Departamento: department, Municipio:
        municipality, Idioma: language, Madre: mother, Padre: father, Familiares: relatives, Teléfono: phone,
        Domicilio: address
    """),
)
CONSULATE_UNICODE = Style(
    name="consulate-unicode",
    encoding="utf-16",
    delimiter="\t",
    dates="day_first",
    countries="spanish",
    language="es",
    sexes=("F", "M"),
    capitals=True,
    columns=_columns("""
        Expediente: record_id, Primer apellido: first_surname, Segundo apellido: second_surname, Nombre(s): given,
        Sexo: sex, Fecha de nacimiento: born, Edad: age, Departamento: department, Municipio: municipality, País:
        nationality, Idioma: language, Padre: father, Madre: mother, Hijos: relatives, Teléfono: phone, Domicilio:
        address
    """),
)
CONSULATE_WORKBOOK = Style(
    name="consulate-workbook",
    format="xlsx",
    dates="day_first",
    countries="spanish",
    language="es",
    sexes=("Femenino", "Masculino"),
    columns=_columns("""
        Folio: record_id, Nombres: given, Apellidos: surnames, Fecha de nacimiento: born, Edad: age, Sexo: sex,
        Nacionalidad: nationality, Departamento: department, Municipio: municipality, Idioma: language, Madre:
        mother, Padre: father, Familiares: relatives, Teléfono: phone, Domicilio: address
    """),
)

HOTLINE_ENGLISH = Style(
    name="hotline-english",
    format="json",
    dates="iso",
    countries="english",
    columns=_columns("""
        id: record_id, name: natural_name, age: age, sex: sex, nationality: nationality, phone: phone, called_on:
        called_on, seeks: relatives
    """),
)
HOTLINE_SPANISH = Style(
    name="hotline-spanish",
    format="json",
    dates="iso",
    countries="iso",
    language="es",
    columns=_columns("""
        folio: record_id, nombres: given, apellidos: surnames, edad: age, sexo: sex, nacionalidad: nationality,
        telefono: phone, called_on: called_on, seeks: relatives
    """),
)

RETURNS_BOOK = Style(
    name="returns-workbook",
    format="xlsx",
    dates="day_first",
    countries="spanish",
    language="es",
    sexes=SPANISH_SEXES,
    title=("Niñas, niños y adolescentes repatriados",),
    columns=_columns("""
        Folio: record_id, Nombre(s): given, Apellido paterno: first_surname, Apellido materno: second_surname, Sexo:
        sex, Fecha de nacimiento: born, Edad: age, Nacionalidad: nationality, Estado: department, Municipio:
        municipality, Fecha de repatriación: removed_on
    """),
)
RETURNS_CSV = Style(
    name="returns-csv",
    dates="day_first",
    countries="spanish",
    language="es",
    sexes=("M", "H"),
    columns=_columns("""
        Expediente: record_id, Nombre completo: full_name, Fecha de nacimiento: born, Edad: age, Sexo: sex, País:
        nationality, Estado: department, Municipio: municipality, Fecha de repatriación: removed_on
    """),
)

STYLES: dict[Kind, tuple[Style, ...]] = {
    Kind.BORDER: (BORDER_CLASSIC, BORDER_NEW, BORDER_TABS),
    Kind.DETENTION: (DETENTION_BOOK, DETENTION_CSV, DETENTION_LIST),
    Kind.CARE: (CARE_SEMICOLON, CARE_WORKBOOK, CARE_WIDE),
    Kind.INFLUX: (INFLUX_CSV, INFLUX_BOOK),
    Kind.CONSULATE: (CONSULATE_ANSI, CONSULATE_UNICODE, CONSULATE_WORKBOOK),
    Kind.HOTLINE: (HOTLINE_ENGLISH, HOTLINE_SPANISH),
    Kind.RETURNS: (RETURNS_BOOK, RETURNS_CSV),
}
