import time

from django.http import HttpResponse, JsonResponse


def health(request, number=0):
    return JsonResponse({"status": "ok"})


def slow(request):
    time.sleep(min(float(request.GET.get("seconds", "2")), 10))
    return HttpResponse("done")
