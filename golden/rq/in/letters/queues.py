"""Two queues: what cannot wait goes into the first."""
import os

from redis import Redis
from rq import Queue
from rq_scheduler import Scheduler

redis = Redis.from_url(os.environ["REDIS_URL"])
urgent = Queue("urgent", connection=redis)
letters = Queue("letters", connection=redis)
weekly = Scheduler(queue=letters, connection=redis)
