import asyncio

from starlette.applications import Starlette
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route


async def healthz(request):
    return JSONResponse({"status": "ok"})


async def slow(request):
    await asyncio.sleep(min(float(request.query_params.get("seconds", "2")), 10))
    return PlainTextResponse("done")


app = Starlette(routes=[Route("/healthz", healthz), Route("/slow", slow)])
