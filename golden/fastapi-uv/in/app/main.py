import asyncio

from fastapi import FastAPI

from app.routers import health

app = FastAPI(title="catalog")
app.include_router(health.router, prefix="/internal")


@app.get("/")
async def root() -> dict[str, str]:
    return {"name": "catalog"}


@app.get("/slow")
async def slow(seconds: float = 2) -> str:
    await asyncio.sleep(min(seconds, 10))
    return "done"
