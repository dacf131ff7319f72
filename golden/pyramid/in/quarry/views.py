import time

from pyramid.view import view_config


@view_config(route_name="health", renderer="json")
def health(request):
    return {"status": "ok"}


@view_config(route_name="slow", renderer="json")
def slow(request):
    time.sleep(float(request.params.get("seconds", "1")))
    return {"waited": True}
