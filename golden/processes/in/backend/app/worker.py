"""The queue. It knows no task by itself."""
import os

from celery import Celery

celery = Celery("shop", broker=os.environ["BROKER_URL"])
celery.conf.beat_schedule = {"nightly": {"task": "app.tasks.tidy", "schedule": 86400.0}}
