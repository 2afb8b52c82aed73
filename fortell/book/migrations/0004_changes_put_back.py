from django.db import migrations

from fortell.privacy.vault.fields import SealedField


class Migration(migrations.Migration):
    """A draft knows which of the clean-up's changes somebody put back."""

    dependencies = [("book", "0003_whose_specification")]

    operations = [migrations.AddField(model_name="draft", name="put_back", field=SealedField(null=True))]
