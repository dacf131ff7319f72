import os
import time

import redis
from flask import Flask, request

store = redis.Redis.from_url(os.environ["REDIS_URL"])
greeting = os.environ.get("GREETING", "hits")

app = Flask(__name__)


@app.get("/healthz")
def healthz():
    return "ok"


@app.get("/hits")
def hits():
    return f"{greeting}: {store.incr('hits')}"


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", 2)), 10))
    return "done"
