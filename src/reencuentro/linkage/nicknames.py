"""Nicknames and short forms of Mexico and Central America, with the given names they stand for."""

from collections import defaultdict

from reencuentro.linkage.nicknames_english import CALLED_IN_ENGLISH

# Common knowledge of the region, each name with what its bearers are called, all folded. One nickname may stand for
# several names and both sexes share some. Plain diminutives are not listed: they are undone by rule, below. Spellings
# that sound alike in Spanish are not either: they are heard as one.
_CALLED = """
abelardo: lalo | abigail: abi aby | adalberto: adal beto | adela: dela | adelaida: ade | adolfo: dolfo fito
adrian: adri | adriana: adri | agustin: agus cucho tin tino | agustina: agus tina | alberta: beta
alberto: berto beto tito | alejandra: ale alex | alejandro: ale alejo alex jano | alexander: alex
alexandra: alex | alfonso: fonso poncho | alfredo: alfre freddy fredo fredy | alicia: licha | alvaro: varo
amalia: mali | ana: ani anita any | anastasia: tacha | anastasio: tacho | andrea: andi andy | andres: andi andy
angela: angi angie angy gela | angelica: angi angie angy | angelina: angi angie angy lina | anselmo: chemo
antonia: tona toni tonia tony | antonio: toncho toni tonin tonio tono tony | apolonia: pola | apolonio: polo
araceli: ara cheli chely | aracely: ara cheli chely | armando: mando | artemio: temo | arturo: turo
asuncion: chon chona suni | aurelio: yeyo | bartolo: toli tolo | bartolome: bartolo tolo
beatriz: bea beti betty bety | benjamin: benja benny beny mincho | berenice: bere | bernardina: dina
bernardo: nardo | brenda: bren | candelaria: cande | candelario: cande | carlos: charlie charly | carmela: mela
carmelo: melo | carmen: carmelita mela menchu | carolina: caro carol lina | catalina: cata cati katy lina
cayetana: tana | cayetano: tano | cecilia: ceci cecy chila | cecilio: chilo | celestino: tino | celia: chela
clara: clari | claudia: clau claudi | clemente: cleme | concepcion: chon chona concha conchi coni
consuelo: chelo consue | crescencio: chencho | crispin: crispi | cristian: cris | cristina: cris cristi tina
cristobal: cris tobal | cuauhtemoc: cuau temo | dagoberto: beto dago | daniel: dani danny dany
daniela: dani danny dany | david: davi davicho | delfina: delfi fina | delfino: delfi fino | dionisia: nicha
dionisio: nicho | dolores: lola loli lolis lolo | dominga: minga | domingo: mingo | dorotea: doro
edilberto: beto | edmundo: mundo | eduardo: eddie eddy edi edu guayo lalo yayo | efrain: efra | eleonora: nora
elias: eli | elisa: eli | eliseo: eli licho | elizabeth: beth beti betina betty bety eli lili liz liza
eloisa: elo | elvira: elvi | emilia: emi mili | emiliano: emi | emilio: emi | encarnacion: chon chona encarna
engracia: graci | enrique: kike kiko quico quique | enriqueta: queta | epifanio: pifano | ernestina: tina
ernesto: neto tito | esmeralda: esme | esperanza: espe pelancha | estanislao: tanis | esteban: este teban
estefania: estefi fani fany | eugenia: gena kena quena | eugenio: cheno geno | eulalia: lala | eulalio: lalo
eusebia: cheba | eusebio: chebo | eva: evita | evangelina: eva lina vange | ezequiel: eze | fabian: fabi
fabiola: fabi | fatima: fati | faustina: tina | faustino: tino | federico: fede kiko | feliciana: chana feli
feliciano: chano feli | felicitas: feli | felipa: lipa | felipe: feli lipe pipe | felix: feli | fermin: mincho
fernanda: fer nanda | fernando: fer fernan nando | fidel: fide | fidencio: fide | filiberto: beto fili
filomena: filo mena | florencia: flor | florencio: chencho lencho | florentino: tino | florinda: flor
francisca: chica fran paca pancha quica | francisco: chico fran franc frank kiko pacho paco pancho quico
fulgencio: chencho | gabriel: gabi gabo gabri gaby | gabriela: gabi gabri gaby | genoveva: geno veva
georgina: gina | gerardo: gera gerry jerry | gertrudis: tula | gilberto: beto gil | gisela: gise
gloria: glori yoya | gonzalo: chalo gonza lalo | graciano: chano | graciela: chela graci | gregoria: goya
gregorio: coyo goyo grego | griselda: gris | guadalupe: lupe lupi lupillo lupis pita | guillermina: guille mina
guillermo: guille memo | gustavo: gus gusta tavo | heriberto: beto heri | hermenegildo: gildo mencho
herminia: mina | hipolito: poli polo | hortensia: tencha | humberto: beto | ignacia: nacha | ignacio: nacho
ildefonso: poncho | inocencia: chencha | inocencio: chencho tencho
isabel: bela bella chabe chabela chavela isa isabelita | isabela: bela bella chabe chabela chavela isa
isidro: chilo isi | ismael: isma | israel: isra | jacinta: chinta | jacinto: chinto | jacobo: cobo
jacqueline: jacky jaqui | javier: javi | jeronimo: jero | jesus: chito chucho chus chuy | jesusa: chucha
jimena: jime | joaquin: joaco quincho quino | jonathan: joni jony yoni | jorge: coque koke
jose: che chema cheo chepe pepe pepin pino | josefa: chefa chepa pepa | josefina: chepina fina josefa pina
juan: juancho | juana: juanis | julia: juli july | julian: juli july | juliana: juli july | julio: juli july
justina: tina | justino: tino | katherine: kathy kati katy | laura: lau lauri | leonardo: leo nardo nayo
leonel: leo | leonidas: leo | leonor: leo nora | leopoldo: leo polo | leticia: leti lety ticha | lidia: lidi
lilian: lili lily | liliana: lili lily | lizbeth: liz | lorena: lore | lorenza: lencha | lorenzo: lencho
lourdes: lulu | lucia: lu lucha luci lucy | luciano: chano | lucila: chila luci
luis: guicho huicho lucho wicho | luz: chita lucecita lucha lucita | magdalena: lena magda magui male malena
manuel: mane manolo manu nelo | manuela: manu nela | marcela: chela marce | marcelina: lina marce
marcelino: lino marce | marcelo: chelo marce | margarita: lita maga mago mague magui marga margo tita
maria: chucha chuy mari mariquita maruca maruja mary maye | mariana: mari | maribel: mari | mario: mayito
marisol: mari | martin: tin tino | martina: tina | mateo: teo | matias: mati | matilde: mati tilde
mauricio: mau | maximiliano: max maxi | maximino: max mino | maximo: max maxi | mayra: maye | melissa: meli
mercedes: meche mercha merche | micaela: mica micha | michelle: mich | miguel: migue mike | milagro: mila mili
milagros: mila mili | miriam: miri | moises: moi moy | monica: moni | natalia: nata nati naty
natividad: nati natis naty | nestor: necho | nicolas: colas nicho nico | nicolasa: colasa nico | norberto: beto
octavia: tava | octavio: tavo | olivia: oli | oscar: osqui | osvaldo: valdo | pablo: pablin | paola: pao
patricia: pati patty paty ticha | patricio: pato | paula: pau pauli | paulina: lina pau pauli | paulino: lino
pedro: pedrin perico | petrona: petra | petronila: nila petra | pilar: pili | porfirio: pilo porfi
rafael: rafa | rafaela: fela rafa | ramiro: miro rami | ramon: mon monchi moncho | ramona: mona moncha
raquel: quela raque raquelita | raul: rauli rulo | raymundo: mundo ray | rebeca: becky rebe
refugio: cuca cuco refu | regina: gina | reynaldo: naldo rey | ricardo: riche richi ricky | rigoberto: beto rigo
roberto: beto robe rober robert | rocio: chio roci | rodolfo: chofo fito rodo | rodrigo: rodri
rogelio: roge yeyo | rolando: lando rolo | romina: romi | rosa: rosi rosy | rosalia: chalia rosi rosy
rosalio: chalio | rosario: charo chayo | rosendo: chendo | roxana: roxi roxy | ruben: rube | rufina: fina rufi
rufino: fino rufi | sabina: sabi | sabino: sabi | salomon: salo | salvador: chamba chava salva
samuel: sam sami samy | sandra: sandri sandy | santiago: chago santi tiago | sara: sari | saturnino: nino satur
sebastian: bastian seba sebas | sergio: checho checo sergi yeyo | silvia: sil silvi | socorro: coco coqui
sofia: chofi sofi sofy | soledad: chole sole | susana: chana susi susy | teodoro: doro teo | teofilo: filo teo
teresa: techa tere tete | timoteo: teo timo | tomas: tomi tomy | trinidad: trini trino | ulises: uli
ursula: ursu | valentin: vale | valentina: tina vale | valeria: vale | vanessa: vane | veronica: vero
vicenta: chenta | vicente: chente vicen vicho | victor: vic victo vito | victoria: toya vica vicki vicky viki
virginia: gina vica virgi | viviana: vivi | wenceslao: wences | wilfredo: fredy wil | william: wil will willy
wilmer: wil | wilson: wil | ximena: xime | yadira: yadi | yesenia: yesi yessi | yolanda: yola yoli yolis
zenon: zeno
"""

# English names that are common in the region, as they are written there by ear.
_BY_EAR = """
brian: braian brayam brayan | edward: eduar edwar | george: yorch | jason: jayson jeison jeyson yeison
jefferson: yeferson yefferson | jennifer: jeni jenni jenny yeni yenifer yenni yennifer yenny
jessica: jesi jessi jessy yesi yesica yessi yessica | john: yon | jonathan: yonatan yonathan
michael: maicol maikol maykol | steven: estiven stiven | william: wiliam
"""


def _stand_for(*tables: str) -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table in tables:
        for row in table.replace("\n", "|").strip("|").split("|"):
            name, nicknames = row.split(":")
            for nickname in nicknames.split():
                found[nickname].add(name.strip())
    return {nickname: frozenset(names) for nickname, names in found.items()}


_STANDS_FOR = _stand_for(_CALLED, _BY_EAR)
_STANDS_FOR_IN_ENGLISH = {
    word: names for word, names in _stand_for(CALLED_IN_ENGLISH).items() if word not in _STANDS_FOR
}
"""Where a nickname means one name here and another in English, it means the one here."""


# Diminutives are formed freely: what each ending may have replaced. Juanito, Felipito and Rosarito; Josecito; Carlitos.
_DIMINUTIVES = (
    ("ito", ("", "o", "e", "io")),
    ("ita", ("a", "e", "ia")),
    ("cito", ("",)),
    ("cita", ("",)),
    ("itos", ("os",)),
    ("itas", ("es",)),
)
_ENDINGS = tuple(ending for ending, _ in _DIMINUTIVES)
_SHORTEST_STEM = 3
_RESPELT = (("qu", "c"), ("gu", "g"))  # Paquito is Paco and Dieguito Diego, but Enriquito is Enrique


def formal_names(word: str) -> frozenset[str]:
    """The given names that a folded word may stand for, itself included.

    formal_names("beto") holds "alberto"; formal_names("chepito") holds "chepe" and "jose".
    """
    if word in _STANDS_FOR_IN_ENGLISH:
        return _STANDS_FOR_IN_ENGLISH[word] | {word}
    if word not in _STANDS_FOR and not word.endswith(_ENDINGS):
        return frozenset((word,))
    meant = {word, *_undiminished(word)}
    return frozenset(meant).union(*(_STANDS_FOR.get(one, ()) for one in meant))


def _undiminished(word: str) -> set[str]:
    restored = set()
    for ending, replaced in _DIMINUTIVES:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            restored |= {one + letters for one in (stem, _respelt(stem)) for letters in replaced}
    return restored


def _respelt(stem: str) -> str:
    for written, before_a_or_o in _RESPELT:
        if stem.endswith(written):
            return stem.removesuffix(written) + before_a_or_o
    return stem
