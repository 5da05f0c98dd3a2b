"""Words and names as lists write them: real ones, damaged ones, and junk."""

from hypothesis import strategies as st

from reencuentro.linkage.spelling import fold

GIVEN = (
    "ana anna juan juana juanita juanito jose josé chepe francisco francisca paco pancho maria mario mariana guadalupe "
    "lupe lupita angel angela martin martina alejandro alejandra alex ale j m sara sarah rosa rosita elvira mercedes "
    "meche mersedes yesenia llesenia guillermo memo brayan brian kevin pascual tomas diego"
).split()
SURNAMES = (
    "lopez lopes garcia garsia hernandez ernandes fernandez xol shol choc ixcoy iskoy tzunun sunun perez martinez "
    "martinz matrinez garcialopez montes oca ponce leon cruz delacruz delosreyes pascual tomas diego velasquez velaskes"
).split()
JOINTS = (
    "de",
    "la",
    "de la",
    "del",
    "y",
    "san",
    "santa",
    "sta.",
    "vda.",
    "Montes de Oca",
    "Ponce de León",
    "Ladrón de",
)
ODD = ("K'iche'", "Tzꞌunun", "O’Brien", "محمد", "한국", "Ⓐna", "ñ", "🙂", "-", "x" * 40, "García-López", "ﬁdel", "ß")

letters = st.sampled_from("aeioubcdfghjklmnpqrstvxyz")
damaged = st.tuples(st.sampled_from(GIVEN + SURNAMES), st.integers(0, 12), letters, st.integers(0, 4))


def _harmed(drawn: tuple[str, int, str, int]) -> str:
    """One letter missing, added, wrong or exchanged with the next, or cut off from there."""
    word, at, letter, harm = drawn
    at %= len(word)
    head, tail = word[:at], word[at:]
    return (
        head + tail[1:],
        head + letter + tail,
        head + letter + tail[1:],
        head + tail[1:2] + tail[:1] + tail[2:],
        head,
    )[harm]


spelt = (
    st.sampled_from(GIVEN + SURNAMES)
    | damaged.map(_harmed)
    | st.text(letters, min_size=1, max_size=34)
    | st.text("ab", min_size=1, max_size=5)
    | st.text(max_size=6)
)
folded = spelt.map(fold).filter(bool).map(lambda text: text.split()[0])

token = spelt | st.sampled_from(JOINTS) | st.sampled_from(ODD) | st.sampled_from(GIVEN + SURNAMES).map(str.title)
cell = st.lists(token, max_size=5).map(" ".join) | st.lists(token, min_size=11, max_size=30).map(" ".join)
whole_name = cell | st.tuples(cell, cell).map(", ".join) | st.just(",") | st.tuples(cell).map(lambda one: one[0] + ",")
