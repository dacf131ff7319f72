import time

import magic
import psycopg2
from flask import Flask, request

app = Flask(__name__)


@app.get("/ready")
def ready():
    return {"libpq": psycopg2.extensions.libpq_version(), "type": magic.from_buffer(b"%PDF-1.2", mime=True)}


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"


if __name__ == "__main__":
    app.run(debug=True)
