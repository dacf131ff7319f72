"""What bees do."""
from huey import crontab

from bees.config import huey


@huey.task()
def gather(field: str) -> str:
    return f"honey of {field}"


@huey.periodic_task(crontab(minute="0", hour="3"))
def sweep() -> None:
    print("the hive is clean")
