package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// flaskFile makes a repository a web application, so that what its files do counts.
const flaskFile = "-- app.py --\nfrom flask import Flask\nimport lib\napp = Flask(__name__)\n"

const fastapiFile = "-- main.py --\nfrom fastapi import FastAPI\nimport lib\napp = FastAPI()\n"

const djangoStart = "-- manage.py --\nimport os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n" +
	"-- shop/__init__.py --\n-- shop/wsgi.py --\nimport os\nfrom django.core.wsgi import get_wsgi_application\n" +
	"os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\napplication = get_wsgi_application()\n"

// TestWrites says of each place what is kept there, where, and what decides it.
func TestWrites(t *testing.T) {
	for _, c := range []struct {
		name, files string
		want        []string
	}{
		{
			"SQLite by an address that a variable replaces",
			flaskFile + "-- lib.py --\nimport os\nfrom sqlalchemy import create_engine\nbase = os.path.abspath(os.path.dirname(__file__))\n" +
				"engine = create_engine(os.environ.get('DATABASE_URL') or 'sqlite:///' + os.path.join(base, 'data', 'app.db'))\n",
			[]string{"database repository:data/app.db kept start DATABASE_URL unless DATABASE_URL lib.py:4"},
		},
		{
			"SQLite in memory, and another database, are none",
			flaskFile + "-- lib.py --\nimport sqlite3\nfrom sqlalchemy import create_engine\na = create_engine('sqlite://')\nb = create_engine('sqlite:///:memory:')\n" +
				"c = create_engine('postgresql://db/app')\nd = sqlite3.connect(':memory:')\n",
			nil,
		},
		{
			"a relative address of Flask-SQLAlchemy is in the instance folder",
			"-- shop/__init__.py --\nfrom flask import Flask\ndef create_app():\n    app = Flask(__name__)\n    app.config['SQLALCHEMY_DATABASE_URI'] = 'sqlite:///shop.db'\n    return app\n",
			[]string{"database repository:instance/shop.db kept start shop/__init__.py:4"},
		},
		{
			"of several configurations the one for production counts",
			flaskFile + "-- lib.py --\nimport os\nclass DevelopmentConfig:\n    SQLALCHEMY_DATABASE_URI = 'sqlite:////dev.db'\nclass TestingConfig:\n    SQLALCHEMY_DATABASE_URI = 'sqlite:////test.db'\n" +
				"class ProductionConfig:\n    SQLALCHEMY_DATABASE_URI = os.environ.get('DB_URL', 'sqlite:////srv/shop/live.db')\n",
			[]string{"database :/srv/shop/live.db kept start DB_URL unless DB_URL lib.py:7"},
		},
		{
			"uploads by a name of the configuration, in a function of another file",
			flaskFile + "-- lib.py --\nimport os\nfrom flask import current_app\nclass Config:\n    UPLOAD_FOLDER = os.path.join(os.path.dirname(__file__), 'uploads')\n" +
				"def keep(file):\n    file.save(os.path.join(current_app.config['UPLOAD_FOLDER'], file.filename))\n",
			[]string{"upload repository:uploads/ kept start lib.py:6"},
		},
		{
			"logs: under a condition, with the directory that is made for them",
			flaskFile + "-- lib.py --\nimport logging, os\nfrom logging.handlers import RotatingFileHandler\ndef init(app):\n    if os.environ.get('LOG_TO_STDOUT'):\n        pass\n    else:\n" +
				"        if not os.path.exists('logs'):\n            os.mkdir('logs')\n        app.logger.addHandler(RotatingFileHandler('logs/app.log'))\n",
			[]string{"log working_directory:logs/ start unless LOG_TO_STDOUT lib.py:8"},
		},
		{
			"only where it is debugged, only by hand, and only below /tmp",
			flaskFile + "-- lib.py --\nimport logging, tempfile, os\nfrom flask import current_app\nif current_app.debug:\n    logging.FileHandler('/var/log/app.log')\ndef f():\n    open(os.path.join(tempfile.gettempdir(), 'a'), 'w')\n    open('/dev/null', 'w')\n" +
				"if __name__ == '__main__':\n    open('out.csv', 'w')\n-- export.py --\nopen('other.csv', 'w')\n-- tests/test_a.py --\nimport sqlite3\nsqlite3.connect('t.db')\n",
			nil,
		},
		{
			"a file that is read again is data; one that is only read is none",
			flaskFile + "-- lib.py --\nimport json\nfrom pathlib import Path\nHERE = Path(__file__).resolve().parent\ndef save(x):\n    (HERE / 'var1' / 'x.json').write_text(json.dumps(x))\n" +
				"def load():\n    return open(HERE / 'var1' / 'x.json').read()\ndef other():\n    return open('names.txt').read()\n",
			[]string{"data repository:var1/x.json kept lib.py:5"},
		},
		{
			"the directory is known, the file is not",
			flaskFile + "-- lib.py --\nimport os\nCACHE = os.getenv('CACHE_DIR', '/srv/cache')\ndef put(key, text):\n    with open(f'{CACHE}/{key}.html', 'w') as f:\n        f.write(text)\n",
			[]string{"cache :/srv/cache/ CACHE_DIR lib.py:4"},
		},
		{
			"files of the repository stand where it writes",
			flaskFile + "-- lib.py --\nimport sqlite3\nsqlite3.connect('shop.db')\n",
			[]string{"database working_directory:shop.db kept start beside app.py lib.py:2"},
		},
		{
			"Django: a database that a variable turns into another, and uploads",
			djangoStart + "-- shop/settings.py --\nimport os\nfrom pathlib import Path\nBASE_DIR = Path(__file__).resolve().parent.parent\nINSTALLED_APPS = ['goods']\n" +
				"DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': os.getenv('DB_NAME', BASE_DIR / 'db' / 'db.sqlite3')}}\n" +
				"if os.getenv('DB') == 'postgres':\n    DATABASES = {'default': {'ENGINE': 'django.db.backends.postgresql'}}\nMEDIA_ROOT = os.path.join(BASE_DIR, 'media')\n" +
				"-- goods/__init__.py --\n-- goods/models.py --\nfrom django.db import models\nclass Photo(models.Model):\n    file = models.ImageField()\n",
			[]string{
				"database repository:db/db.sqlite3 kept start DB_NAME unless DB or shop/settings.py:7 shop/settings.py:5",
				"upload repository:media/ kept shop/settings.py:8",
			},
		},
		{
			"Django: MEDIA_ROOT without a field that keeps files, and one in a store elsewhere",
			djangoStart + "-- shop/settings.py --\nMEDIA_ROOT = '/srv/media'\nDATABASES = {'default': {'ENGINE': 'django.db.backends.mysql'}}\n",
			nil,
		},
		{
			"Django: an address with a default, and logging written out",
			djangoStart + "-- shop/settings.py --\nimport environ, os\nfrom .base import *\nenv = environ.Env()\nDATABASES = {'default': env.db('DATABASE_URL', default=f'sqlite:///{BASE_DIR}/db/a.sqlite3')}\n" +
				"LOGGING = {'version': 1, 'handlers': {'file': {'class': 'logging.FileHandler', 'filename': os.path.join(BASE_DIR, 'log', 'a.log')}}}\n" +
				"-- shop/base.py --\nimport os\nBASE_DIR = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))\n",
			[]string{"database repository:db/a.sqlite3 kept start unless DATABASE_URL shop/settings.py:4", "log repository:log/a.log start shop/settings.py:5"},
		},
		{
			"a library that keeps what it fetches",
			flaskFile + "-- lib.py --\nimport whisper\nmodel = whisper.load_model('base')\n",
			[]string{"model home:.cache/whisper/ start XDG_CACHE_HOME lib.py:2"},
		},
		{
			"names that stand for each other have no end",
			flaskFile + "-- lib.py --\na = b\nb = a + a + a + a\ndef f(x):\n    return f(x + x)\nopen(a, 'w')\nopen(f(a), 'w')\n",
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, w := range detectFiles(t, txtar.Parse([]byte(c.files)).Files).Disk.Writes {
				got = append(got, writeText(w))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func writeText(w Write) string {
	text := fmt.Sprintf("%s %s:%s", w.Kind, w.From, w.Path)
	if w.Directory {
		text += "/"
	}
	for _, note := range []struct {
		is   bool
		text string
	}{
		{w.Lasting, "kept"}, {w.Start, "start"}, {w.Variable != "", w.Variable}, {w.Unless != "", "unless " + w.Unless}, {w.Shared != "", "beside " + w.Shared},
	} {
		if note.is {
			text += " " + note.text
		}
	}
	if w.Otherwise != nil {
		text += " or " + w.Otherwise.String()
	}
	return text + " " + w.Evidence.String()
}

// TestBlocking says which calls stop the event loop, in which coroutine.
func TestBlocking(t *testing.T) {
	for _, c := range []struct {
		name, lib string
		want      []string
	}{
		{
			"functions of modules, however they are imported",
			"import requests as r, time\nfrom urllib.request import urlopen\nasync def a():\n    r.get('http://x')\n    time.sleep(1)\n    urlopen('http://x')\n",
			[]string{"requests requests.get a lib.py:4", "python-time time.sleep a lib.py:5", "python-urllib urllib.request.urlopen a lib.py:6"},
		},
		{
			"what runs in a thread, what is awaited, and what is no coroutine",
			"import asyncio, time, requests\nfrom starlette.concurrency import run_in_threadpool\nasync def a():\n    await asyncio.to_thread(time.sleep, 1)\n    await asyncio.to_thread(lambda: time.sleep(1))\n" +
				"    await run_in_threadpool(requests.get, 'http://x')\n    await asyncio.get_running_loop().run_in_executor(None, lambda: requests.get('http://x'))\n    await asyncio.sleep(1)\n" +
				"    def inner():\n        time.sleep(1)\n    await asyncio.to_thread(inner)\ndef b():\n    time.sleep(1)\n",
			nil,
		},
		{
			"a session of SQLAlchemy, by annotations",
			"from typing import Annotated\nfrom fastapi import Depends\nfrom sqlalchemy.orm import Session\nfrom sqlalchemy.ext.asyncio import AsyncSession\ndef get_db(): ...\nDB = Annotated[Session, Depends(get_db)]\n" +
				"async def a(db: Session = Depends(get_db)):\n    return db.query(1).all()\nasync def b(db: DB):\n    db.commit()\nasync def c(db: AsyncSession):\n    await db.execute('')\n    db.add(1)\ndef d(db: Session):\n    db.commit()\n",
			[]string{"sqlalchemy query a lib.py:8", "sqlalchemy commit b lib.py:10"},
		},
		{
			"clients made at the top of the file, in the function, in __init__, and by a function",
			"import redis, psycopg2, pymongo, openai\ncache = redis.Redis()\nmongo = pymongo.MongoClient()\nusers = mongo['app']['users']\ndef connect():\n    return psycopg2.connect('')\n" +
				"class Store:\n    def __init__(self):\n        self.client = openai.OpenAI()\n    async def ask(self):\n        return self.client.chat.completions.create()\n" +
				"async def a():\n    cache.get('x')\n    users.find_one({})\n    with connect() as c:\n        cur = c.cursor()\n        cur.execute('')\n",
			[]string{"openai create ask lib.py:11", "redis get a lib.py:13", "pymongo find_one a lib.py:14", "psycopg2 psycopg2.connect a lib.py:6 by lib.py:15"},
		},
		{
			"their kin that do not block",
			"import redis.asyncio as redis, httpx, openai\nfrom sqlalchemy.orm import sessionmaker\nfrom sqlalchemy.ext.asyncio import AsyncSession\ncache = redis.Redis()\nclient = openai.AsyncOpenAI()\n" +
				"local = sessionmaker(class_=AsyncSession)\nasync def a():\n    await cache.get('x')\n    cache.get('x')\n    async with httpx.AsyncClient() as c:\n        await c.get('')\n    await client.chat.completions.create()\n    async with local() as s:\n        await s.execute('')\n",
			nil,
		},
		{
			"by way of a function of the repository, not of a generator",
			"import time\nfrom more import slow, lazy\nasync def a():\n    slow()\n    lazy()\n-- more.py --\nimport time\ndef slow():\n    time.sleep(1)\ndef lazy():\n    time.sleep(1)\n    yield 1\n",
			[]string{"python-time time.sleep a more.py:3 by lib.py:4"},
		},
		{
			"nothing else waits when the program starts",
			"import time\nfrom contextlib import asynccontextmanager\n@asynccontextmanager\nasync def lifespan(app):\n    time.sleep(1)\n    yield\n",
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, b := range detectFiles(t, txtar.Parse([]byte(fastapiFile+"-- lib.py --\n"+c.lib)).Files).Behaviour.Blocking {
				text := fmt.Sprintf("%s %s %s %s", b.Driver, b.Call, b.In, b.Evidence)
				if b.Via != nil {
					text += " by " + b.Via.String()
				}
				got = append(got, text)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
	wsgi := detectFiles(t, txtar.Parse([]byte(flaskFile+"-- lib.py --\nimport time\nasync def a():\n    time.sleep(1)\n")).Files)
	if len(wsgi.Behaviour.Blocking) != 0 {
		t.Errorf("without an event loop: %v", wsgi.Behaviour.Blocking)
	}
}

// TestPrograms says which programs are started, and which of them the tables know.
func TestPrograms(t *testing.T) {
	lib := `import os, shlex, shutil, subprocess, asyncio
from subprocess import run as go
from django.conf import settings
TOOL = os.getenv("CONVERT", "convert")
def execute(argv):
    return subprocess.run(argv)
def f(path, name):
    go(["ffmpeg", "-i", path])
    subprocess.check_output([TOOL, path])
    cmd = ["/usr/bin/pdftotext", "-q"] + [path]
    subprocess.Popen(cmd)
    os.system("cd /tmp && gs -q | head")
    os.popen(f"tesseract {path}")
    subprocess.run(f"qpdf {path}", shell=True)
    subprocess.run(["bash", "-c", "exiftool x"])
    subprocess.run(shlex.split("sox in out"))
    execute(["dot", "-Tsvg"])
    shutil.which("pandoc")
    subprocess.run(["git", "rev-parse", "HEAD"])
    subprocess.run([name, path])
    subprocess.run(f"{name} {path}", shell=True)
    subprocess.run(["sudo", "whatever"])
async def g():
    await asyncio.create_subprocess_exec("unzip", "a.zip")
`
	var got []string
	for _, p := range detectFiles(t, txtar.Parse([]byte(flaskFile+"-- lib.py --\n"+lib)).Files).Behaviour.Programs {
		text := fmt.Sprintf("%s %s", p.Name, p.Evidence)
		if !p.Known {
			text += " (unknown)"
		}
		got = append(got, text)
	}
	want := []string{
		"ffmpeg lib.py:8", "convert lib.py:9", "pdftotext lib.py:11", "cd lib.py:12 (unknown)", "gs lib.py:12", "head lib.py:12 (unknown)", "tesseract lib.py:13", "qpdf lib.py:14",
		"exiftool lib.py:15", "sox lib.py:16", "dot lib.py:17", "pandoc lib.py:18", "sudo lib.py:22 (unknown)", "whatever lib.py:22 (unknown)", "unzip lib.py:24",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestModels says which models are loaded, when, and what else the program computes on.
func TestModels(t *testing.T) {
	facts := detectFiles(t, txtar.Parse([]byte(fastapiFile+`-- lib.py --
import joblib, torch, numpy, multiprocessing
from transformers import AutoModel
from sentence_transformers import SentenceTransformer
model = joblib.load("model.joblib")
class Service:
    def __init__(self):
        self.model = AutoModel.from_pretrained("org/name")
service = Service()
def later():
    return SentenceTransformer("models/local"), joblib.load("cached.joblib")
async def lifespan(app):
    torch.load("weights.pt")
    yield
def work(x):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    x.to("cuda:0")
    multiprocessing.Pool(4)
-- models/local/config.json --
{}
`)).Files)
	var got []string
	for _, l := range facts.Disk.Loads {
		got = append(got, fmt.Sprintf("%s start=%v fetched=%v %s", l.By, l.Start, l.Fetched, l.Evidence))
	}
	for _, g := range facts.Behaviour.GPU {
		got = append(got, fmt.Sprintf("gpu %s optional=%v %s", g.By, g.Optional, g.Evidence))
	}
	for _, e := range facts.Behaviour.Processes {
		got = append(got, "process "+e.String())
	}
	for _, p := range facts.Behaviour.Threads {
		got = append(got, fmt.Sprintf("threads %s %v", p.Module, p.Variables))
	}
	want := []string{
		"joblib.load start=true fetched=false lib.py:4",
		"transformers.AutoModel.from_pretrained start=true fetched=true lib.py:7",
		"sentence_transformers.SentenceTransformer start=false fetched=false lib.py:10",
		"torch.load start=true fetched=false lib.py:12",
		"gpu torch.cuda.is_available optional=true lib.py:15",
		"gpu device optional=false lib.py:16",
		"process lib.py:17",
		"threads numpy [MKL_NUM_THREADS OMP_NUM_THREADS OPENBLAS_NUM_THREADS]",
		"threads torch [MKL_NUM_THREADS OMP_NUM_THREADS]",
		"threads transformers [OMP_NUM_THREADS TOKENIZERS_PARALLELISM]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
