import json
import time
from pathlib import Path

from flask import Flask, request

BASE = Path(__file__).parent
RATES = json.loads((BASE / "shop" / "test" / "rates.json").read_text())
AUTHORITY = open("certs/ca.pem").read()
CATALOG = (BASE / "catalog.sqlite3").exists()

app = Flask(__name__)


@app.get("/healthz")
def healthz():
    return {"rates": RATES, "authority": len(AUTHORITY), "catalog": CATALOG}


@app.get("/slow")
def slow():
    time.sleep(float(request.args.get("seconds", 0)))
    return {"slept": True}


def signing_key():
    return open("certs/signing.key").read()
