"""Charts of what the mill grinds."""
import time

from dash import Dash
from flask import request

app = Dash(__name__)
server = app.server


@server.route("/healthz")
def healthz():
    return {"status": "ok"}


@server.route("/slow")
def slow():
    time.sleep(float(request.args.get("seconds", "1")))
    return {"waited": True}
