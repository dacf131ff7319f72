"""Tells which lockers are free."""
import time

import falcon


class Health:
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        resp.media = {"status": "ok"}


class Slow:
    def on_get(self, req: falcon.Request, resp: falcon.Response) -> None:
        time.sleep(req.get_param_as_float("seconds", default=1))
        resp.media = {"waited": True}


def create_app() -> falcon.App:
    app = falcon.App()
    app.add_route("/healthz", Health())
    app.add_route("/slow", Slow())
    return app
