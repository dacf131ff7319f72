"""Tells what a quarry digs."""
from pyramid.config import Configurator


def main(global_config, **settings):
    config = Configurator(settings=settings)
    config.add_route("health", "/healthz")
    config.add_route("slow", "/slow")
    config.scan(".views")
    return config.make_wsgi_app()
