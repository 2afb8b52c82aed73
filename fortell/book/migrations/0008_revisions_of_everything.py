import django.db.models.deletion
from django.db import migrations, models

from fortell.privacy.vault.fields import SealedField


def number_by_time(apps, schema_editor):
    """Revisions that are there already, in the order in which they were made: each text is that of the one before."""
    numbers, before = {}, {}
    revisions = apps.get_model("book", "Revision").objects
    rows = revisions.order_by("replaced_at", "version")
    for row in rows.only("id", "memoir_id", "passage_id", "replaced_by", "replaced_at").iterator():
        numbers[row.memoir_id] = numbers.get(row.memoir_id, 0) + 1
        by, at = before.get(row.passage_id, (None, None))
        revisions.filter(id=row.id).update(number=numbers[row.memoir_id], before_by=by, before_at=at)
        before[row.passage_id] = row.replaced_by, row.replaced_at


class Migration(migrations.Migration):
    """A revision can be of more than a passage's words, and has its place among all of its memoir."""

    dependencies = [("book", "0007_scenes_told_twice")]

    operations = [
        migrations.AddField("revision", "number", models.PositiveIntegerField(default=0)),
        migrations.AddField(
            "revision",
            "kind",
            models.CharField(
                choices=[("words", "Words"), ("order", "Order"), ("put-back", "Put Back"), ("dial", "Dial"), ("heading", "Heading")],
                default="words",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            "revision",
            "passage",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="revisions", to="book.passage"
            ),
        ),
        migrations.AlterField("revision", "version", models.PositiveIntegerField(default=0)),
        migrations.AlterField("revision", "body", SealedField(null=True)),
        migrations.AddField("revision", "before_by", models.UUIDField(null=True)),
        migrations.AddField("revision", "before_at", models.DateTimeField(null=True)),
        migrations.AddField("revision", "state", SealedField(null=True)),
        migrations.AddField("revision", "undoes", models.PositiveIntegerField(null=True)),
        migrations.AlterModelOptions("revision", options={"ordering": ("number",)}),
        migrations.RunPython(number_by_time, migrations.RunPython.noop),
        migrations.AddIndex(
            "revision", models.Index(fields=["memoir", "number"], name="revision_by_number"),
        ),
    ]
