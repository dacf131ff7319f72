import os
import time

import redis
import requests
from flask import Flask, request

app = Flask(__name__)
cache = redis.Redis.from_url(os.environ.get("REDIS_URL", "redis://localhost:6379/0"))


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/rates/<currency>")
def rates(currency):
    found = cache.get(currency)
    if found is None:
        found = requests.get(f"https://rates.example.com/{currency}", timeout=5).content
        cache.set(currency, found, ex=60)
    return found


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
