"""A text that an erratum brings is searched too: the search text of its node is frozen."""

from django.db import migrations, models

from curriculum.formats import searchable

BATCH = 500


def search_later_texts(apps, schema_editor):
    texts = apps.get_model("curriculum", "CompetencyText").objects.using(schema_editor.connection.alias)
    later = list(texts.filter(revision__gt=1))
    for text in later:
        text.search_text = searchable(text.title)
    texts.bulk_update(later, ["search_text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("curriculum", "0004_identifiers_are_unique")]

    operations = [
        migrations.AddField("competencytext", "search_text", models.TextField(blank=True, default="")),
        migrations.RunPython(search_later_texts, migrations.RunPython.noop),
    ]
