import django.db.models.deletion
import fortell.kit.clock
import fortell.kit.ids
import fortell.privacy.vault.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_asking_for_the_word'),
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=fortell.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('email', models.CharField(max_length=254, unique=True)),
                ('name', fortell.privacy.vault.fields.SealedField()),
                ('language', models.CharField(max_length=2)),
                ('made_at', models.DateTimeField(default=fortell.kit.clock.now)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EntryCode',
            fields=[
                ('id', models.UUIDField(default=fortell.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('scope', models.UUIDField(db_index=True, null=True)),
                ('email', models.CharField(default='', max_length=254)),
                ('language', models.CharField(max_length=2)),
                ('code', fortell.privacy.vault.fields.SealedField(null=True)),
                ('secret_hash', models.BinaryField(max_length=32, unique=True)),
                ('asked_at', models.DateTimeField(db_index=True, default=fortell.kit.clock.now)),
                ('lettered_at', models.DateTimeField(null=True)),
                ('spent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='people.account')),
                ('member', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, to='people.member')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Keeping',
            fields=[
                ('id', models.UUIDField(default=fortell.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField(default=fortell.kit.clock.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keepings', to='people.account')),
                ('member', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='keeping', to='people.member')),
            ],
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.UUIDField(default=fortell.kit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('secret_hash', models.BinaryField(max_length=32, unique=True)),
                ('kind', models.CharField(choices=[('phone', 'Phone'), ('tablet', 'Tablet'), ('computer', 'Computer')], max_length=8)),
                ('begun_at', models.DateTimeField(default=fortell.kit.clock.now)),
                ('seen_on', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='people.account')),
            ],
        ),
        migrations.AddField(
            model_name='device',
            name='session',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='people.session'),
        ),
        migrations.AddIndex(
            model_name='session',
            index=models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['ended_at'], name='session_ended'),
        ),
    ]
