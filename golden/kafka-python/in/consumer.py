"""Counts the readings that arrive."""
import json
import os

from kafka import KafkaConsumer


def main() -> None:
    consumer = KafkaConsumer(
        "readings",
        bootstrap_servers=os.environ["KAFKA_SERVERS"].split(","),
        group_id="gauges",
        value_deserializer=json.loads,
    )
    for message in consumer:
        print(message.value["level"], flush=True)


if __name__ == "__main__":
    main()
