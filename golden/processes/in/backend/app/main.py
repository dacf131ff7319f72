"""The interface of the shop."""
from fastapi import FastAPI

from app.tasks import send_receipt

app = FastAPI(title="shop")


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/orders/{number}")
def order(number: int) -> dict[str, int]:
    send_receipt.delay(number)
    return {"order": number}
