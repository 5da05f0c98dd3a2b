"""Who is withheld from an agency is led to by nothing of that agency's."""

from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.persons import person_id
from reencuentro.linkage.results import Alternative, Identity, Linkage, PersonFound, Status, Tie
from reencuentro.rules.withholding import kept_apart

A, B, X, OTHER = ("ORR", "1"), ("DIF", "2"), ("SRE", "3"), ("SRE", "9")
FROM_SRE = {A: frozenset({"SRE"})}


def person(*records: RecordKey) -> PersonFound:
    return PersonFound(person_id=person_id(records), records=tuple(sorted(records)))


def identity(left: RecordKey, right: RecordKey, *others: str) -> Identity:
    alternatives = tuple(Alternative(candidate=one, probability=0.1, bits=0, why=()) for one in others)
    return Identity(left=left, right=right, probability=0.9, evidence=(), would_decide="", alternatives=alternatives)


def tie(child: PersonFound, relative: PersonFound, *others: PersonFound) -> Tie:
    alternatives = tuple(Alternative(candidate=one.person_id, probability=0.1, bits=0, why=()) for one in others)
    return Tie(
        child=child.person_id,
        relative=relative.person_id,
        relation="mother",
        probability=0.9,
        status=Status.PROPOSED,
        evidence=(),
        would_decide="",
        alternatives=alternatives,
    )


def linkage(*persons: PersonFound, identities: tuple[Identity, ...] = (), ties: tuple[Tie, ...] = ()) -> Linkage:
    everybody = tuple(sorted(persons, key=lambda one: one.person_id))
    return Linkage(persons=everybody, identities=identities, ties=ties, children=frozenset({persons[0].person_id}))


def test_who_is_withheld_from_nobody_is_left_as_found() -> None:
    found = linkage(person(A, B, X), identities=(identity(A, X),))

    assert kept_apart(found, {}) is found
    assert kept_apart(found, {("ICE", "7"): frozenset({"SRE"})}) == found


def test_an_agencys_own_record_of_who_is_withheld_makes_a_person_of_its_own() -> None:
    found = kept_apart(linkage(person(A, B, X)), FROM_SRE)

    assert {one.records for one in found.persons} == {tuple(sorted((A, B))), (X,)}
    assert found.children == {person(A, B).person_id, person(X).person_id}


def test_what_another_agency_knows_of_them_leads_nowhere_either() -> None:
    identities = (identity(A, B), identity(A, X), identity(B, X), identity(B, OTHER))
    found = kept_apart(linkage(person(A, B, X), person(OTHER), identities=identities), FROM_SRE)

    assert [(one.left, one.right) for one in found.identities] == [(A, B)]


def test_a_tie_to_somebody_only_that_agency_knows_is_not_told() -> None:
    child, mother, stranger = person(A), person(X), person(B)
    found = kept_apart(linkage(child, mother, stranger, ties=(tie(child, mother), tie(child, stranger))), FROM_SRE)

    assert [one.relative for one in found.ties] == [stranger.person_id]


def test_no_alternative_names_what_may_not_be_told() -> None:
    child, mother, only_theirs = person(A), person(B), person(OTHER)
    found = linkage(
        *(child, mother, only_theirs, person(X)),
        identities=(identity(A, B, "SRE:9", "DIF:7"),),
        ties=(tie(child, mother, only_theirs),),
    )
    apart = kept_apart(found, FROM_SRE)

    assert [other.candidate for other in apart.identities[0].alternatives] == ["DIF:7"]
    assert apart.ties[0].alternatives == ()


def test_two_agencies_from_which_somebody_is_withheld_learn_nothing_of_one_another() -> None:
    found = linkage(person(A, B, X), identities=(identity(B, X),))
    apart = kept_apart(found, {A: frozenset({"SRE", "DIF"})})

    assert {one.records for one in apart.persons} == {(A,), (B,), (X,)}
    assert apart.identities == ()


def test_who_is_withheld_from_the_only_agency_that_lists_them_stays_whole() -> None:
    found = linkage(person(X, OTHER))

    assert kept_apart(found, {X: frozenset({"SRE"})}).persons == found.persons
