"""Reads levels from a topic."""
import os

from confluent_kafka import Consumer


def run() -> None:
    consumer = Consumer({"bootstrap.servers": os.environ["KAFKA_SERVERS"], "group.id": "gauges"})
    consumer.subscribe(["readings"])
    try:
        while True:
            message = consumer.poll(1.0)
            if message is not None and message.error() is None:
                print(message.value(), flush=True)
    finally:
        consumer.close()
