"""Tells which birds were seen."""
import asyncio

from robyn import Request, Robyn

app = Robyn(__file__)


@app.get("/healthz")
async def healthz(request: Request):
    return {"status": "ok"}


@app.get("/slow")
async def slow(request: Request):
    await asyncio.sleep(float(request.query_params.get("seconds", "1")))
    return {"waited": True}


if __name__ == "__main__":
    app.start(port=8080)
