import time

import pandas
import psycopg
from flask import Flask, request

app = Flask(__name__)


@app.get("/ready")
def ready():
    return {"ready": int(pandas.Series([1, 2, 3]).sum()), "libpq": psycopg.pq.version()}


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
