from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

from config.http import render_page


@login_not_required
@require_safe
def list(request):
    return render_page(request, "claims/list.html", {})
