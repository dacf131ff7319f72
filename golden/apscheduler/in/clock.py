"""Says the time, every five minutes."""
from datetime import datetime, timezone

from apscheduler.schedulers.blocking import BlockingScheduler

scheduler = BlockingScheduler(timezone="UTC")


@scheduler.scheduled_job("interval", minutes=5)
def tick() -> None:
    print(datetime.now(timezone.utc).isoformat(), flush=True)


if __name__ == "__main__":
    scheduler.start()
