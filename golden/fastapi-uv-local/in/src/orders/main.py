"""Orders."""

import asyncio

import prices
from fastapi import APIRouter, FastAPI

from .settings import settings

router = APIRouter(prefix=settings.api_prefix)


@router.get("/health")
async def health() -> dict[str, str]:
    return {"status": "ok", "source": prices.SOURCE}


app = FastAPI()
app.include_router(router)


@app.get("/slow")
async def slow(seconds: float = 2) -> str:
    await asyncio.sleep(min(seconds, 10))
    return "done"
