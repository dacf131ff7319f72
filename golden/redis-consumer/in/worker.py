"""Works on what a list of Redis holds."""
import os

import redis


def main() -> None:
    store = redis.Redis.from_url(os.environ["REDIS_URL"])
    while True:
        entry = store.blpop(["jobs"], timeout=5)
        if entry is not None:
            print(entry[1], flush=True)


if __name__ == "__main__":
    main()
