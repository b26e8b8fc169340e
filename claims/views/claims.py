"""The list of claims."""

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.views.decorators.http import require_safe

from claims.export.offers import offers
from claims.filters import PLACES, ClaimFilter
from claims.models import Claim
from claims.queries import claims as queries
from claims.queries.counting import told
from config.http import render_page

FRAGMENTS = ("claim-rows", "claim-list")


@login_not_required
@require_safe
def list(request):
    filters = ClaimFilter(request.GET, Claim.objects.visible_to(request.user), request=request)
    status = 400 if filters.errors else 200
    query = filters.address()
    query.update({name: request.GET[name] for name in PLACES & request.GET.keys()})
    here = request.htmx.current_url_abs_path or ""
    page = queries.page(filters, query)
    context = {
        "filters": filters,
        "page": page,
        "closest": queries.closest(filters, page),
        "exports": offers(filters.address()),
        # On another page than its own, such as a speaker's, the list leads to the whole list.
        "pages_in_place": not request.htmx or here.partition("?")[0] == request.path,
        "swapped": request.htmx.target if request.htmx else "",
    }
    if context["swapped"] != "claim-rows":
        context["count"], context["facets"] = queries.facets(filters)
        context["count_said"] = told(context["count"], queries.COUNTED)
    response = render_page(request, "claims/list.html", context, fragments=FRAGMENTS, status=status)
    if context["swapped"] == "claim-list":
        response["HX-Push-Url"] = f"{reverse('claims:list')}?{query.urlencode()}".removesuffix("?")
    return response
