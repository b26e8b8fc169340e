"""What waits for an editor: claims to check, links to decide."""

from django.views.decorators.http import require_GET

from config.http import render_page


@require_GET
def review(request):
    return render_page(request, "claims/review.html", {})


@require_GET
def review_links(request):
    return render_page(request, "claims/review_links.html", {})
