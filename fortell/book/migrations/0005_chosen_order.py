from django.db import migrations

from fortell.privacy.vault.fields import SealedField


class Migration(migrations.Migration):
    """A draft knows the order that people gave its chapters and passages."""

    dependencies = [("book", "0004_changes_put_back")]

    operations = [migrations.AddField(model_name="draft", name="order", field=SealedField(null=True))]
