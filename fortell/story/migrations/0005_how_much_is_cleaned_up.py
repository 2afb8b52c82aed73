from django.db import migrations, models

DIALS = [("verbatim", "Verbatim"), ("light", "Light"), ("readable", "Readable")]


class Migration(migrations.Migration):
    """Each memoir has a dial of the clean-up. Those that stand keep every word until their owner chooses otherwise."""

    dependencies = [("story", "0004_transcripts")]

    operations = [
        migrations.AddField(
            model_name="memoir",
            name="dial",
            field=models.CharField(choices=DIALS, db_default="verbatim", default="light", max_length=8),
        ),
        migrations.AlterField(
            model_name="memoir",
            name="dial",
            field=models.CharField(choices=DIALS, db_default="light", default="light", max_length=8),
        ),
    ]
