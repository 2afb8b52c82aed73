from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0003_what_falls_due'),
    ]

    operations = [
        migrations.AddField(
            model_name='link',
            name='asks_word',
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddField(
            model_name='link',
            name='wrong_words',
            field=models.PositiveSmallIntegerField(default=0, db_default=0),
        ),
        migrations.AddField(
            model_name='link',
            name='wait_until',
            field=models.DateTimeField(null=True),
        ),
    ]
