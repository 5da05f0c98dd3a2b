"""Languages to ISO 639-3, where the word is known; whatever else a roster says stays as written."""

import re

from reencuentro.interchange.values.text import fold

_WORDS = {
    "spa": "spanish espanol castellano castilian esp es spa",
    "eng": "english ingles eng en",
    "quc": "kiche quiche k'iche' quc kiche' ki'che|k iche|k iche quiche",
    "mam": "mam maam",
    "kek": "qeqchi kekchi keqchi ketchi quekchi kek|q eqchi|k ekchi",
    "kjb": "qanjobal kanjobal qanjob'al kjb canjobal q'anjobal|q anjob al|q anjobal",
    "jac": "popti jakaltek jacaltec jakalteko jacalteco jacalteca jac",
    "acr": "achi acr",
    "agu": "awakateko aguacateco awakatek aguacatec agu",
    "ixl": "ixil ixl",
    "cac": "chuj cac",
    "cak": "kaqchikel cakchiquel kakchiquel caqchikel cak",
    "poc": "poqomam pocomam poc",
    "poh": "poqomchi pocomchi pokomchi poh",
    "tzj": "tzutujil tzutuhil tz'utujil tzj|tz utujil",
    "caa": "chorti ch'orti' caa",
    "knj": "akateko acateco akatek knj",
    "mop": "mopan mop",
    "usp": "uspanteko uspanteco usp",
    "quv": "sacapulteco sakapulteko quv",
    "qum": "sipacapense sipakapense qum",
    "cab": "garifuna cab",
    "miq": "miskito misquito miskitu mosquito miq",
    "pay": "pech pay",
    "jic": "tolupan tol jicaque jic",
    "nah": "nahuatl nahua mexicano nah nahuat",
    "tzh": "tzeltal tseltal tzh",
    "tzo": "tzotzil tsotsil tzo",
    "ctu": "chol ch'ol ctu",
    "toj": "tojolabal toj|tojol ab al",
    "zap": "zapoteco zapotec zapoteca zap",
    "mix": "mixteco mixtec mixteca mix",
    "maz": "mazahua maz",
    "maa": "mazateco mazatec",
    "mxp": "mixe mxp",
    "otq": "otomi",
    "tsz": "purepecha tarasco tsz",
    "tar": "tarahumara raramuri tar",
    "trc": "triqui trique trc",
    "tlp": "totonaco totonac totonaca",
    "yua": "maya yucateco yua|maya yucateco|yucatec maya",
    "que": "quechua kichwa quichua que",
    "aym": "aymara aimara aym",
    "grn": "guarani grn",
    "hat": "haitiano creole kreyol criollo hat|haitian creole|criollo haitiano|creole haitiano|haitian kreyol",
    "por": "portuguese portugues por pt",
    "fra": "french frances fra",
    "ron": "romanian rumano ron roumanian",
    "rom": "romani romany|romani romany",
    "rus": "russian ruso rus",
    "ukr": "ukrainian ucraniano ukr",
    "zho": "chinese mandarin chino zho|mandarin chinese|chino mandarin",
    "hin": "hindi hin",
    "pan": "punjabi panjabi pan",
    "guj": "gujarati guj",
    "ara": "arabic arabe ara",
    "amh": "amharic amarico amh",
    "tir": "tigrinya tir",
    "vie": "vietnamese vietnamita vie",
    "tur": "turkish turco tur",
    "ase": "asl|american sign language",
    "und": "und undetermined",
}
_CODES = {
    fold(name): code
    for code, names in _WORDS.items()
    for name in (*names.split("|", 1)[0].split(), *names.split("|")[1:])
}
_PARENTHESES = re.compile(r"\([^)]*\)")


def read_language(text: str) -> str:
    """The ISO 639-3 code where the language is known, else the text; "Mam (some Spanish)" is Mam."""
    return _CODES.get(fold(text)) or _CODES.get(fold(_PARENTHESES.sub("", text))) or text
