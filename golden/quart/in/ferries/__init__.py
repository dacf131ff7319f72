import asyncio

from quart import Blueprint, Quart, request

bp = Blueprint("status", __name__)


@bp.get("/healthz")
async def healthz():
    return {"status": "ok"}


@bp.get("/slow")
async def slow():
    await asyncio.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"


def create_app():
    app = Quart(__name__)
    app.register_blueprint(bp)
    return app
