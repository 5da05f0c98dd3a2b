"""What a child needs beyond what every child does: by code, and which of them the place and a doctor must know at once.

That there is such a need, how urgent it is and what the place must offer lies with protection; which need of health it
is lies with health. So a home can be found for a deaf girl by somebody who isn't told that she is deaf.

Source: UNHCR, Guidance on the Use of Standardized Specific Needs Codes, IOM/030-FOM/030/2009; those that Primero has.
What a code means is told from general knowledge of the guidance, which wasn't opened; of disability there are newer
codes. Which of them calls whom is ours.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field

from reencuentro.rules.cases.boxes import Day, Filled, Line, Text
from reencuentro.rules.disclosure.vocabulary import HEALTH, PROTECTION, Action, Compartment
from reencuentro.rules.duties.care import AREA, over, place_broken, today
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child


class Need(StrEnum):
    """A need that isn't one of health."""

    CR_CP = "cr_cp"  # a child who is a parent
    CR_CS = "cr_cs"  # a child who is a spouse
    CR_CC = "cr_cc"  # a child who cares for others
    CR_LW = "cr_lw"  # the worst forms of child labour
    CR_LO = "cr_lo"  # other child labour
    CR_NE = "cr_ne"  # may not get to school
    CR_SE = "cr_se"  # special schooling
    CR_AF = "cr_af"  # armed forces or groups
    CR_CL = "cr_cl"  # in conflict with the law
    SC_CH = "sc_ch"  # a household headed by a child
    SC_IC = "sc_ic"  # care in an institution
    SC_FC = "sc_fc"  # foster care
    FU_TR = "fu_tr"  # family to be traced
    FU_FR = "fu_fr"  # family to be reunited
    LP_ND = "lp_nd"  # no papers
    LP_AN = "lp_an"  # violence, abuse, neglect
    LP_MD = "lp_md"  # displaced more than once
    LP_MS = "lp_ms"  # marginalised
    LP_RR = "lp_rr"  # would be in danger where they would be returned to


class HealthNeed(StrEnum):
    """A need of health."""

    CR_TP = "cr_tp"  # pregnant
    DS_BD = "ds_bd"  # sight
    DS_DF = "ds_df"  # hearing
    DS_PM = "ds_pm"  # physical, moderate
    DS_PS = "ds_ps"  # physical, severe
    DS_MM = "ds_mm"  # mental, moderate
    DS_MS = "ds_ms"  # mental, severe
    DS_SD = "ds_sd"  # speech
    SM_MI = "sm_mi"  # mental illness
    SM_MN = "sm_mn"  # malnutrition
    SM_CI = "sm_ci"  # chronic illness
    SM_CC = "sm_cc"  # critical condition
    SM_OT = "sm_ot"  # other illness
    TR_PI = "tr_pi"  # impaired by torture
    TR_HO = "tr_ho"  # forced to do violence
    TR_WV = "tr_wv"  # witness of violence
    SV_VA = "sv_va"  # sexual violence


OPEN = "need_open"
"""The state in which nobody has answered yet."""


class Alert(StrEnum):
    """Who must know of a need at once."""

    MEDICAL = "medical"
    PLACEMENT = "placement"


HOURS = {Alert.MEDICAL: timedelta(hours=24), Alert.PLACEMENT: timedelta(hours=72)}
"""How soon whoever must know has to have acted. It is ours."""

_BOTH = frozenset(Alert)
_PLACE = frozenset({Alert.PLACEMENT})
_DOCTOR = frozenset({Alert.MEDICAL})

ALERTS: dict[StrEnum, frozenset[Alert]] = {
    Need.CR_CP: _PLACE,
    Need.CR_CS: _PLACE,
    Need.CR_LW: _PLACE,
    Need.CR_AF: _PLACE,
    Need.SC_CH: _PLACE,
    Need.LP_AN: _PLACE,
    Need.LP_RR: _PLACE,
    HealthNeed.CR_TP: _BOTH,
    HealthNeed.DS_BD: _PLACE,
    HealthNeed.DS_DF: _PLACE,
    HealthNeed.DS_PM: _PLACE,
    HealthNeed.DS_PS: _BOTH,
    HealthNeed.DS_MM: _PLACE,
    HealthNeed.DS_MS: _BOTH,
    HealthNeed.DS_SD: _PLACE,
    HealthNeed.SM_MI: _BOTH,
    HealthNeed.SM_MN: _DOCTOR,
    HealthNeed.SM_CI: _DOCTOR,
    HealthNeed.SM_CC: _BOTH,
    HealthNeed.SM_OT: _DOCTOR,
    HealthNeed.TR_PI: _BOTH,
    HealthNeed.TR_HO: _DOCTOR,
    HealthNeed.TR_WV: _DOCTOR,
    HealthNeed.SV_VA: _BOTH,
}
"""Whom a need calls. What isn't here waits for its review."""


class NeedFound(Filled):
    """A need, and since when it is known."""

    need_code: Need
    need_since: Day = None
    need_review_on: Day = None
    need_remarks: Text = ""


class HealthNeedFound(Filled):
    """A need of health, and since when it is known."""

    need_health_code: HealthNeed
    need_since: Day = None
    need_review_on: Day = None
    need_remarks: Text = ""


class NeedArranged(Filled):
    """What the place offers, without telling what for, and who sees to it."""

    need_place: Line = ""
    need_offers: Text = Field(min_length=1)
    need_by: Line = ""
    need_review_on: Day = None


class NeedEnded(Filled):
    """Since when the need is no more, and why."""

    need_ended_on: date
    need_reason: Text = Field(min_length=1)


def alerts_of(form: Filled | None) -> frozenset[Alert]:
    """Whom that need calls; everybody where what it is can't be read any more."""
    code = getattr(form, "need_code", None) or getattr(form, "need_health_code", None)
    return _BOTH if code is None else ALERTS.get(code, frozenset())


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1]
    if last.step == "need_end":
        return None
    review = getattr(last.form, "need_review_on", None)
    answers = [over(review)] if review else []
    if last.step == "need_find":
        answers += [last.at + HOURS[alert] for alert in alerts_of(last.form)]
    return min(answers, default=None)


def _broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    yield from place_broken(step, known)
    now = today(known)
    for box in ("need_since", "need_ended_on"):
        if (told := getattr(form, box, None)) and told > now:
            yield Broken(rule="care_not_yet", box=box)
    if (review := getattr(form, "need_review_on", None)) and review < now:
        yield Broken(rule="care_gone_by", box="need_review_on")


def _need(code: str, shape: type[Filled], place: Compartment, gist: tuple[str, ...]) -> Definition:
    stands = frozenset({OPEN, "need_met"})

    def step(name: str, to: str, filled: type[Filled], before: frozenset[str]) -> Step:
        return Step(name=name, to=to, shape=filled, before=before, action=Action.WORK_CARE)

    return Definition(
        code=code,
        area=AREA,
        sees=Action.SEE_CARE,
        place=place,
        also=frozenset({PROTECTION}),
        steps=(
            Step(name="need_find", to=OPEN, shape=shape, action=Action.WORK_CARE, place=place),
            step("need_arrange", "need_met", NeedArranged, stands),
            step("need_end", "need_ended", NeedEnded, stands),
        ),
        over=frozenset({"need_ended"}),
        due=_due,
        check=_broken,
        gist=gist,
    )


NEED = _need("need", NeedFound, PROTECTION, ("need_code",))
HEALTH_NEED = _need("health_need", HealthNeedFound, HEALTH, ())

TABLE = (NEED, HEALTH_NEED)
"""What a child needs beyond what every child does."""
