"""Which GPU there is."""

import jax
import torch
import torchvision
from fastapi import FastAPI

app = FastAPI()
device = "cuda" if torch.cuda.is_available() else "cpu"


@app.get("/healthz")
def healthz():
    return {"device": device, "jax": str(jax.devices()[0]), "vision": torchvision.__version__}
