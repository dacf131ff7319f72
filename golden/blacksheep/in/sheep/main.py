"""Counts sheep."""
import asyncio

from blacksheep import Application, get

app = Application()


@get("/healthz")
async def healthz():
    return {"status": "ok"}


@get("/slow")
async def slow(seconds: float = 1):
    await asyncio.sleep(seconds)
    return {"waited": True}
