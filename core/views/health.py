"""The health page for load balancers and supervisors."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import health


@login_not_required
@never_cache
@require_safe
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when all is well, 503 with the problems when not; tells no secrets."""
    result = health.check()
    return JsonResponse(result.as_dict(), status=200 if result.is_well else 503)
