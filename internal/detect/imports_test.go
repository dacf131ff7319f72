package detect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestImports(t *testing.T) {
	for _, c := range []struct{ name, files, want string }{
		{"what is imported at the start, and what is not", `
-- requirements.txt --
flask
-- app.py --
import os, yaml
from flask import Flask
from google.cloud import storage
import shop.cart
import distutils.util
if os.environ.get("DEBUG"):
    import debugpy
try:
    import ujson
except ImportError:
    import simplejson as ujson
app = Flask(__name__)
def later():
    import pandas
-- shop/__init__.py --
-- shop/cart.py --
from typing import TYPE_CHECKING
import requests
if TYPE_CHECKING:
    import boto3
-- shop/unused.py --
import stripe
-- tests/test_app.py --
import pytest
import requests
`, `always distutils app.py:5
always flask app.py:2
always google.cloud.storage app.py:3
always requests shop/cart.py:2
always yaml app.py:1
sometimes boto3 shop/cart.py:4
sometimes debugpy app.py:7
sometimes pandas app.py:14
sometimes simplejson app.py:11
sometimes stripe shop/unused.py:1
sometimes ujson app.py:9
aside pytest tests/test_app.py:1
`},
		{"texts, commands and notebooks name what is declared", `
-- requirements.txt --
django
django-cors-headers
whitenoise
asyncpg
python-json-logger
celery
seaborn
rich
-- manage.py --
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")
-- site1/__init__.py --
-- site1/wsgi.py --
import os
from django.core.wsgi import get_wsgi_application
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site1.settings")
application = get_wsgi_application()
-- carts/__init__.py --
-- carts/models.py --
import stripe
-- site1/settings.py --
"""rich"""
INSTALLED_APPS = ["corsheaders", "carts", "nobody.knows"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
URL = "postgresql+asyncpg://db/shop"
LOGGING = {"class": "pythonjsonlogger.jsonlogger.JsonFormatter"}
ROOT_URLCONF = "site1.urls"
-- site1/urls.py --
import django.urls
-- Procfile --
web: gunicorn site1.wsgi
worker: celery -A site1 worker
-- look.ipynb --
{"cells": [{"source": [
 "import seaborn as sns\n"
]}]}
-- setup.sh --
pip install rich
`, `always django site1/urls.py:1
always stripe carts/models.py:1
named asyncpg site1/settings.py:4
named corsheaders site1/settings.py:2
named pythonjsonlogger site1/settings.py:5
named whitenoise site1/settings.py:3
aside seaborn look.ipynb:2
mentioned celery Procfile:2
`},
		{"modules of the repository are its own, but for the name of a package that is declared", `
-- requirements.txt --
flask
celery
-- app.py --
from flask import Flask
import settings_local, lib.helper, speedups, shop_pb2, plugin
import celery
app = Flask(__name__)
-- celery.py --
-- src/settings_local.py --
-- backend/lib/helper.py --
-- ext/speedups.pyx --
-- protos/shop.proto --
-- .gitmodules --
[submodule "x"]
	path = vendor/plugin
`, `always celery app.py:3
always flask app.py:1
`},
		{"a package decides whether it imports its module", `
-- requirements.txt --
flask
-- app.py --
from flask import Flask
from services import mail
app = Flask(__name__)
-- services/__init__.py --
try:
    from . import mail
except ImportError:
    mail = None
-- services/mail.py --
import googleapiclient
`, `always flask app.py:1
sometimes googleapiclient services/mail.py:1
`},
		{"another project of the repository", `
-- requirements.txt --
flask
-- app.py --
from flask import Flask
import jobs.run
app = Flask(__name__)
-- jobs/requirements.txt --
pandas
-- jobs/run.py --
import pandas
`, `always flask app.py:1
aside pandas jobs/run.py:1
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := map[ImportKind]string{}
			for _, imp := range detectFiles(t, txtar.Parse([]byte(c.files)).Files).Imports {
				got[imp.Kind] += fmt.Sprintf("%s %s %s:%d\n", imp.Kind, imp.Module, imp.Evidence.File, imp.Evidence.Line)
			}
			var all strings.Builder
			for _, kind := range importKinds {
				all.WriteString(got[kind])
			}
			if all.String() != c.want {
				t.Errorf("got:\n%swant:\n%s", all.String(), c.want)
			}
		})
	}
}

func TestDirect(t *testing.T) {
	for _, c := range []struct{ name, files, want string }{
		{"a list by hand, and what it includes", `
-- requirements.txt --
-r base.txt
Flask==3.0.0
pywin32; sys_platform == "win32"
-- base.txt --
redis
`, "redis flask"},
		{"a list that a tool made, and its source", `
-- requirements.txt --
flask==3.0.0
    # via -r requirements.in
click==8.1.7
    # via flask
-- requirements.in --
flask
`, "flask"},
		{"pyproject.toml", `
-- pyproject.toml --
[project]
name = "shop"
version = "1"
dependencies = ["httpx>=0.27", "tzdata; platform_system == 'Windows'"]
`, "httpx"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var names []string
			for _, listed := range detectFiles(t, txtar.Parse([]byte(c.files)).Files).Direct {
				names = append(names, listed.Name)
			}
			if got := strings.Join(names, " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
