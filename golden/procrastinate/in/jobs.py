"""Sums, in the background."""
import procrastinate

app = procrastinate.App(connector=procrastinate.PsycopgConnector())


@app.task(queue="sums")
def add(a: int, b: int) -> int:
    return a + b
