"""A board for notes."""
from nicegui import app, ui


@app.get("/healthz")
def healthz():
    return {"status": "ok"}


@ui.page("/")
def board():
    ui.label("Notes")


if __name__ in {"__main__", "__mp_main__"}:
    ui.run(title="Notes", port=8090, reload=False, show=False)
