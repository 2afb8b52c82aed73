from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0008_what_falls_due'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='objection',
            index=models.Index(fields=['withdrawn_at'], name='objection_withdrawn'),
        ),
        migrations.AddIndex(
            model_name='recipientnotice',
            index=models.Index(fields=['told_at'], name='recipient_told'),
        ),
        migrations.AddIndex(
            model_name='restriction',
            index=models.Index(fields=['lifted_at'], name='restriction_lifted'),
        ),
        migrations.AddIndex(
            model_name='rightsrequest',
            index=models.Index(fields=['closed_at'], name='request_closed'),
        ),
    ]
