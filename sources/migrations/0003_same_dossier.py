from django.db import migrations

# What belongs together belongs to one dossier: foreign keys over both columns say so.
TIES = [
    ("sources_affiliation", "affiliation_speaker_of_dossier", "speaker_id", "sources_speaker"),
    ("sources_affiliation", "affiliation_side_of_dossier", "side_id", "sources_side"),
    ("sources_speaker", "speaker_merged_within_dossier", "merged_into_id", "sources_speaker"),
]


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_initial")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (dossier_id, {column}) "
            f"REFERENCES {other} (dossier_id, id)",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, column, other in TIES
    ]
