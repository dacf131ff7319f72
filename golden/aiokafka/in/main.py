"""Prints orders as they arrive."""
import asyncio
import os

from aiokafka import AIOKafkaConsumer


async def consume() -> None:
    consumer = AIOKafkaConsumer("orders", bootstrap_servers=os.environ["KAFKA_SERVERS"], group_id="print")
    await consumer.start()
    try:
        async for message in consumer:
            print(message.value, flush=True)
    finally:
        await consumer.stop()


asyncio.run(consume())
