import time


def healthz():
    return {"status": "ok"}


def slow(seconds=1.0):
    time.sleep(seconds)
    return {"waited": True}
