"""Tells when the next tram leaves."""
import asyncio

from aiohttp import web


async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


async def slow(request: web.Request) -> web.Response:
    await asyncio.sleep(float(request.query.get("seconds", "1")))
    return web.json_response({"waited": True})


def main() -> None:
    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/slow", slow)])
    web.run_app(app, port=8080)


if __name__ == "__main__":
    main()
