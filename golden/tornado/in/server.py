"""Tells how high the tide is."""
import asyncio

import tornado.web


class Health(tornado.web.RequestHandler):
    def get(self) -> None:
        self.write({"status": "ok"})


class Slow(tornado.web.RequestHandler):
    async def get(self) -> None:
        await asyncio.sleep(float(self.get_argument("seconds", "1")))
        self.write({"waited": True})


def make_app() -> tornado.web.Application:
    return tornado.web.Application([(r"/healthz", Health), (r"/slow", Slow)])


async def main() -> None:
    make_app().listen(8888)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
