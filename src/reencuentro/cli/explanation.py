"""An explanation at a terminal: who the two are, each fact in bits, who else was weighed, and whom to ask."""

from collections.abc import Mapping
from pathlib import Path

from rich.table import Table
from rich.text import Text

from reencuentro.cli.output import console, shown
from reencuentro.linkage.explanations import Explanation
from reencuentro.linkage.families import REPORTED
from reencuentro.linkage.proofs import IN_DOUBT
from reencuentro.records.proposals import Named
from reencuentro.reports import explanation_words as words
from reencuentro.reports.explaining import Answer, Explained, asking_words, decision_words
from reencuentro.reports.waterfall import waterfall
from reencuentro.reports.words import Language, explanation_text, share_text


def draw(one: Explanation, file: Path, language: Language, *, quiet: bool) -> None:
    """Write the waterfall to the file and, unless told to be quiet, say so."""
    file.write_text(waterfall(one, language), encoding="utf-8")
    if not quiet:
        about = words.statement(one, language)
        console.print()
        console.print(_shown(explanation_text("drawn", language, file=str(file), about=about)))


def print_explained(told: Explained, names: Mapping[str, tuple[str, ...]], language: Language) -> None:
    """The whole answer; names: of each person, as this is for the eyes of whoever may see the registry."""
    sides = (told.left,) if told.one_person else (told.left, told.right)
    for side in sides:
        console.print(_shown(_side(side, names[side.person_id], language), "bold"))
    said = [*_opening(told, language), *(decision_words(one, language) for one in told.decisions)]
    if said:
        console.print()
    for sentence in said:
        console.print(_shown(sentence))
    for answer in told.answers:
        console.print()
        _print_answer(answer, language)


def _side(side: Named, names: tuple[str, ...], language: Language) -> str:
    kind = explanation_text("child" if side.is_minor else "adult", language)
    return "  ".join(filter(None, (side.person_id, kind, "; ".join(map(":".join, side.records)), " / ".join(names))))


def _opening(told: Explained, language: Language) -> list[str]:
    """What kind of answer follows; where there is none, why, and what could be done."""
    person, links = told.left.person_id, len(told.answers)
    if told.one_person and not links:
        key = "alone" if len(told.left.records) == 1 else "linkless"
        return [explanation_text(key, language, person=person)]
    if told.one_person:
        return [explanation_text("chain_one" if links == 1 else "chain_many", language, person=person, n=str(links))]
    if told.answers:
        return []
    least = {"tie": share_text(REPORTED, language), "same": share_text(IN_DOUBT, language)}
    return [
        explanation_text("never", language, left=person, right=told.right.person_id),
        explanation_text("never_why", language, **least),
        explanation_text("never_do", language),
    ]


def _print_answer(answer: Answer, language: Language) -> None:
    one = answer.explanation
    console.print(_shown(f"{words.statement(one, language)}: {words.standing(one, language)}", "bold"))
    console.print(_table(answer, language))
    console.print(_shown(words.silence_words(one, language)))
    _print_alternatives(answer, language)
    if deciding := words.deciding_words(one, language):
        console.print(_shown(deciding, "bold"))
    for who in answer.ask:
        console.print(_shown(f"  {asking_words(who, language)}"))


def _table(answer: Answer, language: Language) -> Table:
    table = Table(box=None, pad_edge=True)
    table.add_column(explanation_text("bits", language), justify="right")
    table.add_column("", overflow="fold")
    for step in words.steps(answer.explanation, language):
        table.add_row(words.bits_text(step.bits), _shown(step.words))
    end = answer.explanation.end
    table.add_row(words.bits_text(end), _shown(words.end_words(answer.explanation, language)), style="bold")
    return table


def _print_alternatives(answer: Answer, language: Language) -> None:
    one = answer.explanation
    if not one.alternatives:
        console.print(_shown(explanation_text("no_alternatives", language)))
        return
    console.print(_shown(explanation_text("alternatives", language)))
    for other in one.alternatives:
        first, *reasons = words.alternative_words(one, other, language)
        console.print(_shown(f"  {first}"))
        for reason in reasons:
            console.print(_shown(f"    {reason}"))


def _shown(text: str, style: str = "") -> Text:
    """Text in which nothing is markup: a key may hold brackets."""
    return Text(shown(text), style=style)
