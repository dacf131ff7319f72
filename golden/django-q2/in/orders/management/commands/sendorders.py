"""Sends orders until it is told to stop."""
import signal
import time

from django.core.management.base import BaseCommand

from orders.models import Order


class Command(BaseCommand):
    help = "Sends orders"

    def stop(self, *_):
        self.stopped = True

    def handle(self, *args, **options):
        self.stopped = False
        signal.signal(signal.SIGTERM, self.stop)
        while not self.stopped:
            Order.objects.filter(sent=False).update(sent=True)
            time.sleep(1)
