"""Sends letters that a queue holds."""
import os

from kombu import Connection, Queue
from kombu.mixins import ConsumerMixin


class Sender(ConsumerMixin):
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def get_consumers(self, Consumer, channel):
        return [Consumer([Queue("letters")], callbacks=[self.send], accept=["json"])]

    def send(self, body, message) -> None:
        print(body, flush=True)
        message.ack()


if __name__ == "__main__":
    with Connection(os.environ["BROKER_URL"]) as connection:
        Sender(connection).run()
