"""What is done in the background."""
from news.broker import broker


@broker.task(schedule=[{"cron": "0 6 * * *"}])
async def morning_edition() -> None:
    print("printed")
