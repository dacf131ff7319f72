"""A list of things to bake."""
import asyncio

from fasthtml.common import *

app, rt = fast_app(live=False, secret_key="only to sign what a browser keeps")


@rt("/")
def get():
    return Titled("Bakery", Ul(Li("bread"), Li("cake")))


@app.get("/healthz")
def healthz():
    return JSONResponse({"status": "ok"})


@app.get("/slow")
async def slow(seconds: float = 1):
    await asyncio.sleep(seconds)
    return JSONResponse({"waited": True})


serve()
