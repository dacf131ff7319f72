"""Tells the time, with nothing but the standard library."""
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import six

PORT = 8090


class Clock(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(six.ensure_binary(time.strftime("It is %H:%M\n")))


def main() -> None:
    with ThreadingHTTPServer(("", PORT), Clock) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
