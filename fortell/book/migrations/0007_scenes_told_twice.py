from django.db import migrations

from fortell.privacy.vault.fields import SealedField


class Migration(migrations.Migration):
    """A draft knows which answers tell the same scene, as people said."""

    dependencies = [("book", "0006_use_of_models")]

    operations = [migrations.AddField(model_name="draft", name="scenes", field=SealedField(null=True))]
