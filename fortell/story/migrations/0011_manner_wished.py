import fortell.privacy.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('story', '0010_off_limits'),
    ]

    operations = [
        migrations.AddField(
            model_name='memoir',
            name='manner_wished',
            field=fortell.privacy.vault.fields.SealedField(null=True),
        ),
    ]
