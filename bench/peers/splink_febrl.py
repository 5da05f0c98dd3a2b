# mypy: disable-error-code="import-not-found"
"""Splink on Febrl: `python -m bench.peers.splink_febrl RECORDS.parquet [RECORDS.parquet] CLUSTERS.csv`.

Comparisons as in Splink's guide and two of the address, blocking rules much like its own, the threshold the best over
all four sets. Two files are linked, one is searched for duplicates.
"""

import sys

import splink.comparison_library as comparisons
from splink import SettingsCreator, block_on

from bench.peers.splink_recipe import Recipe, run

PREPARED = "create table records as select * exclude (rec_id), rec_id as unique_id from source"
FILES_AND_OUT = 3


def settings(link_type: str) -> SettingsCreator:
    """One recipe for linking and for finding duplicates."""
    return SettingsCreator(
        link_type=link_type,
        blocking_rules_to_generate_predictions=[
            block_on("soc_sec_id"),
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("postcode", "surname"),
            block_on("postcode", "given_name"),
            block_on("street_number", "postcode"),
            block_on("address_1", "suburb"),
            "l.given_name = r.surname and l.surname = r.given_name",
        ],
        comparisons=[
            comparisons.NameComparison("given_name"),
            comparisons.NameComparison("surname"),
            comparisons.DateOfBirthComparison(
                "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
            ),
            comparisons.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
            comparisons.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            comparisons.LevenshteinAtThresholds("postcode", [1, 2]),
            comparisons.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
            comparisons.JaroWinklerAtThresholds("suburb", [0.9]),
        ],
        retain_matching_columns=False,
    )


def main() -> None:
    """Link two files, or search one."""
    linking = sum(word.endswith((".parquet", ".csv")) for word in sys.argv[1:]) == FILES_AND_OUT
    run(
        Recipe(
            settings=settings("link_only" if linking else "dedupe_only"),
            prepare=PREPARED,
            sure=[
                "l.soc_sec_id = r.soc_sec_id and l.date_of_birth = r.date_of_birth",
                "l.given_name = r.given_name and l.surname = r.surname and l.date_of_birth = r.date_of_birth",
                "l.given_name = r.given_name and l.surname = r.surname and l.address_1 = r.address_1",
            ],
            recall=0.8,
            train_on=[block_on("date_of_birth"), block_on("postcode")],
            threshold=0.5,
        )
    )


if __name__ == "__main__":
    main()
