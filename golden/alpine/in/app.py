import time

from cryptography.fernet import Fernet
from flask import Flask, request

app = Flask(__name__)


@app.get("/ready")
def ready():
    key = Fernet(Fernet.generate_key())
    return {"said": key.decrypt(key.encrypt(b"ready")).decode()}


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
