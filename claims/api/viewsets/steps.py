"""What people do with a claim, each a POST: same rules as on its page. The answer is the claim as it stands then."""

from claims.api.serializers.claims import ClaimShape
from claims.api.serializers.entry import NewGrading, Publication, SendingBack, Submission, Ungrading
from claims.api.serializers.parts import NewResponse, Reason, TakenBackResponse
from claims.api.viewsets.claims import ClaimView
from claims.operations import assessment
from claims.operations import claim as operations
from claims.permissions import require
from config.api.conditions import revision_read
from config.api.schema import described
from config.api.views import detail, read


class Submit(ClaimView):
    @described(
        "submit_claim", "Put a draft or a returned claim before the editors.", given=Submission, gives=ClaimShape
    )
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "submit", claim)
        return detail(request, self.shape, operations.submit(claim, by=request.user, **read(Submission, request)))


class Publish(ClaimView):
    @described("publish_claim", "Let it stand in the ledger as you read it.", given=Publication, gives=ClaimShape)
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "publish", claim)
        revision = revision_read(request, claim, read(Publication, request))
        return detail(request, self.shape, operations.publish(claim, by=request.user, revision=revision))


class SendBack(ClaimView):
    @described("return_claim", "Send it back to its author, with the reason.", given=SendingBack, gives=ClaimShape)
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "return", claim)
        given = read(SendingBack, request)
        revision = revision_read(request, claim, given)
        return detail(request, self.shape, operations.send_back(claim, by=request.user, revision=revision, **given))


class Void(ClaimView):
    @described(
        "void_claim",
        "Strike it out for good, and withdraw its links.",
        given=Reason,
        gives=ClaimShape,
    )
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "void", claim)
        return detail(request, self.shape, operations.void(claim, by=request.user, **read(Reason, request)))


class Respond(ClaimView):
    @described("respond_to_claim", "Record what came of asking a side.", given=NewResponse, gives=ClaimShape)
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "respond", claim)
        assessment.respond(claim, by=request.user, **read(NewResponse, request, dossier=claim.dossier))
        return detail(request, self.shape, claim)


class Unrespond(ClaimView):
    @described(
        "unrespond_to_claim",
        "Take back what was recorded of a side by mistake: no reply is sought from it.",
        given=TakenBackResponse,
        gives=ClaimShape,
    )
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "unrespond", claim)
        assessment.unrespond(claim, by=request.user, **read(TakenBackResponse, request, dossier=claim.dossier))
        return detail(request, self.shape, claim)


class Grade(ClaimView):
    @described("grade_claim", "Assess it, as an editor.", given=NewGrading, gives=ClaimShape)
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "grade", claim)
        assessment.grade(claim, by=request.user, **read(NewGrading, request))
        return detail(request, self.shape, claim)


class Ungrade(ClaimView):
    @described("ungrade_claim", "Take its grade back, and say why.", given=Ungrading, gives=ClaimShape)
    def post(self, request, pk):
        claim = self.find(pk)
        require(request.user, "ungrade", claim)
        assessment.ungrade(claim, by=request.user, **read(Ungrading, request))
        return detail(request, self.shape, claim)
