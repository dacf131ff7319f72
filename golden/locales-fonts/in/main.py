"""Cards with a date as Germans write it, in the font of the house."""

import datetime
import locale
import time

from flask import Flask, request
from PIL import ImageFont

locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")

app = Flask(__name__)
font = ImageFont.truetype("DejaVuSans-Bold.ttf", 20)


@app.get("/card")
def card():
    day = datetime.date(2026, 3, 5).strftime("%A, %-d. %B %Y")
    amount = locale.format_string("%.2f", 1234567.89, grouping=True)
    return f"{day}, {amount}: {' '.join(font.getname())}"


@app.get("/healthz")
def healthz():
    return "ok"


@app.get("/slow")
def slow():
    time.sleep(float(request.args.get("seconds", "2")))
    return "slow"
