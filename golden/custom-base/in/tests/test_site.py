from flask import Flask

app = Flask(__name__)  # another application, that only tests use


def test_home():
    assert app
