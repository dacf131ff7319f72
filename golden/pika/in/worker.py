"""Resizes pictures that a queue names."""
import os

import pika


def resize(channel, method, properties, body: bytes) -> None:
    print(body.decode(), flush=True)
    channel.basic_ack(method.delivery_tag)


def main() -> None:
    connection = pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))
    channel = connection.channel()
    channel.basic_qos(prefetch_count=1)
    channel.basic_consume("pictures", resize)
    channel.start_consuming()


if __name__ == "__main__":
    main()
