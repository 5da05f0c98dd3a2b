"""A claim written down on the pages is weighed and queued at once: beside another one it freezes both."""

from reencuentro.actions.registering import register
from reencuentro.linkage.mentions import Birth, Relation, Relative, Sex
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.queueing import ALONE
from tests.stored.test_registering import AGAIN, ONCE, ROSA, list_mother, stated, viewer

__all__ = ["viewer"]

CLAIM = {
    "full_name": "María Santamaría López",
    "sex": Sex.FEMALE,
    "birth": Birth(year=1991, month=7, day=21),
    "municipality": "Yoro",
    "relatives": (Relative(relation=Relation.CHILD, name="Rosa Emma Escobar Santamaría", age=12.0),),
}


def test_a_second_claim_written_down_freezes_the_first_at_once(viewer: Viewer) -> None:
    list_mother()
    child = stated(**ROSA, relatives=(Relative(relation=Relation.MOTHER, name="María Santamaría López"),))
    written = register(child, viewer, token=ONCE)
    first = Tie.objects.standing().get(child__public_id=written.person, relation="mother")
    assert first.place is not None
    assert first.place >= ALONE
    register(stated(**CLAIM), viewer, token=AGAIN)
    claims = Tie.objects.standing().filter(child__public_id=written.person, relation="mother")
    places = list(claims.values_list("place", flat=True))
    assert len(places) == 2
    assert all(place is not None and place < ALONE for place in places)


def test_whoever_may_be_one_with_somebody_listed_is_asked_about_at_once(viewer: Viewer) -> None:
    list_mother()
    register(stated(**CLAIM | {"birth": Birth(year=1988, month=2, day=3)}), viewer, token=ONCE)
    assert IdentityProposal.objects.standing().get(left_agency="ORR").place is not None
