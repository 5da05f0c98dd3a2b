"""Departments and municipalities people leave, and the stations, facilities and shelters that hold them."""


def _departments(text: str) -> dict[str, tuple[str, ...]]:
    """Departments with their municipalities, written `Department: Town, Town; Department: Town`."""
    parts = (part.split(":") for part in " ".join(text.split()).split(";"))
    return {name.strip(): tuple(town.strip() for town in towns.split(",")) for name, towns in parts}


DEPARTMENTS: dict[str, dict[str, tuple[str, ...]]] = {
    "GT": _departments("""
        Huehuetenango: Huehuetenango, Santa Cruz Barillas, San Pedro Soloma, Santa Eulalia, San Mateo Ixtatán, Todos
        Santos Cuchumatán, La Democracia, San Ildefonso Ixtahuacán, Cuilco, Colotenango; San Marcos: San Marcos,
        Comitancillo, Concepción Tutuapa, Tacaná, Ixchiguán, Malacatán, Tajumulco; Quiché: Santa Cruz del Quiché,
        Chichicastenango, Joyabaj, Nebaj, Uspantán, Zacualpa, Sacapulas; Totonicapán: Totonicapán, Momostenango, San
        Francisco El Alto, Santa María Chiquimula, San Cristóbal Totonicapán; Sololá: Sololá, Nahualá, Santa Catarina
        Ixtahuacán, Santiago Atitlán, Panajachel; Quetzaltenango: Quetzaltenango, Cajolá, San Juan Ostuncalco,
        Cabricán, Coatepeque, Cantel; Alta Verapaz: Cobán, San Pedro Carchá, Panzós, Chisec, Cahabón, Senahú, San Juan
        Chamelco, Raxruhá; Izabal: Puerto Barrios, El Estor, Livingston, Morales, Los Amates; Petén: Flores, San Luis,
        Sayaxché, Poptún, La Libertad, San Benito; Jutiapa: Jutiapa, Asunción Mita, Moyuta, Jalpatagua, Quesada;
        Chiquimula: Chiquimula, Jocotán, Camotán, Esquipulas, Olopa; Jalapa: Jalapa, San Pedro Pinula, San Luis
        Jilotepeque, Monjas; Guatemala: Guatemala, Mixco, Villa Nueva, Chinautla, San Juan Sacatepéquez; Escuintla:
        Escuintla, Santa Lucía Cotzumalguapa, Tiquisate, Nueva Concepción
    """),
    "HN": _departments("""
        Cortés: San Pedro Sula, Choloma, Puerto Cortés, Villanueva, La Lima; Yoro: Yoro, El Progreso, Olanchito,
        Morazán, Victoria; Francisco Morazán: Tegucigalpa, Talanga, Guaimaca, Orica, Sabanagrande; Olancho: Juticalpa,
        Catacamas, Patuca, Campamento, San Esteban; Copán: Santa Rosa de Copán, La Entrada, Copán Ruinas, Florida,
        Corquín; Lempira: Gracias, La Campa, Erandique, Lepaera, San Marcos de Caiquín; Intibucá: La Esperanza,
        Intibucá, Jesús de Otoro, Yamaranguila; Atlántida: La Ceiba, Tela, Jutiapa, El Porvenir; Colón: Trujillo,
        Tocoa, Sabá, Bonito Oriental; Choluteca: Choluteca, El Triunfo, Pespire, Marcovia; Comayagua: Comayagua,
        Siguatepeque, La Libertad, Minas de Oro; Santa Bárbara: Santa Bárbara, Quimistán, Trinidad, San Luis
    """),
    "SV": _departments("""
        San Salvador: San Salvador, Soyapango, Mejicanos, Apopa, Ilopango; San Miguel: San Miguel, Chinameca, Ciudad
        Barrios, Moncagua; Usulután: Usulután, Jiquilisco, Santiago de María, Jucuapa; La Unión: La Unión, Santa Rosa
        de Lima, Conchagua, Anamorós; Santa Ana: Santa Ana, Chalchuapa, Metapán, Coatepeque; Sonsonate: Sonsonate,
        Izalco, Acajutla, Nahuizalco; La Libertad: Santa Tecla, Colón, Quezaltepeque, Ciudad Arce; Chalatenango:
        Chalatenango, Nueva Concepción, Tejutla, La Palma; Morazán: San Francisco Gotera, Cacaopera, Corinto, Perquín
    """),
    "MX": _departments("""
        Guerrero: Chilapa de Álvarez, Tlapa de Comonfort, Acapulco de Juárez, Iguala, Coyuca de Catalán; Michoacán:
        Apatzingán, Uruapan, Aguililla, Zitácuaro, Buenavista; Oaxaca: Juchitán de Zaragoza, Tlaxiaco, Santiago
        Juxtlahuaca, Miahuatlán; Chiapas: Tapachula, San Cristóbal de las Casas, Comitán, Motozintla; Puebla: Puebla,
        Izúcar de Matamoros, Atlixco, Tehuacán; Veracruz: Xalapa, Coatzacoalcos, Minatitlán, Papantla; Zacatecas:
        Fresnillo, Jerez, Río Grande, Sombrerete; Chihuahua: Ciudad Juárez, Guachochi, Cuauhtémoc, Madera; Guanajuato:
        Celaya, Dolores Hidalgo, San Luis de la Paz, Irapuato
    """),
    "NI": _departments("""
        Managua: Managua, Tipitapa, Ciudad Sandino; Chinandega: Chinandega, El Viejo, Somotillo; León: León, Nagarote,
        El Sauce; Estelí: Estelí, Condega, Pueblo Nuevo; Matagalpa: Matagalpa, Río Blanco, Matiguás; Jinotega:
        Jinotega, Wiwilí, El Cuá; Nueva Segovia: Ocotal, Jalapa, Quilalí; Masaya: Masaya, Nindirí, Masatepe
    """),
    "BR": _departments("""
        Minas Gerais: Governador Valadares, Ipatinga, Teófilo Otoni, Caratinga; Goiás: Goiânia, Anápolis; Espírito
        Santo: Vitória, Cariacica; Rondônia: Porto Velho, Ji-Paraná; Bahia: Salvador, Ilhéus; São Paulo: São Paulo,
        Campinas; Pará: Belém, Marabá; Paraná: Curitiba, Londrina
    """),
    "RO": _departments("""
        Dolj: Craiova, Calafat; Teleorman: Alexandria, Roșiorii de Vede; Buzău: Buzău, Râmnicu Sărat; Mureș: Târgu
        Mureș, Sighișoara; Bacău: Bacău, Onești; Ialomița: Slobozia, Țăndărei; Olt: Slatina, Caracal; Brașov: Brașov,
        Săcele
    """),
    "HT": _departments("""
        Ouest: Port-au-Prince, Carrefour; Artibonite: Gonaïves, Saint-Marc; Nord: Cap-Haïtien, Limbé; Sud: Les Cayes,
        Aquin; Centre: Hinche, Mirebalais; Nord-Ouest: Port-de-Paix, Jean-Rabel; Grand'Anse: Jérémie, Dame-Marie;
        Sud-Est: Jacmel, Bainet
    """),
    "EC": _departments("""
        Azuay: Cuenca, Gualaceo; Cañar: Azogues, Cañar; Guayas: Guayaquil, Durán; Chimborazo: Riobamba, Alausí;
        Pichincha: Quito, Cayambe; Loja: Loja, Catamayo; Manabí: Portoviejo, Manta; Tungurahua: Ambato, Baños
    """),
}

LANGUAGE_DEPARTMENTS: dict[str, tuple[str, ...]] = {
    "quc": ("Quiché", "Totonicapán", "Sololá", "Quetzaltenango"),
    "mam": ("San Marcos", "Huehuetenango", "Quetzaltenango"),
    "kek": ("Alta Verapaz", "Izabal", "Petén"),
    "kjb": ("Huehuetenango",),
}

STATIONS: dict[str, tuple[str, ...]] = {
    "Yuma": ("Yuma Station", "Wellton Station"),
    "Rio Grande Valley": ("McAllen Station", "Weslaco Station", "Rio Grande City Station", "Brownsville Station"),
    "El Paso": ("El Paso Station", "Santa Teresa Station", "Ysleta Station"),
    "Tucson": ("Nogales Station", "Ajo Station"),
    "San Diego": ("Imperial Beach Station", "Campo Station"),
    "Del Rio": ("Eagle Pass Station", "Del Rio Station"),
}

SECTOR_WEIGHTS = {
    "Yuma": 1114,
    "Rio Grande Valley": 1025,
    "El Paso": 982,
    "Tucson": 380,
    "San Diego": 270,
    "Del Rio": 142,
}
"""Separations by sector. Source: Task Force, 2 June 2021 [AP21] for the first three; its "other 792" split by proposal."""

DETENTION = (
    "Port Isabel SPC",
    "Eloy Detention Center",
    "El Paso SPC",
    "Otero County Processing",
    "South Texas Detention Complex",
    "Florence SPC",
    "Otay Mesa Detention Center",
    "Adelanto ICE Processing",
    "Joe Corley Processing",
    "Tacoma NWDC",
)

PROGRAMS = (
    "Casa Padre",
    "Southwest Key Campbell",
    "Southwest Key Combes",
    "BCFS Harlingen",
    "BCFS San Antonio",
    "Cayuga Centers",
    "Bethany Refugee Services",
    "Lutheran Social Services Phoenix",
    "Heartland Bronzeville",
    "Catholic Charities Houston",
    "Shiloh Treatment Center",
    "Abbott House",
    "Children's Village",
    "Comprehensive Health Miami",
    "KidsPeace Bethlehem",
    "Upbring New Hope",
    "Crittenton Fullerton",
    "Morrison Portland",
)

INFLUX_SITES = ("Tornillo Influx Site", "Homestead Influx Site")
