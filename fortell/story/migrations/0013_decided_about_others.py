import fortell.privacy.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('story', '0012_letters_by_mail'),
    ]

    operations = [
        migrations.AddField(
            model_name='memoir',
            name='decided',
            field=fortell.privacy.vault.fields.SealedField(null=True),
        ),
    ]
