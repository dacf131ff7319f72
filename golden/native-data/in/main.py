import time

import MySQLdb
import pandas
from cryptography.fernet import Fernet
from flask import Flask, request

app = Flask(__name__)


@app.get("/ready")
def ready():
    key = Fernet(Fernet.generate_key())
    frame = pandas.DataFrame({"n": [1, 2, 3]})
    return {"said": key.decrypt(key.encrypt(b"ready")).decode(), "sum": int(frame["n"].sum()), "client": MySQLdb.get_client_info()}


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
