"""Fetches pages in the background."""
import os

from arq.connections import RedisSettings


async def fetch(ctx: dict, url: str) -> int:
    return len(url)


class WorkerSettings:
    functions = [fetch]
    redis_settings = RedisSettings.from_dsn(os.environ["REDIS_URL"])
