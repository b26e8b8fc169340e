from django.shortcuts import get_object_or_404
from django.urls import reverse

from claims.api.serializers.links import LinkShape, NewLink, Revisions, Withdrawal
from claims.api.serializers.parts import Reason
from claims.filters import LinkFilter
from claims.models import Link
from claims.operations import link as operations
from claims.permissions import require
from claims.queries import named
from config.api.schema import described
from config.api.views import ApiView, created, detail, found, listing, named_in_body, read


class LinkView(ApiView):
    shape = LinkShape()

    def _find(self, pk: int) -> Link:
        links = Link.objects.visible_to(self.request.user).select_related("answer", "target")
        return get_object_or_404(links, pk=pk)


class Links(LinkView):
    filters = LinkFilter

    @described("list_links", "The typed ties between claims.", gives=LinkShape, page=True)
    def get(self, request):
        return listing(request, found(self, Link.objects.visible_to(request.user)), "pk", shape=self.shape)

    @described("propose_link", "Say how one claim answers another.", given=NewLink, gives=LinkShape, status=201)
    def post(self, request):
        ends = {end: named_in_body(request, named.claim, end) for end in ("answer", "target")}
        for claim in ends.values():
            require(request.user, "link", claim)
        given = read(NewLink, request, apart=ends, ends=ends)
        link = operations.propose(**ends, by=request.user, **given)
        return created(request, self.shape, link, reverse("claims_api:link", args=[link.pk]))


class OneLink(LinkView):
    @described("get_link", "One link.", gives=LinkShape)
    def get(self, request, pk):
        return detail(request, self.shape, self._find(pk))


class Confirm(LinkView):
    @described("confirm_link", "Let a link count, as another editor.", given=Revisions, gives=LinkShape)
    def post(self, request, pk):
        link = self._find(pk)
        require(request.user, "confirm", link)
        given = read(Revisions, request)
        revisions = (given["answer_revision"], given["target_revision"])
        return detail(request, self.shape, operations.confirm(link, by=request.user, revisions=revisions))


class Reject(LinkView):
    @described("reject_link", "Say that the relation does not hold, and why.", given=Reason, gives=LinkShape)
    def post(self, request, pk):
        link = self._find(pk)
        require(request.user, "reject", link)
        return detail(request, self.shape, operations.reject(link, by=request.user, **read(Reason, request)))


class Withdraw(LinkView):
    @described("withdraw_link", "Take a link back.", given=Withdrawal, gives=LinkShape)
    def post(self, request, pk):
        link = self._find(pk)
        require(request.user, "withdraw", link)
        return detail(request, self.shape, operations.withdraw(link, by=request.user, **read(Withdrawal, request)))
