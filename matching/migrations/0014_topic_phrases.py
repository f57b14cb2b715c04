"""Topics found by everyday words: what people say, as full text search looks for it, and a way to find it misspelt.

Each language gets a configuration that keeps every word: "on my own" is made of words that full text usually leaves out.
`pg_trgm` comes with PostgreSQL and may be created by the owner of a database.
"""

import django.db.models.deletion
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

import matching.fields

LANGUAGES = {"en": "english", "es": "spanish", "fr": "french", "ar": "arabic"}
# Parts of a text that are words, as PostgreSQL's parser calls them.
WORDS = "asciihword, asciiword, hword, hword_asciipart, hword_part, word"

KEEP_EVERY_WORD = "".join(
    f"""
    CREATE TEXT SEARCH DICTIONARY stems_{code} (TEMPLATE = snowball, LANGUAGE = {language});
    CREATE TEXT SEARCH CONFIGURATION words_{code} (COPY = pg_catalog.{language});
    ALTER TEXT SEARCH CONFIGURATION words_{code} ALTER MAPPING FOR {WORDS} WITH stems_{code};"""
    for code, language in LANGUAGES.items()
)
AS_BEFORE = "".join(
    f"DROP TEXT SEARCH CONFIGURATION words_{code}; DROP TEXT SEARCH DICTIONARY stems_{code};"
    for code in LANGUAGES
)


class Migration(migrations.Migration):
    dependencies = [("matching", "0013_topic_names")]

    operations = [
        TrigramExtension(),
        migrations.RunSQL(KEEP_EVERY_WORD, AS_BEFORE),
        migrations.CreateModel(
            name="TopicPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("words", models.CharField(max_length=80)),
                ("query", matching.fields.TsQueryField()),
                ("weight", models.FloatField()),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="phrases", to="matching.topic"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint("topic", "language", "words", name="phrase_once")],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX phrase_trigrams ON matching_topicphrase USING gin (words gin_trgm_ops)",
            "DROP INDEX phrase_trigrams",
        ),
    ]
