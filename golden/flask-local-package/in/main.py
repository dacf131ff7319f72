import time

from flask import Flask, request

from prices import NAME

app = Flask(__name__)


@app.get("/livez")
def livez():
    return NAME


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
