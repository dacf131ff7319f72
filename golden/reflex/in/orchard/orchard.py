"""Counts apples."""
import reflex as rx


class Basket(rx.State):
    apples: int = 0

    @rx.event
    def pick(self) -> None:
        self.apples += 1


def index() -> rx.Component:
    return rx.button(Basket.apples, on_click=Basket.pick)


app = rx.App()
app.add_page(index)
