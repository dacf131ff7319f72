"""The broker, and what is sent by the clock."""
import os

from taskiq import TaskiqScheduler
from taskiq.schedule_sources import LabelScheduleSource
from taskiq_redis import ListQueueBroker

broker = ListQueueBroker(os.environ["REDIS_URL"])
scheduler = TaskiqScheduler(broker, [LabelScheduleSource(broker)])
