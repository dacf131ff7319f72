"""Waters the garden."""
import time

import schedule


def water() -> None:
    print("watered", flush=True)


def main() -> None:
    schedule.every().day.at("06:00").do(water)
    while True:
        schedule.run_pending()
        time.sleep(1)


if __name__ == "__main__":
    main()
