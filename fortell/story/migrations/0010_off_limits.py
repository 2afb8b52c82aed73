import fortell.privacy.vault.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('story', '0009_people_named'),
    ]

    operations = [
        migrations.AddField(
            model_name='memoir',
            name='off_limits',
            field=fortell.privacy.vault.fields.SealedField(null=True),
        ),
    ]
