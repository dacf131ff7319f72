"""Sends back what it is sent."""
import asyncio
import os
from http import HTTPStatus

from websockets.asyncio.server import serve

HOST = "0.0.0.0"


def health(connection, request):
    if request.path == "/healthz":
        return connection.respond(HTTPStatus.OK, "ok\n")


async def echo(websocket) -> None:
    async for message in websocket:
        await websocket.send(message)


async def main() -> None:
    port = int(os.environ.get("PORT", "8765"))
    async with serve(echo, HOST, port, process_request=health) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
