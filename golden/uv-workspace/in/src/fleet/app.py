import asyncio

from fastapi import FastAPI
from routes import shortest

app = FastAPI()


@app.get("/healthz")
def healthz():
    return {"status": shortest()}


@app.get("/slow")
async def slow(seconds: float = 2):
    await asyncio.sleep(min(seconds, 10))
    return "done"
