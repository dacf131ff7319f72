"""What is in stock."""


class Store:
    def __init__(self) -> None:
        self.items: dict[str, int] = {}
