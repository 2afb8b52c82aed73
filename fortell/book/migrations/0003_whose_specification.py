from django.db import migrations, models


class Migration(migrations.Migration):
    """A proof is for one printer's specification; those that stand are for no printer in particular."""

    dependencies = [("book", "0002_what_falls_due")]

    operations = [
        migrations.RemoveConstraint(model_name="proof", name="proof_one_for_theme_and_trim"),
        migrations.AddField(
            model_name="proof", name="printer", field=models.CharField(default="general", max_length=40)
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(
                fields=("edition", "theme", "trim", "printer"), name="proof_one_for_a_printer"
            ),
        ),
    ]
