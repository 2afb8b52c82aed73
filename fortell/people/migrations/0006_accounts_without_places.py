from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0005_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='account',
            name='placeless_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='account',
            index=models.Index(condition=models.Q(('placeless_since__isnull', False)), fields=['placeless_since'], name='account_placeless'),
        ),
    ]
