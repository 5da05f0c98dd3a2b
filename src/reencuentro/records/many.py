"""Many values as one parameter of a query: to prepare a hundred of them one by one costs more than the query does."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Lookup


class Among(Lookup):
    """`filter(among("field", values))`: as `field__in`, for texts, whatever their number."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """One parameter on either database."""
        column, params = self.process_lhs(compiler, connection)
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*params, self.rhs]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*params, json.dumps(self.rhs)]  # noqa: S608 - Django's own name of the column


def among(field: str, values: Iterable[str]) -> Among:
    """Where the field is one of these texts."""
    return Among(F(field), sorted(set(values)))
