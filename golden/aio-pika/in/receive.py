"""Prints messages of a queue."""
import asyncio
import os

import aio_pika


async def main() -> None:
    connection = await aio_pika.connect_robust(os.environ["AMQP_URL"])
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("letters", durable=True)
        async with queue.iterator() as messages:
            async for message in messages:
                async with message.process():
                    print(message.body, flush=True)


if __name__ == "__main__":
    asyncio.run(main())
