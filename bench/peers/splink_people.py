# mypy: disable-error-code="import-not-found"
"""Splink on people with two surnames: `python -m bench.peers.splink_people PEOPLE.parquet CLUSTERS.csv`.

Tuned by hand on people_100k for pairwise F1: blocking rules that survive one error each, levels of agreement for names
that lose a part, swap or run together, dates by what goes wrong with dates; threshold the best of a grid. Relatives'
names were tried as further columns and left out: siblings share them, and F1 fell from .911 to .904.
"""

import splink.comparison_level_library as levels
import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on

from bench.peers.splink_recipe import Recipe, run

# Splink compares columns: parts of names and keys that survive a slip are made before, as its guide advises.
PREPARED = """
create table records as
with parts as (
    select *, string_split(given, ' ') as givens,
        string_split(trim(surname1 || ' ' || coalesce(surname2, '')), ' ') as surnames
    from source
)
select rec_id as unique_id, given, givens[1] as given1, givens[2] as given2,
    surnames[1] as first, surnames[2] as second, array_to_string(surnames, '') as joined,
    sex, dob, left(dob, 4) as year, right(dob, 5) as month_day,
    left(dob, 4) || '-' || right(dob, 2) || '-' || substr(dob, 6, 2) as swapped_dob,
    adm2, nid, sound(surnames[1]) as sound, sound(givens[1]) as sound_given
from parts
"""
SOUND = """
create macro plain(name) as translate(replace(replace(name, 'QU', 'K'), 'LL', 'Y'), 'ZVCXGAEIOUHW', 'SBSJJ');
create macro sound(name) as left(name, 1) || array_to_string(
    list_filter(string_split(plain(name[2:]), ''), lambda x, i: i = 1 or x <> plain(name[2:])[i - 1]), '')
"""
CHANGED = "given1_l = first_r or first_l = given1_r"


def given_names() -> comparisons.CustomComparison:
    """Given names: whole, first or second alone, nearly, or one as the other's second."""
    return comparisons.CustomComparison(
        output_column_name="given",
        comparison_levels=[
            levels.NullLevel("given"),
            levels.ExactMatchLevel("given", term_frequency_adjustments=True),
            levels.ExactMatchLevel("given1", term_frequency_adjustments=True),
            levels.JaroWinklerLevel("given", 0.92),
            levels.CustomLevel("given1_l = given2_r or given2_l = given1_r or given2_l = given2_r"),
            levels.JaroWinklerLevel("given1", 0.88),
            levels.CustomLevel(f"({CHANGED})"),
            levels.CustomLevel(
                "left(given1_l, 1) = left(given1_r, 1) and (length(given1_l) = 1 or length(given1_r) = 1)"
            ),
            levels.JaroWinklerLevel("given1", 0.75),
            levels.ElseLevel(),
        ],
    )


def surnames() -> comparisons.CustomComparison:
    """The first surname: the same, nearly, fused with the second, or in its place."""
    return comparisons.CustomComparison(
        output_column_name="first",
        comparison_levels=[
            levels.NullLevel("first"),
            levels.ExactMatchLevel("first", term_frequency_adjustments=True),
            levels.JaroWinklerLevel("first", 0.92),
            levels.CustomLevel(f"({CHANGED})"),
            levels.CustomLevel("joined_l = joined_r"),
            levels.CustomLevel("first_l = second_r and coalesce(first_r = second_l, true)"),
            levels.CustomLevel("first_r = second_l"),
            levels.JaroWinklerLevel("first", 0.8),
            levels.ElseLevel(),
        ],
    )


def second_surname() -> comparisons.CustomComparison:
    """The second surname, which many rosters drop."""
    return comparisons.CustomComparison(
        output_column_name="second",
        comparison_levels=[
            levels.NullLevel("second"),
            levels.ExactMatchLevel("second", term_frequency_adjustments=True),
            levels.JaroWinklerLevel("second", 0.92),
            levels.CustomLevel("first_l = second_r or first_r = second_l"),
            levels.JaroWinklerLevel("second", 0.8),
            levels.ElseLevel(),
        ],
    )


def birth() -> comparisons.CustomComparison:
    """The date of birth: the same, day and month swapped, 1 January, one digit off, the year alone."""
    return comparisons.CustomComparison(
        output_column_name="dob",
        comparison_levels=[
            levels.NullLevel("dob"),
            levels.CustomLevel("dob_l = dob_r and month_day_l <> '01-01'"),
            levels.CustomLevel("dob_l = swapped_dob_r"),
            levels.CustomLevel("year_l = year_r and (month_day_l = '01-01' or month_day_r = '01-01')"),
            levels.DamerauLevenshteinLevel("dob", 1),
            levels.CustomLevel("month_day_l = month_day_r"),
            levels.CustomLevel("year_l = year_r"),
            levels.CustomLevel("abs(try_cast(year_l as int) - try_cast(year_r as int)) <= 1"),
            levels.ElseLevel(),
        ],
    )


SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=[
        block_on("nid"),
        block_on("dob", "first"),
        block_on("dob", "given1"),
        block_on("dob", "second"),
        block_on("dob", "sound"),
        block_on("given1", "first", "second"),
        block_on("given1", "first", "year"),
        block_on("sound_given", "sound", "year"),
        block_on("given1", "second", "year"),
        block_on("first", "second", "year"),
        block_on("given1", "first", "adm2"),
        block_on("given2", "first", "year"),
        block_on("sound_given", "year", "adm2"),
        block_on("sound_given", "sound", "adm2"),
        "l.given1 = r.first and l.first = r.given1",
        "l.given1 = r.given1 and l.first = r.second and l.second = r.first",
        "l.given1 = r.given1 and l.dob = r.swapped_dob",
    ],
    comparisons=[
        given_names(),
        surnames(),
        second_surname(),
        birth(),
        comparisons.ExactMatch("sex"),
        comparisons.CustomComparison(
            output_column_name="adm2",
            comparison_levels=[
                levels.NullLevel("adm2"),
                levels.ExactMatchLevel("adm2", term_frequency_adjustments=True),
                levels.CustomLevel("left(adm2_l, 4) = left(adm2_r, 4)"),
                levels.ElseLevel(),
            ],
        ),
        comparisons.LevenshteinAtThresholds("nid", [1]),
    ],
    retain_matching_columns=False,
    retain_intermediate_calculation_columns=False,
)


RECIPE = Recipe(
    settings=SETTINGS,
    prepare=PREPARED,
    sure=["l.nid = r.nid", "l.given = r.given and l.first = r.first and l.dob = r.dob"],
    recall=0.6,
    train_on=[block_on("nid"), block_on("dob", "given1")],
    threshold=0.8,
    macros=SOUND,
)

if __name__ == "__main__":
    run(RECIPE)
