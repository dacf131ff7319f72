"""What is done in the background."""
from app.worker import celery


@celery.task
def send_receipt(number: int) -> None:
    print(f"receipt for order {number}")


@celery.task
def tidy() -> None:
    print("tidied")
