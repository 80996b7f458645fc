"""What we promise: personal data, accessibility, source code and licences."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from operations.queries import operating_organisation


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "operations/legal.html", {"operator": operating_organisation()})
