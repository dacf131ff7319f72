"""What programs ask the shop."""

import time

from flask import Blueprint, request

bp = Blueprint("api", __name__)


@bp.route("/health", methods=["GET", "HEAD"])
def health():
    return {"status": "ok"}


@bp.route("/orders", methods=["POST"])
def order():
    return {"id": 1}, 201


@bp.route("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
