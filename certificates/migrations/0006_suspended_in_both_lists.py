from django.db import migrations
from django.utils import timezone


def sign_anew(apps, schema_editor):
    """Lists of revocation published before name no suspended award: the duty that looks after stale lists signs them anew."""
    published = apps.get_model("certificates", "PublishedStatus")
    published.objects.filter(purpose="revocation", stale_since=None).update(stale_since=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ("certificates", "0005_desk_withdrawal_answer"),
    ]

    operations = [
        migrations.RunPython(sign_anew, migrations.RunPython.noop),
    ]
