"""The shop's site."""

import time

from flask import Flask as Site, request

from shop.texts import WELCOME

website = Site(__name__)


@website.route("/")
def home():
    return WELCOME


@website.get("/healthz")
def healthz():
    return {"status": "ok"}


@website.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
