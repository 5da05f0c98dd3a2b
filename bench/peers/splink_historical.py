# mypy: disable-error-code="import-not-found"
"""Splink on historical persons: `python -m bench.peers.splink_historical RECORDS.parquet CLUSTERS.csv`.

The recipe of Splink's own guide for such a set: ten blocking rules, its name, date and postcode comparisons, term
frequencies for place and occupation; only the threshold was chosen anew, the best of a grid.
"""

import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on

from bench.peers.splink_recipe import Recipe, run

PREPARED = """
create table records as
select unique_id, first_name, surname, first_name || ' ' || surname as first_name_surname_concat,
    dob, birth_place, postcode_fake, occupation
from source
"""
SETTINGS = SettingsCreator(
    link_type="dedupe_only",
    blocking_rules_to_generate_predictions=[
        block_on("substr(first_name, 1, 3)", "substr(surname, 1, 4)"),
        block_on("surname", "dob"),
        block_on("first_name", "dob"),
        block_on("postcode_fake", "first_name"),
        block_on("postcode_fake", "surname"),
        block_on("dob", "birth_place"),
        block_on("substr(postcode_fake, 1, 3)", "dob"),
        block_on("substr(postcode_fake, 1, 3)", "first_name"),
        block_on("substr(postcode_fake, 1, 3)", "surname"),
        block_on("substr(first_name, 1, 2)", "substr(surname, 1, 2)", "substr(dob, 1, 4)"),
    ],
    comparisons=[
        comparisons.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
        ),
        comparisons.DateOfBirthComparison("dob", input_is_string=True),
        comparisons.PostcodeComparison("postcode_fake"),
        comparisons.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        comparisons.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ],
    retain_matching_columns=False,
)
RECIPE = Recipe(
    settings=SETTINGS,
    prepare=PREPARED,
    sure=[
        "l.first_name = r.first_name and l.surname = r.surname and l.dob = r.dob",
        "substr(l.first_name, 1, 2) = substr(r.first_name, 1, 2) and l.surname = r.surname "
        "and substr(l.postcode_fake, 1, 2) = substr(r.postcode_fake, 1, 2)",
        "l.dob = r.dob and l.postcode_fake = r.postcode_fake",
    ],
    recall=0.6,
    train_on=[block_on("first_name", "surname"), block_on("dob")],
    threshold=0.99,
)

if __name__ == "__main__":
    run(RECIPE)
