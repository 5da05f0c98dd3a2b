"""Ours in memory: `python -m bench.looking.engine PEOPLE QUESTIONS ANSWERS.csv …`.

The file is read as `reencuentro link` reads it and an index is made of it; then one question after another.
"""

import gc
import sys
from pathlib import Path

from bench.looking.people import Question, questions
from bench.peers.laps import Laps
from bench.peers.lookups import answer_each, pairs_of
from reencuentro.interchange.people import Source, read_people
from reencuentro.linkage.lookup import Index
from reencuentro.linkage.tabular import columns_of_table


def main() -> None:
    """Read, index, ask."""
    laps = Laps()
    with laps.lap("build"):
        people = read_people([Source(Path(sys.argv[1]))])
        record_ids = people.record_ids.to_pylist()
        index = Index.of(columns_of_table(people.facts))
        del people
        gc.freeze()  # a million records needn't be looked through for rubbish time and again

    def ask(question: Question) -> list[str]:
        asked, relation = question.asked, question.relation
        found = index.relatives(asked, relation) if relation else index.find(asked)
        return [str(record_ids[one.record]) for one in found]

    for asked, out in pairs_of(sys.argv[2:]):
        answer_each(out, {one.number: one for one in questions(asked)}, ask)
    laps.tell()


if __name__ == "__main__":
    main()
