"""Vectors of texts."""

from fastapi import FastAPI
from sentence_transformers import SentenceTransformer

app = FastAPI()
model = SentenceTransformer("all-MiniLM-L6-v2")


@app.get("/healthz")
def healthz():
    return {"status": "ok"}


@app.post("/vectors")
def vectors(texts: list[str]):
    return model.encode(texts).tolist()
