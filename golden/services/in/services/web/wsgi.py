from flask import Flask

from shop.pages import pages

app = Flask(__name__)
app.register_blueprint(pages)
