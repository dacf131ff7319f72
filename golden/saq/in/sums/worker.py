"""Adds in the background."""
import os

from saq import Queue


async def add(ctx: dict, *, a: int, b: int) -> int:
    return a + b


queue = Queue.from_url(os.environ["REDIS_URL"])
settings = {"queue": queue, "functions": [add], "concurrency": 8}
