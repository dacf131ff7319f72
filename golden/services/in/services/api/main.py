import asyncio

from fastapi import FastAPI

app = FastAPI()


@app.get("/healthz")
async def healthz():
    return {"status": "ok"}


@app.get("/slow")
async def slow(seconds: float = 2):
    await asyncio.sleep(min(seconds, 10))
    return "done"
