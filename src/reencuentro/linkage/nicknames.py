"""Nicknames and short forms of Mexico and Central America, with the given names they stand for."""

from functools import lru_cache

# Common knowledge of the region; one nickname may stand for several names, and both sexes share some.
_STANDS_FOR = """
abi abigail|abel abraham|ale alejandra alejandro|alex alejandro alejandra alexander|alfre alfredo|alicha alicia
ana anna|andy andres andrea|angie angela angelica|anita ana|bea beatriz|bella isabel|bere berenice|berta bertha alberta
beti beatriz elizabeth|betina elisabet|beto alberto roberto humberto gilberto norberto heriberto adalberto
betty beatriz elizabeth|bety beatriz elizabeth|caro carolina|carlitos carlos|cata catalina|ceci cecilia
chabe isabel|chabela isabel|chabelita isabel|chago santiago|chalio rosalio|chalo gonzalo|chana susana feliciana
chano feliciano graciano|charo rosario|chava salvador|chavela isabel|chavelo isabel|chayo rosario|che jose|checo sergio
chela graciela marcela celia|chelo consuelo|chemo anselmo|chente vicente|chenta vicenta|chepa josefa|chepe jose
chepito jose|chepita josefa|chila cecilia|chilo cecilio|chinto jacinto|chinta jacinta|chita luz|chito jesus|chofo rodolfo
chofi sofia|chole soledad|chon encarnacion asuncion concepcion|chona encarnacion asuncion concepcion|chucha maria
chucho jesus|chuy jesus maria|chuyita jesus|clau claudia|clari clara|concha concepcion|conchita concepcion|coni concepcion
consue consuelo|coqui socorro|coyo gregorio|crispi crispin|cris cristina cristian cristobal|dani daniel daniela
davicho david|dela adela|delfi delfina|dina bernardina|doro dorotea|edu eduardo|elena helena|eli elizabeth elias elisa
elo eloisa|emi emilio emilia|esme esmeralda|este esteban|fabi fabian fabiola|fede federico|feli felipe felicita felix
fer fernando fernanda|fernan fernando|fide fidel|fili filiberto filomena|fina josefina|flaco |flor florencia florinda
fran francisco francisca|franc francisco|fransisco francisco|gabi gabriel gabriela|gabo gabriel|gaby gabriela gabriel
genaro jenaro|geno genoveva|gil gilberto|gloria glori|goyo gregorio|goya gregoria|graci graciela|guicho luis|güicho luis
gusta gustavo|gus gustavo|hector ector|hilda ilda|iris iris|isa isabel isaac|isra israel|ivan iban|jaimito jaime
javi javier|jenny jennifer|jeni jennifer|jero jeronimo|jime jimena|jorgito jorge|josefa josefina|josue joshua
juancho juan|juanito juan|juanita juana|juanis juana|juli julia julio juliana|julito julio|kiko francisco enrique
kike enrique|lala eulalia|lalo eduardo gonzalo|lanchi esperanza|lencho lorenzo|lencha lorenza|leo leonardo leonel leonor leonidas
leti leticia|lety leticia|lichas eliseo|licha alicia|lidi lidia|lili liliana elizabeth|lina angelina carolina paulina
lino marcelino|lita margarita|liz elizabeth lizbeth|lola dolores|lolita dolores|lolo dolores|lorenza lencha|lucha luz lucia
lucho luis|lucita lucia luz|luchita luz lucia|lulu lourdes maria|lupe guadalupe|lupillo guadalupe|lupita guadalupe|lupito guadalupe
machi maria|maco marco|mago margarita|mague margarita|maguito margarita|malena magdalena|male magdalena|mana maria
mane manuel|manolo manuel|manu manuel manuela|manuelito manuel|marce marcela marcelo|marga margarita|mari maria
maria mary|mariela maria|mariita maria|marita maria|maruca maria|maruja maria|mary maria|mati matilde matias|maye mayra maria
max maximo maximiliano|maxi maximo maximiliano|meche mercedes|mela carmela|melo carmelo|memo guillermo|mencho hermenegildo
mercho mercedes|micha micaela|miguelito miguel|migue miguel|mila milagros|mili milagros|mina guillermina herminia|mincho benjamin
mingo domingo|minga dominga|mino maximino|miri miriam|moi moises|moncho ramon|moncha ramona|mon ramon monica|moni monica
mundo edmundo raymundo|nacho ignacio|nacha ignacia|nando fernando|nanda fernanda|nata natalia|nati natividad natalia
natalio nato|natis natividad|nayo leonardo|necho nestor|nela manuela|nelo manuel|nena maria elena|neto ernesto|nico nicolas
nicho dionisio nicolas|nicha dionisia|nino saturnino|nita juana|nora leonora eleonora|nuno |oli olivia|osqui oscar|pabis pablo
paca francisca|paco francisco|pacho francisco|paquita francisca|paquito francisco|pancha francisca|panchita francisca|panchito francisco
pancho francisco|pao paola|pato patricio|pati patricia|paty patricia|paz pacifica|pedrito pedro|pepa josefa|pepe jose|pepito jose
perico pedro|petra petrona|pilo pilar|pina josefina|pino jose|pola apolonia|polo leopoldo apolonio hipolito|poncho alfonso ildefonso
popo |queta enriqueta|quetita enriqueta|quica francisca|quico francisco enrique|quique enrique|quincho joaquin|quino joaquin
rafa rafael rafaela|ramoncito ramon|raque raquel|rauli raul|rebe rebeca|reina reyna|rica ricarda|riche ricardo|ricky ricardo
rigo rigoberto|rober roberto|robert roberto|robe roberto|roci rocio|rodri rodrigo|rogo rogelio|rolo rolando|romi romina|roque roke
rosi rosa rosalia|rosita rosa|roxi roxana|roxy roxana|rube ruben|rufi rufino|sabi sabina sabino|salo salomon|salva salvador
sami samuel|sandri sandra|santi santiago|santos santos|sara sarah|sari sara|sebas sebastian|seba sebastian|sergi sergio
silvi silvia|simon chimon|sofi sofia|sole soledad|suni asuncion|susi susana|susy susana|tacho anastasio|tacha anastasia
tana cayetana|tano cayetano|tavo gustavo octavio|tava octavia|temo artemio cuauhtemoc|tencha hortensia|tencho inocencio|teo teodoro mateo teofilo
tere teresa|teresita teresa|tete teresa|tina cristina martina faustina ernestina|tino faustino martin celestino florentino agustin
tita margarita|tito alberto ernesto roberto|toli bartolo|tolo bartolome|tomasa tomas|tomi tomas|toncho antonio|tono antonio|tonito antonio
tonio antonio|tona antonia|toni antonio antonia|tony antonio|toribia toribio|trini trinidad|tula gertrudis|tulio marco|ursu ursula
vale valeria valentina valentin|vane vanessa|veva genoveva|vero veronica|vica virginia|vicen vicente|vicky victoria|vicki victoria
vicho vicente|victo victor|virgi virginia|vivi viviana|wicho luis|wil wilson william wilmer|xime ximena|yadi yadira|yayo eduardo
yesi yesenia jessica|yoli yolanda|yola yolanda|yolis yolanda|zeno zenon|zoila soila
"""


def _parsed(table: str) -> dict[str, frozenset[str]]:
    rows = (row.split() for line in table.strip().splitlines() for row in line.split("|"))
    return {row[0]: frozenset(row[1:]) for row in rows if len(row) > 1}


_FORMAL = _parsed(_STANDS_FOR)

# Diminutives are formed freely (Juanito, Rosita, Carlitos, Mercedita), so they are undone by rule, not listed.
_DIMINUTIVES = (("citos", ""), ("citas", ""), ("cito", ""), ("cita", ""), ("itos", "os"), ("itas", "as"), ("ito", "o"), ("ita", "a"))


@lru_cache(maxsize=1 << 18)
def formal_names(word: str) -> frozenset[str]:
    """The given names that a folded word may stand for, itself included: formal_names("beto") holds "alberto"."""
    return frozenset({word}) | _FORMAL.get(word, frozenset()) | _undiminished(word)


def _undiminished(word: str) -> frozenset[str]:
    for ending, restored in _DIMINUTIVES:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3:
            return frozenset({stem, stem + restored, stem + "e"})
    return frozenset()
