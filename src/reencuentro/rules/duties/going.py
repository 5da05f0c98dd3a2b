"""How a duty goes on: the form that is handed in with a step, what would be broken by it, and why it can't be taken."""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from reencuentro.errors import ReencuentroError
from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step


class DutyError(ReencuentroError):
    """A step of a duty that can't be taken as asked. broken: the rules that stand against it, each with its source."""

    def __init__(self, problem: str, *, remedy: str = "", broken: Sequence[Broken] = ()) -> None:
        super().__init__(problem, remedy=remedy)
        self.broken = tuple(broken)


def handed_in(step: Step, boxes: Mapping[str, object]) -> Filled:
    """The form as it is handed in. Raises pydantic's ValidationError, box by box."""
    return step.shape.model_validate(boxes)


def as_kept(step: Step, boxes: Mapping[str, object]) -> Filled | None:
    """The form as it was kept; None for one that can't be opened any more, or not be read as it was meant."""
    if not boxes and step.shape.model_fields:
        return None
    try:
        return step.shape.model_validate(boxes)
    except ValidationError:
        return None


def broken_by(definition: Definition, step: Step, form: Filled, known: Known) -> tuple[Broken, ...]:
    """Every rule that the step would break; empty where it may be taken."""
    same = step.second and bool(known.history) and known.history[-1].officer == known.doer.id
    own = (Broken(rule="second_officer"),) if same else ()
    return (*own, *definition.check(step, form, known))


def require_unbroken(definition: Definition, step: Step, form: Filled, known: Known) -> None:
    """Raises DutyError where the step would break a rule."""
    if broken := broken_by(definition, step, form, known):
        rules = ", ".join(dict.fromkeys(one.rule for one in broken))
        sources = "; ".join(dict.fromkeys(one.source for one in broken if one.source))
        raise DutyError(
            f"the step would break: {rules}",
            remedy=f"Put right what the rule asks for{f' ({sources})' if sources else ''}.",
            broken=broken,
        )
