"""The web side of the stock."""

import asyncio

from fastapi import FastAPI

from stock_api.store import Store


def build(store: Store | None = None) -> FastAPI:
    api = FastAPI()
    add_routes(api)
    api.state.store = store or Store()
    return api


def add_routes(target: FastAPI) -> None:
    @target.get("/health")
    async def health() -> dict[str, str]:
        return {"status": "ok"}

    @target.get("/slow")
    async def slow(seconds: float = 2) -> str:
        await asyncio.sleep(min(seconds, 10))
        return "done"
