"""Counts, and ends."""
from django.core.management.base import BaseCommand

from orders.models import Order


class Command(BaseCommand):
    def handle(self, *args, **options):
        self.stdout.write(str(Order.objects.count()))
