"""What was ever proposed of a record, and what people decided of it, is found without reading all that there is."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Indexes alone: no table is rebuilt, and the guards against deletion stay on them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("records", "0017_extents")]
    operations: ClassVar[list[Operation]] = [
        migrations.RemoveIndex(model_name="identityproposal", name="identities_by_left"),
        migrations.AddIndex(
            model_name="identityproposal",
            index=models.Index(fields=["left_record_id"], name="identities_by_left"),
        ),
        migrations.AddIndex(
            model_name="judgement", index=models.Index(fields=["left_thread"], name="judgements_by_left")
        ),
        migrations.AddIndex(
            model_name="judgement", index=models.Index(fields=["right_thread"], name="judgements_by_right")
        ),
    ]
