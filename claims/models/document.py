"""What is derived from the ledger and kept beside it: the JSON of each claim, and the order of changes.

None of it has a history or a person: the triggers of `0004_documents` and `claims.documents` write it. No
foreign key is enforced: to look at what it names would lock that, out of turn.
"""

from django.db import models
from django.db.models import Q

from claims.models.claim import Claim
from sources.models import Dossier


class ClaimDocument(models.Model):
    """The JSON of one claim, byte for byte as those who work on its dossier are given it.

    `contest`, `standing`, `has_rival` and `is_unanswered` are those of the document, as of today. `version`
    is new, from one sequence, whenever the document is another.
    """

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.DO_NOTHING, related_name="stored", db_constraint=False
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()
    document = models.TextField()
    contest = models.CharField(max_length=20)
    standing = models.CharField(max_length=12)
    has_rival = models.BooleanField()
    is_unanswered = models.BooleanField()

    class Meta:
        indexes = [
            models.Index("contest", "claim", name="document_by_contest"),
            models.Index("dossier", name="document_unanswered", condition=Q(is_unanswered=True)),
        ]

    def __str__(self):
        return f"document of {self.claim_id}"


class PublicDocument(models.Model):
    """The same for everybody else who may read the claim; empty while it is in review again.

    There is no row before a claim was first published.
    """

    claim = models.OneToOneField(
        Claim, primary_key=True, on_delete=models.DO_NOTHING, related_name="stored_public", db_constraint=False
    )
    dossier = models.ForeignKey(
        Dossier, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    version = models.BigIntegerField()
    changed_at = models.DateTimeField()
    document = models.TextField(blank=True)

    def __str__(self):
        return f"public document of {self.claim_id}"


class Debt(models.Model):
    """A change that more documents show than one step could refresh.

    While a row stands, readers compute documents instead of taking the stored ones. `kind` and `key` say what
    changed (“speaker” 7); claims up to `paid_up_to` are told already.
    """

    kind = models.CharField(max_length=12)
    key = models.BigIntegerField()
    paid_up_to = models.BigIntegerField(default=0, db_default=0)

    def __str__(self):
        return f"{self.kind} {self.key}"


class Change(models.Model):
    """That a record changed, for those who keep a copy: one row a record, at the place of its last change.

    `xact` is the transaction and `version` the order within it: a reader who has seen all of `xact` below the
    oldest running transaction has missed nothing. `audience` is who sees that change: “working” on the
    dossier, or “reading” it. A publisher belongs to no dossier.
    """

    audience = models.CharField(max_length=8)
    resource = models.CharField(max_length=12)
    key = models.BigIntegerField()
    dossier = models.ForeignKey(Dossier, null=True, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    xact = models.BigIntegerField()
    first_xact = models.BigIntegerField()
    version = models.BigIntegerField()

    pk = models.CompositePrimaryKey("audience", "resource", "key")

    class Meta:
        indexes = [models.Index("xact", "version", name="change_in_order")]

    def __str__(self):
        return f"{self.resource} {self.key}"
