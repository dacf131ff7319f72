"""The shop."""

from flask import Flask


def create_app(settings=None):
    app = Flask(__name__)
    app.config.update(settings or {})

    from shop import api

    app.register_blueprint(api.bp, url_prefix="/api")
    return app
