"""Tells which lockers are free."""
import asyncio

import falcon.asgi


class Health:
    async def on_get(self, req, resp) -> None:
        resp.media = {"status": "ok"}


class Slow:
    async def on_get(self, req, resp) -> None:
        await asyncio.sleep(req.get_param_as_float("seconds", default=1))
        resp.media = {"waited": True}


app = falcon.asgi.App()
app.add_route("/healthz", Health())
app.add_route("/slow", Slow())
