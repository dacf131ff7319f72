import io
import time

import cv2
import numpy
import weasyprint
from flask import Flask, request
from lxml import etree
from PIL import Image
from pydub import AudioSegment
from pydub.generators import Sine

app = Flask(__name__)


def used():
    """Uses each library once, and the program ffmpeg."""
    pdf = weasyprint.HTML(string="<h1>ready</h1>").write_pdf()
    ok, jpeg = cv2.imencode(".jpg", numpy.zeros((8, 8, 3), numpy.uint8))
    size = Image.open(io.BytesIO(jpeg.tobytes())).size
    root = etree.fromstring("<a><b>ready</b></a>").findtext("b")
    mp3 = Sine(440).to_audio_segment(duration=50).export(io.BytesIO(), format="mp3")
    length = len(AudioSegment.from_file(mp3, format="mp3"))
    return {"pdf": len(pdf), "size": size, "root": root, "milliseconds": length}


@app.get("/ready")
def ready():
    return used()


@app.get("/slow")
def slow():
    time.sleep(min(float(request.args.get("seconds", "2")), 10))
    return "done"
