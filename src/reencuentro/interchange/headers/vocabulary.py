"""The words of headers in English and Spanish, the ideas they stand for, and the ideas that make a field.

A header is read word by word into ideas, so that "Date of Birth", "Birth Date", "Fecha de nacimiento" and "Fec. Nac."
are one thing: the ideas date and birth. Adding a word or a line here is all it takes to understand another agency.
"""

from reencuentro.interchange.headers.fields import Field, Owner

# idea: English words | Spanish words. A word may stand for several ideas, joined with "+".
_IDEAS = """
date: date dt dates | fecha fec fech fcha fechas
birth: birth born | nacimiento nac nacim nacido nacida natalicio
date+birth: dob birthdate dateofbirth birthday bdate doby | fdn fnac fecnac fechanac fechanacimiento cumpleanos
birth+year: yob
year: year yr yyyy | ano anio
month: month months | mes meses
day: day | dia
age: age ages | edad
estimated: estimated approximate approx est apparent | estimada estimado aproximada aproximado aprox aparente
sex: sex gender | sexo genero
nationality: nationality nat citizenship citizen citz natl natlty ctzn coc | nacionalidad ciudadania
country: country ctry cntry nation | pais
country+birth: cob | paisnacimiento
origin: origin home native residence hometown | origen procedencia natal residencia
department: department dept province region | departamento depto dpto provincia region
state: state | estado edo
municipality: municipality town village municipio | municipio mpio poblado aldea caserio comunidad localidad
city: city | ciudad
language: language lang tongue dialect | idioma lengua lenguaje idiomas
primary: primary main preferred best spoken speaks native | primario principal preferido hablado
given: first given forename forenames christian fname firstname givenname givennames firstnames | nombres pila
middle: middle mname middlename mi | intermedio
first+last: firstsurname
last: last surname surnames lastname lname lastnames familyname | apellido apellidos apell apellid
other: other others | otro otra otros otras
name: name names nm | nombre nombr nom
full: full complete whole entire fullname | completo completa completos nombrecompleto
paternal: paternal | paterno
maternal: maternal | materno
first: 1st one | primer primero primera 1er 1ro 1o
second: second 2nd two | segundo segunda 2do 2o
id: id identifier ids key | identificador clave
identity: identity identification | identidad identificacion
national: national | nacional
document: document doc | documento doc
custody+place: detainedat heldat
number: number no num nbr nr numero | numero num nro
record: record rec row event | evento registro reg fila
subject: subject person individual client person participant resident beneficiary | persona individuo sujeto
    beneficiario beneficiaria atendido
earm: earm eid e3
uac: uac uc uacs
portal: portal
case: case | caso
file: file | expediente exp folio ficha
alien: alien anumber anum alienno aliennumber | anumero
passport: passport | pasaporte
curp: curp
dpi: dpi cui
dui: dui
dni: dni rnp
fin: fin fins fingerprint ident | huella
unit: unit group | unidad grupo nucleo
fmu: fmu fmua famu famun familyunit familyid
facility: facility shelter program placement location site centre center institution provider detention ccf housing
    campus hostel | albergue centro programa institucion refugio ubicacion casa establecimiento instalacion
    cas caas
current: current present assigned receiving | actual
apprehension: apprehension apprehended apprehending referring arresting arrest arrested encounter encountered
    detained appr apprehend interception | aprehension aprehendido detencion detenido detenida arresto encuentro
    aseguramiento rescate intercepcion
sector: sector
station: station office checkpoint port poe | puesto oficina estacion
place: place where | lugar sitio
admission: admission booking admit admitted intake arrival arrived entry entered bookin checkin placed booked in
    placement | ingreso ingresado entrada admision llegada alta recepcion
discharge: discharge discharged release released exit bookout checkout departure left out | egreso egresado salida
    alta liberacion liberado baja externacion
removal: removal removed deport deportation deported repatriation repatriated return returned repat voluntary |
    repatriacion repatriado deportacion deportado devolucion retorno remocion expulsion
call: call calls called contact contacted report reported inquiry hotline calldate phoned request requested |
    llamada llamado contacto reporte reportado solicitud atencion consulta
lastly: last latest recent | ultimo ultima
time: time datetime timestamp | hora
transfer: transfer transferred transferring referral referred sent moved | traslado trasladado canalizado
    canalizacion enviado remitido derivado entregado entregada
destination: destination | destino
to: to | a
disposition: disposition dispo outcome | disposicion resolucion
status: status stat situation | estatus situacion
separated: separated separation separate sep | separado separada separacion sep separados
custody: custody | custodia resguardo
flag: flag indicator ind yn y n whether | indicador bandera sn
reason: reason cause why basis justification | motivo razon causa causal
claimed: claimed alleged declared reported listed accompanying traveling travelling known named | presunto presunta
    supuesto supuesta declarados declarado reclamados acompanantes acompanados viajan reportados mencionados
list: list info information details | lista datos informacion listado
relation: relation relationship rel kinship | relacion parentesco vinculo filiacion
family: family familial | familia familiar
relatives: relatives | familiares parientes
seeks: seeks seeking sought searching looking lookingfor missing | busca buscado buscada buscados busqueda buscando
phone: phone telephone tel mobile cell cellphone phonenumber whatsapp ph | telefono telefonico celular tel movil
    fono telefonos cel
address: address addr street residence | direccion domicilio dir calle
notes: notes note remarks remark comment comments narrative observation observations description | notas nota
    observaciones observacion comentarios comentario narrativa descripcion
asof: asof | corte
report: roster snapshot extract | informe reporte corte actualizacion
"""

# Words that say whom the column speaks of.
_OWNERS = """
child: child childs childrens minor minors kid juvenile uac uc nna youth | menor nino nina hijo hija nna nnya
    adolescente infante
caller: caller callers inquirer requester requestor reporter applicant complainant detainee detainees seeker
    informant | llamante solicitante informante reportante usuario buscador interesado peticionario denunciante
mother: mother mothers mom mum | madre mama
father: father fathers dad | padre papa
parent: parent parents adult adults hoh | padres progenitor progenitora progenitores adulto adulta
sibling: sibling brother sister | hermano hermana
spouse: spouse wife husband partner | conyuge esposo esposa pareja
grandparent: grandparent grandmother grandfather | abuelo abuela
relative: relative sponsor guardian sponsors guardians companion relativo kin | familiar pariente tutor tutora
    patrocinador acompanante responsable
staff: attorney lawyer officer agent judge worker manager caseworker interpreter physician doctor teacher supervisor
    user editor author staff clinician consul preparer operator analyst | abogado abogada oficial agente juez
    trabajador trabajadora interprete medico supervisor capturista operador funcionario psicologo defensor
"""

_PLURALS = """
children: children childs | hijos hijas menores ninos ninas
siblings: siblings brothers sisters | hermanos hermanas
relatives: relatives | familiares parientes
"""

PHRASES: dict[tuple[str, ...], str] = {
    ("d", "o", "b"): "dob",
    ("nombre", "y", "apellidos"): "fullname",
    ("nombre", "y", "apellido"): "fullname",
    ("nombres", "y", "apellidos"): "fullname",
    ("apellidos", "y", "nombres"): "fullname",
    ("apellidos", "y", "nombre"): "fullname",
    ("apellido", "y", "nombre"): "fullname",
    ("apellidos", "nombres"): "fullname",
    ("apellidos", "nombre"): "fullname",
    ("apellido", "nombre"): "fullname",
    ("surname", "given"): "fullname",
    ("surname", "first"): "fullname",
    ("last", "first"): "fullname",
    ("first", "last", "name"): "firstsurname",
    ("first", "last"): "fullname",
    ("date", "in"): "bookin",
    ("in", "date"): "bookin",
    ("detained", "at"): "detainedat",
    ("held", "at"): "heldat",
    ("m", "f"): "sex",
    ("h", "m"): "sexo",
    ("contact", "number"): "phone",
    ("callback", "number"): "phone",
    ("entidad", "federativa"): "departamento",
    ("a", "file"): "anumber",
    ("first", "surname"): "firstsurname",
    ("f", "name"): "firstname",
    ("l", "name"): "lastname",
    ("m", "name"): "middlename",
    ("f", "nac"): "dob",
    ("f", "n"): "dob",
    ("f", "nacimiento"): "dob",
    ("a", "number"): "anumber",
    ("a", "no"): "anumber",
    ("a", "num"): "anumber",
    ("a", "nbr"): "anumber",
    ("a", "nr"): "anumber",
    ("a", "id"): "anumber",
    ("alien", "registration", "number"): "anumber",
    ("alien", "registration", "no"): "anumber",
    ("uscis", "number"): "anumber",
    ("numero", "a"): "anumber",
    ("numero", "de", "extranjero"): "anumber",
    ("num", "a"): "anumber",
    ("no", "a"): "anumber",
    ("nro", "a"): "anumber",
    ("number", "a"): "anumber",
    ("book", "in"): "bookin",
    ("booked", "in"): "bookin",
    ("check", "in"): "checkin",
    ("book", "out"): "bookout",
    ("booked", "out"): "bookout",
    ("check", "out"): "checkout",
    ("as", "of"): "asof",
    ("looking", "for"): "seeks",
    ("family", "name"): "surname",
    ("family", "names"): "surname",
    ("family", "unit"): "familyunit",
    ("fam", "unit"): "familyunit",
    ("family", "group"): "familyunit",
    ("family", "id"): "familyid",
    ("family", "number"): "familyid",
    ("family", "no"): "familyid",
    ("unidad", "familiar"): "familyunit",
    ("nucleo", "familiar"): "familyunit",
    ("grupo", "familiar"): "familyunit",
    ("fm", "u"): "fmu",
    ("lengua", "materna"): "idioma",
    ("mother", "tongue"): "language",
    ("family", "members"): "relatives",
    ("family", "member"): "relative",
    ("family", "relationship"): "relationship",
    ("vinculo", "familiar"): "parentesco",
    ("relacion", "familiar"): "parentesco",
    ("last", "contact"): "called",
    ("last", "call"): "called",
    ("ultimo", "contacto"): "called",
    ("ultima", "llamada"): "called",
    ("port", "of", "entry"): "station",
    ("puerto", "de", "entrada"): "station",
    ("patrol", "sector"): "sector",
    ("border", "patrol"): "",
    ("head", "of", "household"): "hoh",
    ("case", "manager"): "caseworker",
    ("case", "worker"): "caseworker",
    ("trabajador", "social"): "caseworker",
    ("trabajadora", "social"): "caseworker",
    ("social", "worker"): "caseworker",
    ("padre", "o", "madre"): "parent",
    ("madre", "o", "padre"): "parent",
    ("padre", "madre"): "parent",
    ("madre", "padre"): "parent",
    ("mother", "father"): "parent",
    ("father", "mother"): "parent",
    ("entered", "by"): "staff",
    ("created", "by"): "staff",
    ("updated", "by"): "staff",
    ("reporting", "person"): "caller",
    ("reporting", "party"): "caller",
    ("missing", "person"): "sought",
    ("persona", "buscada"): "buscado",
    ("person", "sought"): "sought",
    ("fecha", "hora"): "fecha",
    ("date", "time"): "date",
}
"""Runs of words that mean something else together than apart."""

IGNORED = frozenset(
    """the of de del la el los las s su sus por para in on at en y and his her by with con da do al lo an was is a o
    or if any for from que
    us usa ee uu eeuu bp usbp""".split()
)
"""Words that change nothing."""

# field: sets of ideas, the clearest header first; where two columns tell one field, the earlier set wins.
_FIELDS = """
record_id: record+id, subject+id, subject+record+id, earm+id, uac+id, portal+id, record, file, file+id, case+file,
    case+id, earm, id, case, subject+file, facility+file
family_unit: fmu, fmu+id, fmu+number, unit+family, family+id, family+unit+id, unit+id, family
a_number: alien, alien+id, alien+file+id, alien+file, alien+number, alien+subject
curp: curp, curp+id
dpi: dpi, dpi+id
dui: dui, dui+id
dni: dni, dni+id
passport: passport, passport+id
other_id: identity+id, national+id, identity, document+id, identity+document, identity+document+id,
    national+identity+id, national+document, document+national+id, national+identity+document
fin: fin, fin+id
given_names: given, given+name, given+names, first+name
middle_names: middle, middle+name, second+name
surnames: last, last+name
first_surname: first+last, first+last+name, paternal+last, paternal, last+name+paternal, given+last
second_surname: second+last, second+last+name, maternal+last, maternal, last+name+maternal
full_name: full+name, full, name+given+last, name+subject, name
date_of_birth: date+birth, birth
birth_year: birth+year
birth_month: birth+month
birth_day: birth+day
age: age, age+year, age+month, age+admission, age+apprehension, age+current
age_estimated: age+estimated, estimated, age+estimated+flag
sex: sex
nationality: nationality, country+nationality, nationality+country, country+origin, country, country+birth, origin
department: department+origin, department, state+origin, state, department+birth, state+birth
municipality: municipality+origin, municipality, city+origin, city, municipality+birth, city+birth, place+origin,
    place+birth
language: primary+language, language
facility: facility+current, custody+facility, custody+place, facility+name, facility, facility+current+name,
    facility+subject, place+facility, facility+department, place+current
apprehended_on: date+apprehension, apprehension, apprehension+date+time
apprehended_at: station+apprehension, station, sector+apprehension, sector, place+apprehension,
    facility+apprehension, sector+station, apprehension+city, station+name, sector+name
admitted_on: date+admission, admission, date+facility, date+admission+facility, date+facility+current
discharged_on: date+discharge, discharge, date+discharge+facility
removed_on: date+removal, removal
called_on: call+date, call+lastly, date+call+lastly, call, date, date+time
stated_on: asof, date+asof, date+report, date+record
destination: destination, transfer+to, transfer+destination, transfer+facility, discharge+to, facility+destination,
    removal+to, transfer, transfer+agency
status: status, disposition, status+current, status+case, disposition+status, custody+status, custody,
    custody+current, disposition+case, state+current, status+removal, status+discharge
separated: separated, separated+flag, separated+family, separated+parent, separated+family+flag, separated+status
separation_reason: separated+reason, reason
relation: relation, relation+type
seeks: seeks, seeks+list, seeks+relatives, seeks+name, seeks+subject, seeks+subject+name, seeks+given,
    seeks+relatives+name
relatives: relatives, relatives+list, relatives+claimed, relatives+name, relatives+claimed+name,
    relatives+list+claimed, relatives+given
children: children, children+claimed, children+list, children+name, children+full+name, children+list+claimed,
    children+claimed+name, children+given, children+seeks
siblings: siblings, siblings+claimed, siblings+list, siblings+name, siblings+given
phone: phone, phone+id, phone+call, phone+primary, phone+second, phone+origin, phone+current
address: address, address+full, address+current, address+origin, address+list, address+number
notes: notes, notes+call, notes+case, notes+separated, notes+list
"""

VAGUE = frozenset(
    """name id number date place first second to time lastly day month year current list primary state city claimed
    subject record unit full case status country origin""".split()
)
"""Ideas too common to recognise a header by where other words of it stay unknown."""


def _lines(table: str) -> list[tuple[str, str]]:
    """The lines of a table as key and rest; an indented line goes on with the one before."""
    lines = table.strip().replace("\n    ", " ").splitlines()
    return [(key, rest.strip()) for key, _, rest in (line.partition(":") for line in lines)]


def _words(table: str) -> dict[str, tuple[frozenset[str], ...]]:
    found: dict[str, tuple[frozenset[str], ...]] = {}
    for ideas, words in _lines(table):
        for word in words.replace("|", " ").split():
            found[word] = tuple(dict.fromkeys((*found.get(word, ()), frozenset(ideas.split("+")))))
    return found


def _one_each(table: str) -> dict[str, str]:
    return {word: idea for idea, words in _lines(table) for word in words.replace("|", " ").split()}


def _spanish(*tables: str) -> frozenset[str]:
    english = {word for table in tables for _, words in _lines(table) for word in words.split("|")[0].split()}
    spanish = {word for table in tables for _, words in _lines(table) for word in words.partition("|")[2].split()}
    return frozenset(spanish - english)


IDEAS: dict[str, tuple[frozenset[str], ...]] = _words(_IDEAS)
"""Word to what it may stand for: alternatives, each one or more ideas."""

OWNERS: dict[str, Owner] = {word: Owner(owner) for word, owner in _one_each(_OWNERS).items()}
PLURALS: dict[str, str] = _one_each(_PLURALS)
"""Words for several people at once, whose column is a list."""

SPANISH: frozenset[str] = _spanish(_IDEAS, _OWNERS, _PLURALS)

FIELD_IDEAS: tuple[tuple[Field, frozenset[str], int], ...] = tuple(
    (Field(field), frozenset(ideas.strip().split("+")), place)
    for field, alternatives in _lines(_FIELDS)
    for place, ideas in enumerate(alternatives.split(","))
)
"""Field, the ideas that make it, and its place: a lower place is a clearer header for that field."""
