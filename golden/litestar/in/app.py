import asyncio

from litestar import Litestar, get


@get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@get("/slow")
async def slow(seconds: float = 2) -> str:
    await asyncio.sleep(min(seconds, 10))
    return "done"


app = Litestar([healthz, slow])
