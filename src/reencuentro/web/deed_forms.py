"""The forms by which officers do something about a person; each deed takes what its form has understood."""

from collections.abc import Iterable
from enum import Enum
from typing import Any

from django import forms

from reencuentro.records.agencies import Agency
from reencuentro.records.consents import Basis
from reencuentro.records.officers import Officer
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.releases import APPROVING_ROLES
from reencuentro.rules.disclosure.vocabulary import Gate, Level, Purpose, Topic
from reencuentro.web.said import tongues
from reencuentro.web.words import said_later

_LONGEST = 2_000  # characters of a text in somebody's own words
_UNKNOWN_CHOICE = {"invalid_choice": said_later("choice_unknown")}  # without what was sent in its place
_NOTHING_CHOSEN: tuple[str, Any] = ("", "–")
_PROTECTED = (Topic.LOCATION, Topic.PROTECTION, Topic.HEALTH, Topic.LEGAL, Topic.NOTES)


class DeedForm(forms.Form):
    """What every deed about a person is asked with. viewer: who is asked."""

    def __init__(self, viewer: Viewer, data: Any = None) -> None:
        super().__init__(data)
        self.viewer = viewer
        self.fill(viewer)

    def fill(self, viewer: Viewer) -> None:
        """Puts in what can be chosen only once it is known who asks."""

    def choose(self, field: str, choices: Iterable[tuple[str, Any]]) -> None:
        """What can be chosen in a field; nothing is chosen beforehand."""
        chosen = self.fields[field]
        assert isinstance(chosen, forms.ChoiceField)  # noqa: S101 - our own forms
        chosen.choices = [_NOTHING_CHOSEN, *choices]


def _one(label: str, kind: type[Enum] | None = None, word: str = "", **options: Any) -> forms.TypedChoiceField:
    """One of our words, each called by `{word}_…`."""
    choices = [(str(one.value), said_later(f"{word}_{one.value}")) for one in kind or ()]
    if "widget" not in options:
        choices.insert(0, _NOTHING_CHOSEN)
    options = {"coerce": kind or str, "error_messages": _UNKNOWN_CHOICE, **options}
    return forms.TypedChoiceField(label=said_later(label), choices=choices, **options)


def _several(label: str, words: Iterable[Enum], word: str, **options: Any) -> forms.TypedMultipleChoiceField:
    choices = [(str(one.value), said_later(f"{word}_{one.value}")) for one in words]
    return forms.TypedMultipleChoiceField(
        label=said_later(label),
        choices=choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages=_UNKNOWN_CHOICE,
        **options,
    )


def _level(text: str) -> Level:
    return Level(int(text))


def _levels(label: str) -> forms.TypedMultipleChoiceField:
    return _several(label, Level, "level", coerce=_level, empty_value=[])


def _topics() -> forms.TypedMultipleChoiceField:
    return _several("deed_topics", _PROTECTED, "topic", coerce=Topic, empty_value=[], required=False)


def _words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=said_later(label), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 4}), **options
    )


def _agencies() -> list[tuple[str, str]]:
    """Every agency of which anybody has said what it is."""
    return list(Agency.objects.exclude(kind="").order_by("name").values_list("code", "name"))


class AssignForm(DeedForm):
    """Which officer of the own agency works for the person from now on."""

    officer = _one("deed_officer")

    def fill(self, viewer: Viewer) -> None:
        """The colleagues, by name."""
        colleagues = Officer.objects.filter(agency__code=viewer.facts.agency.code, is_active=True)
        self.choose("officer", [(one.login, one.full_name) for one in colleagues.order_by("full_name", "login")])


class ConsentForm(DeedForm):
    """Who may learn what about the person, for what, and who allowed it."""

    agency = _one("deed_consent_agency")
    use = _one("deed_consent_use", Purpose, "purpose")
    levels = _levels("deed_consent_levels")
    topics = _topics()
    basis = _one("deed_consent_basis", Basis, "basis", widget=forms.RadioSelect)
    language = _one("deed_consent_language", required=False)

    def fill(self, viewer: Viewer) -> None:
        """The agencies and the languages, by name."""
        self.choose("agency", _agencies())
        self.choose("language", tongues())

    def clean(self) -> dict[str, Any]:
        """Raises nothing: without the language in which it was explained, a consent not of a court stands as wrong."""
        cleaned = super().clean() or {}
        if cleaned.get("basis") not in (None, Basis.COURT) and not cleaned.get("language") and not self.errors:
            self.add_error("language", said_later("deed_consent_language_missing"))
        return cleaned


class WithholdForm(DeedForm):
    """To which agency nothing is shown of the person."""

    agency = _one("deed_withhold_agency")
    by_court = forms.BooleanField(label=said_later("deed_by_court"), required=False)

    def fill(self, viewer: Viewer) -> None:
        """The agencies, by name."""
        self.choose("agency", _agencies())


class GateForm(DeedForm):
    """Whether the consulate may learn of the person."""

    state = _one("deed_gate_state", Gate, "gate", widget=forms.RadioSelect)
    reason = _words("deed_gate_reason")


class ReleaseForm(DeedForm):
    """To whom the child goes."""

    adult = forms.CharField(label=said_later("deed_adult"), help_text=said_later("deed_adult_help"), max_length=60)


class ApproveForm(ReleaseForm):
    """That the child may go to this adult, and in which role the officer says so."""

    role = _one("deed_approve_role")
    for_claimant = forms.BooleanField(label=said_later("deed_for_claimant"), required=False)

    def fill(self, viewer: Viewer) -> None:
        """Those of the officer's roles in which releases are approved."""
        self.choose(
            "role", [(role.value, said_later(role.value)) for role in sorted(viewer.facts.roles & APPROVING_ROLES)]
        )


class EmergencyForm(DeedForm):
    """What can't wait, how much must be seen for it, and for how long."""

    reason = _words("emergency_reason", min_length=20, help_text=said_later("emergency_reason_help"))
    levels = _levels("emergency_levels")
    topics = _topics()
    minutes = forms.TypedChoiceField(
        label=said_later("emergency_how_long"),
        choices=[(str(one), said_later(f"minutes_{one}")) for one in (15, 60, 120, 240)],
        coerce=int,
        initial="60",
        widget=forms.RadioSelect,
        error_messages=_UNKNOWN_CHOICE,
    )
