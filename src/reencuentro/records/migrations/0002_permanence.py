"""What must last is guarded by the database itself."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from reencuentro.records.permanence import DELETE, UPDATE, keep_for_good


class Migration(migrations.Migration):
    """Rows as they came, judgements and the audit never change; ties are closed, never deleted."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0001_first")]
    operations: ClassVar[list[Operation]] = [
        keep_for_good("records_sourcerecord", [UPDATE, DELETE]),
        keep_for_good("records_judgement", [UPDATE, DELETE]),
        keep_for_good("records_auditentry", [UPDATE, DELETE]),
        keep_for_good("records_certifiedentry", [UPDATE, DELETE]),
        keep_for_good("records_tie", [DELETE]),
    ]
