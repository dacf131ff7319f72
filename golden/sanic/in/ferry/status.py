import asyncio

from sanic import Blueprint, json

bp = Blueprint("status", url_prefix="/status")


@bp.get("/healthz")
async def healthz(request):
    return json({"status": "ok"})


@bp.get("/slow")
async def slow(request):
    await asyncio.sleep(float(request.args.get("seconds", "1")))
    return json({"waited": True})
