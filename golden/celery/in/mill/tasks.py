"""Grinds grain in the background."""
import os

from celery import Celery

queue = Celery("mill", broker=os.environ["BROKER_URL"])


@queue.task
def grind(kilos: int) -> int:
    return kilos * 9 // 10
