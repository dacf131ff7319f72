"""Tells when the next ferry leaves."""
from sanic import Sanic

from ferry.status import bp


def create_app() -> Sanic:
    app = Sanic("ferry")
    app.blueprint(bp)
    return app


if __name__ == "__main__":
    create_app().run(host="0.0.0.0", port=8000)
