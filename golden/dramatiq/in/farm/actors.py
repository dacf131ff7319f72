"""What the farm does."""
import dramatiq

from farm import broker  # noqa: F401


@dramatiq.actor(max_retries=3)
def milk(cow: str) -> None:
    print(f"milked {cow}")
