"""Adds up what a day sold."""


def total(prices: list[float]) -> float:
    return sum(prices)


if __name__ == "__main__":
    print(total([1.5, 2.5]), flush=True)
