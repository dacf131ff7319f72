"""The queue."""
import os

from huey import RedisHuey

huey = RedisHuey("bees", url=os.environ["REDIS_URL"])
