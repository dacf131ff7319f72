"""Tells who has rung the bell."""
import os
import time

import cherrypy


class Bell:
    @cherrypy.expose
    @cherrypy.tools.json_out()
    def healthz(self):
        return {"status": "ok"}

    @cherrypy.expose
    @cherrypy.tools.json_out()
    def slow(self, seconds="1"):
        time.sleep(float(seconds))
        return {"waited": True}


if __name__ == "__main__":
    cherrypy.config.update({
        "server.socket_host": "0.0.0.0",
        "server.socket_port": int(os.environ.get("BELL_PORT", "8090")),
        "engine.autoreload.on": False,
    })
    cherrypy.quickstart(Bell())
