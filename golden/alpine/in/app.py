import time

import yaml
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.get("/ready")
def ready():
    said = yaml.load("said: ready", Loader=yaml.CSafeLoader)
    return {**said, "root": etree.fromstring("<a/>").tag}


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
