"""Gives a demo a few days of life: each kind of duty on its way, some late, one withheld, one refused, one done.

Only for a registry whose people are invented.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.assignments import assign
from reencuentro.actions.calls import arrange_call, log_call
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.actions.desk import pass_on_messages
from reencuentro.actions.gates import set_gate
from reencuentro.actions.groups import Founding, add_member, call_meeting, found_group, give_action, say_sharing
from reencuentro.actions.past_days import Days
from reencuentro.actions.silence import keep_silence
from reencuentro.actions.staffing import BY
from reencuentro.actions.team import CoverStated, set_cover
from reencuentro.linkage.mentions import Mention
from reencuentro.records.cases import Case
from reencuentro.records.consents import Basis
from reencuentro.records.duties import Duty
from reencuentro.records.facts import mention_from
from reencuentro.records.matches import Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.records.visible.cases import child_of
from reencuentro.records.visible.tellings import facts_of, newest_rows
from reencuentro.rules.cases.boxes import Answer
from reencuentro.rules.disclosure.vocabulary import WHO, Gate, Level, Purpose, Topic
from reencuentro.rules.duties.call_log import CallArranged, CallBarrier, CallChannel, CallLogged, CallOutcome
from reencuentro.rules.groups import GroupShare
from reencuentro.rules.shifts import read_shift

SOUGHT = 400
"""Children among whom one of Mexico is sought."""
_KIN = ("mother", "father")
_ENOUGH = 6
"""Families with an open case that the days below need."""


@dataclass(frozen=True, slots=True)
class Family:
    """A child, and somebody who is taken for a parent; by public id."""

    child: str
    relative: str


def live(staff: Mapping[str, Officer], now: datetime) -> None:
    """The days up to now. staff: by login, as `staff_demo` gave them; nothing where too few cases are open."""
    days = Days({one.login: one for one in Officer.objects.select_related("agency").filter(login__in=staff)}, now)
    families = _families()
    if len(families) < _ENOUGH:
        return
    talks, silent, fears, asked, cared, wronged = families[:_ENOUGH]
    _they_talk(days, talks)
    _nobody_answers(days, silent)
    _a_notice_is_withheld(days, fears.child)
    _a_notice_is_late(days, asked.child)
    _others_are_asked(days, asked.child)
    _care_is_given(days, cared.child)
    _a_court_is_waited_for(days, cared.child)
    _rights_are_violated(days, wronged.child)
    if mexican := _mexican():
        _a_child_returns(days, mexican)
    _agencies_meet(days)
    _the_desk_takes_a_call(days, silent.child)
    pass_on_messages(by=BY, at=now)
    keep_silence(by=BY, at=now)


def _families() -> list[Family]:
    """Those whose case is open."""
    found = []
    for child in Case.objects.order_by("pk").values_list("person", flat=True):
        ties = Tie.objects.standing().filter(child__public_id=child, relation__in=_KIN).order_by("place", "pk")
        relative = ties.values_list("relative__public_id", flat=True).first()
        if relative:
            found.append(Family(child, relative))
    return found


def _mexican() -> str:
    """A child of Mexico for whom nobody works yet; "" where there is none."""
    ties = Tie.objects.standing().filter(relation__in=_KIN).exclude(child__public_id__in=Case.objects.values("person"))
    children = ties.order_by("place", "pk").values_list("child__public_id", flat=True)[:SOUGHT]
    return next((one for one in dict.fromkeys(children) if child_of(one).nationalities == {"MX"}), "")


def _told_of(child: str) -> Mention:
    """What the shelters' list says of a child, as their family would say it."""
    listed = Membership.objects.standing().filter(agency="orr", person__public_id=child)
    (row,) = newest_rows(list(listed.values_list("agency", "record_id")))[:1]
    return mention_from(facts_of([row])[row.pk], row.record)


def _agree(days: Days, since: int, family: Family, channel: CallChannel) -> Duty:
    return days.begin(
        "caso",
        since,
        "call_plan.agree_calls",
        family.child,
        call_relative=family.relative,
        call_child_agrees="yes",
        call_relative_agrees="yes",
        call_channel=channel,
        call_standard="daily",
        call_zone="us_central",
        call_their_zone="guatemala",
        call_language="español",
        call_basis="The names of both sides of the family agree; the match waits for its verifier.",
    )


def _they_talk(days: Days, family: Family) -> None:
    """They speak, once nobody answers, once nobody tries; tomorrow they speak again."""
    plan = _agree(days, 6, family, CallChannel.VIDEO)
    went = (
        (5, CallOutcome.SPOKE, CallBarrier.NONE),
        (4, CallOutcome.NO_ANSWER, CallBarrier.NO_LINE),
        (3, CallOutcome.SPOKE, CallBarrier.NONE),
        (2, CallOutcome.NOT_HELD, CallBarrier.NO_STAFF),
        (1, CallOutcome.SPOKE, CallBarrier.NONE),
    )
    for ago, outcome, barrier in went:
        call = CallLogged(
            call_on=days.day(ago),
            call_began="10:00",
            call_ended="10:12" if outcome is CallOutcome.SPOKE else "",
            call_channel=CallChannel.VIDEO,
            call_outcome=outcome,
            call_free=Answer.YES,
            call_barrier=barrier,
        )
        log_call(plan, call, days.doer("albergue", ago - 1))
    tomorrow = CallArranged(
        call_on=days.day(-1), call_began="10:00", call_ended="10:30", call_channel=CallChannel.VIDEO
    )
    arrange_call(plan, tomorrow, days.doer("albergue"))


def _nobody_answers(days: Days, family: Family) -> None:
    """Nine days without a word: contact is overdue, and their silence an alarm."""
    plan = _agree(days, 9, family, CallChannel.PHONE)
    for ago in (7, 4, 2):
        call = CallLogged(
            call_on=days.day(ago),
            call_began="18:00",
            call_channel=CallChannel.PHONE,
            call_outcome=CallOutcome.NO_ANSWER,
            call_barrier=CallBarrier.WRONG_NUMBER,
        )
        log_call(plan, call, days.doer("albergue", ago - 1))


def _screening(days: Days, ago: int, **answers: str) -> dict[str, object]:
    """What is asked before any consulate is told."""
    asked = {"gate_asylum": "no", "gate_trafficking": "no", "gate_fear": "no", "wants_notice": "yes"} | answers
    return {"on": days.day(ago), "gate_asked_by": "OPI", "alone": "yes", "language": "español", **asked}


def _a_notice_is_withheld(days: Days, child: str) -> None:
    owed = {"notice_ground": "minor", "held_since": days.day(4), "held_in": "US"}
    notice = days.begin("caso", 3, "notice.notice_owe", child, **owed)
    days.go_on("opi", 2, notice, "notice_screen", **_screening(days, 3, gate_fear="yes", wants_notice="no"))
    set_gate(child, Gate.CLOSED, "She fears the authorities of her country.", by=BY, at=days.ago(2))
    days.go_on(
        "opi",
        1,
        notice,
        "notice_withhold",
        withheld_for="fears_authorities",
        told_instead="child_protection",
        reasons="She says why herself, alone and in her language; the Procuraduría protects her meanwhile.",
        review_on=days.day(-20),
    )


def _a_notice_is_late(days: Days, child: str) -> None:
    owed = {"notice_ground": "minor", "held_since": days.day(6), "held_in": "US", "consular_need": "very_young"}
    days.begin("caso", 5, "notice.notice_owe", child, **owed)


def _others_are_asked(days: Days, child: str) -> None:
    """Of one agency an answer is overdue; another has taken it on."""
    days.begin(
        "caso",
        4,
        "referral.referral_send",
        child,
        asked="dif",
        referral_service="home_visit",
        referral_urgency="soon",
        referral_region="Huehuetenango",
        referral_language="mam",
        referral_basis="best_interests",
        referral_asked="A visit to the home to which the child would go, by somebody who speaks the language.",
    )
    legal = days.begin(
        "caso",
        3,
        "referral.referral_send",
        child,
        asked="dif",
        referral_service="best_interests",
        referral_basis="law",
        referral_asked="To take part in the panel on what is best for the child.",
    )
    days.go_on("opi", 1, legal, "referral_accept", referral_until=days.day(-10))


def _care_is_given(days: Days, child: str) -> None:
    given = {"care_service": "information", "care_given_on": days.day(2), "care_by": "Rosa Paz"}
    days.begin("albergue", 1, "service.care_give_now", child, **given)
    days.begin("albergue", 3, "service.care_plan", child, care_service="clothing", care_planned_for=days.day(2))
    refused = {"care_service": "education", "care_refused_on": days.day(1), "care_refusal": "no_interpreter"}
    days.begin("albergue", 0, "service.care_refuse_now", child, **refused)
    rounds = days.begin("caso", 9, "follow_up_care.aftercare_plan", child, care_first_round=days.day(8))
    seen = {"care_round_on": days.day(8), "care_seen": "yes", "care_going": "same", "care_next_round": days.day(1)}
    days.go_on("caso", 7, rounds, "aftercare_round", **seen)
    days.begin("caso", 1, "need.need_find", child, need_code="cr_ne", need_since=days.day(5))
    assign(days.staff["salud"], child, by=BY, at=days.since)
    checked = {"care_health": "check", "care_given_on": days.day(1), "care_remarks": "Sleeps badly; eats."}
    days.begin("salud", 0, "health_service.care_give_now", child, **checked)


def _a_court_is_waited_for(days: Days, child: str) -> None:
    assign(days.staff["defiende"], child, by=BY, at=days.since)
    _agrees(days, child, "defensa", Purpose.LEGAL_AID, Topic.LEGAL)
    hearing = {"legal_matter": "removal", "country": "US", "on": days.day(-6), "at": "09:00"}
    days.begin("caso", 2, "hearing.hearing_set", child, **hearing, court="Harlingen", language="español")
    sought = {"legal_matter": "removal", "country": "US", "on": days.day(2), "next_try": days.day(-1)}
    days.begin("caso", 2, "representation.counsel_sought", child, **sought, language="español", asked_of="ProBAR")


def _rights_are_violated(days: Days, child: str) -> None:
    """With the consent of whom it happened to; who refers it is assigned."""
    assign(days.staff["derechos"], child, by=BY, at=days.since)
    _agrees(days, child, "cndh", Purpose.HUMAN_RIGHTS, Topic.PROTECTION, Topic.LEGAL)
    violation = days.begin(
        "derechos",
        0,
        "violation.violation_record",
        child,
        rights_type="family_separation",
        rights_on=f"{days.day(40):%Y-%m}",
        rights_place="McAllen, Texas",
        rights_authority="Border Patrol",
        rights_facts="The child was taken from the parent without being told where the parent was taken.",
        rights_source="child",
    )
    evidence = {"rights_evidence": "testimony", "rights_described": "What the child told, in their own words."}
    days.go_on("derechos", 0, violation, "violation_evidence", **evidence, rights_source="child")
    said = {"rights_consent_by": "child", "rights_consent_on": days.day(1), "rights_language": "español"}
    days.go_on("derechos", 0, violation, "violation_consent", **said, rights_to_cndh="yes", rights_to_iachr="yes")
    days.begin(
        "derechos",
        0,
        "rights_referral.rights_prepare",
        child,
        rights_body="cndh",
        rights_summary="A child was separated from a parent at the border, and hasn't spoken with them since.",
        rights_requested="That the two are brought together, and that contact begins at once.",
    )


def _agrees(days: Days, child: str, agency: str, purpose: Purpose, *topics: Topic) -> None:
    """The child agrees that this agency may know who they are, and of these topics what is protected."""
    willing = ConsentStated(
        person=child,
        purpose=purpose,
        recipient=agency_of(agency),
        levels=WHO | {Level.PROTECTED} if topics else WHO,
        topics=frozenset(topics),
        basis=Basis.PERSON,
        language="spa",
    )
    record_consent(willing, by=BY, at=days.since)


def _a_child_returns(days: Days, child: str) -> None:
    """A child of Mexico: the consulate is told, and the crossing is planned."""
    for login in ("caso", "supervisa", "opi", "consul"):
        assign(days.staff[login], child, by=BY, at=days.since)
    _agrees(days, child, "consulado_mx", Purpose.CONSULAR_PROTECTION)
    set_gate(child, Gate.OPEN, "Asked alone: no fear, no asylum, no trafficking.", by=BY, at=days.ago(3))
    notice = days.begin(
        "caso", 4, "notice.notice_owe", child, notice_ground="minor", held_since=days.day(5), held_in="US"
    )
    days.go_on("opi", 3, notice, "notice_screen", **_screening(days, 4))
    told = {"consular_post": "MX McAllen", "told_by": "Elena Ruiz", "notice_way": "telephone"}
    days.go_on("caso", 2, notice, "notice_make", on=days.day(3), **told)
    days.begin(
        "caso",
        2,
        "consular_case.case_told",
        child,
        asked="consulado_mx",
        asked_of_consulate="return",
        language="español",
    )
    returned = days.begin(
        "caso",
        3,
        "return.return_screened",
        child,
        sends="US",
        takes="MX",
        apprehended_on=days.day(5),
        on=days.day(4),
        screened_by="Elena Ruiz",
        language="español",
        speaks_it="yes",
        trafficked="no",
        at_risk="no",
        fears="no",
        able="yes",
        overcomes_age="Asked alone and twice, with counsel: says the same, and why.",
        screening_basis="Interview of an hour; the family was spoken with.",
    )
    ground = {"ground": "voluntary_departure", "authority": "Immigration judge, Harlingen", "on": days.day(2)}
    heard = {"child_heard": "yes", "reasons": "The child wants to go home, where both parents wait."}
    days.go_on("supervisa", 1, returned, "return_decided", **ground, **heard)
    crossing = {"border_port": "hidalgo", "on": days.day(-2), "at": "10:00", "border_receiver": "consul"}
    office = {"receiving_office": "Consulado de México en McAllen", "escort": "Elena Ruiz"}
    days.go_on("caso", 0, returned, "return_planned", **crossing, **office)


def _agencies_meet(days: Days) -> None:
    """A group of four agencies: one meeting with its minutes, and three joint actions, one of which is late."""
    chair = days.doer("supervisa", 9)
    founding = Founding(
        name="Contact at the border", aim="Every child speaks with their family daily.", chair=chair.officer
    )
    group = found_group(founding, chair)
    for code in ("dif", "consulado_mx", "cndh"):
        add_member(group, agency_of(code), chair)
    for login in ("supervisa", "supervisa.dif", "consul", "derechos"):
        say_sharing(group, frozenset({GroupShare.FIGURES, GroupShare.PROCEDURES}), days.doer(login, 9))
    agenda = {"meeting_channel": "video", "meeting_agenda": "Who calls on weekends; interpreters of Mam and K'iche'."}
    meeting = call_meeting(
        group, {"meeting_on": days.day(7), "meeting_at": "09:00", **agenda}, days.doer("supervisa", 8)
    )
    minutes = {
        "meeting_participants": "ORR, DIF, the consulate, CNDH",
        "meeting_minutes": "Weekends are short of staff.",
    }
    days.go_on("supervisa", 6, meeting, "meeting_hold", meeting_held_on=days.day(7), **minutes)
    decided = {"meeting_decision": "Two officers take calls on weekends.", "meeting_agreed_by": "all"}
    days.go_on("supervisa", 6, meeting, "meeting_decide", **decided)
    for code, what, due in (
        ("orr", "A roster of weekend calls", 1),
        ("dif", "A list of interpreters", -5),
        ("consulado_mx", "Numbers of families reached", -2),
    ):
        given = {"joint_what": what, "joint_due": days.day(due)}
        give_action(group, agency_of(code), given, days.doer("supervisa", 6))


def _the_desk_takes_a_call(days: Days, child: str) -> None:
    """A relative calls; what they say is passed on to whoever works for the child, and the desk learns nothing."""
    told = _told_of(child)
    days.begin(
        "linea",
        0,
        "desk_call.take_call",
        desk_caller="Somebody from Huehuetenango",
        desk_relation="other_relative",
        desk_phone="+502 5550 0143",
        desk_language="mam",
        desk_asked="The child's second surname, and the name of the youngest brother.",
        desk_answered="Both, at once.",
        desk_verified="yes",
        desk_child_given=told.given_names or told.full_name,
        desk_child_surnames=told.surnames or f"{told.first_surname} {told.second_surname}".strip(),
        desk_child_born=f"{told.birth.year}" if told.birth else "",
        desk_message="I am at home, and I am well.",
        desk_zone="guatemala",
        desk_back_on=days.day(-1),
        desk_back_at="17:00",
    )
    shifts = [read_shift(weekday, "08:00-16:00") for weekday in range(5)]
    cover = CoverStated(state="MX-TAM", languages=frozenset({"spa", "mam"}), shifts=shifts)
    set_cover(days.staff["opi"], cover, by=BY, at=days.since)
