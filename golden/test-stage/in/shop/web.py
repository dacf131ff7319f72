import time

from flask import Flask, request

app = Flask(__name__)


@app.get("/healthz")
def healthz():
    return "ok"


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", 2)), 10))
    return "done"
