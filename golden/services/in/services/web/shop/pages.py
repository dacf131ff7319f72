import time

from flask import Blueprint, request

pages = Blueprint("pages", __name__)


@pages.get("/")
def front():
    return "shop"


@pages.get("/health")
def health():
    return "well"


@pages.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", 2)), 10))
    return "done"
