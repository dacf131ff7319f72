"""Tells which lamps are lit."""
import time

from bottle import request, route, run


@route("/healthz")
def healthz():
    return {"status": "ok"}


@route("/slow")
def slow():
    time.sleep(float(request.query.get("seconds", "1")))
    return {"waited": True}


if __name__ == "__main__":
    run(host="localhost", port=8080, debug=True)
