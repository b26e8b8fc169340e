from django.db import migrations

# What belongs together belongs to one dossier: foreign keys over both columns say so.
TIES = [
    ("claims_claim", "claim_matter_of_dossier", "matter_id", "claims_matter"),
    ("claims_claim", "claim_speaker_of_dossier", "speaker_id", "sources_speaker"),
    ("claims_claim", "claim_side_of_dossier", "side_id", "sources_side"),
    ("claims_claim", "claim_accused_side_of_dossier", "accused_side_id", "sources_side"),
    ("claims_link", "link_answer_of_dossier", "answer_id", "claims_claim"),
    ("claims_link", "link_target_of_dossier", "target_id", "claims_claim"),
    ("claims_speakermerge", "speakermerge_kept_of_dossier", "kept_id", "sources_speaker"),
    ("claims_speakermerge", "speakermerge_merged_of_dossier", "merged_id", "sources_speaker"),
]


class Migration(migrations.Migration):
    dependencies = [("claims", "0002_initial"), ("sources", "0003_same_dossier")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (dossier_id, {column}) "
            f"REFERENCES {other} (dossier_id, id)",
            f"ALTER TABLE {table} DROP CONSTRAINT {name}",
        )
        for table, name, column, other in TIES
    ]
