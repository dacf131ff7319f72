package detect

import (
	"fmt"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

func TestExposed(t *testing.T) {
	archive := txtar.Parse([]byte(`-- main.py --
from fastapi import FastAPI, WebSocket
from prometheus_client import make_asgi_app as metrics

PREFIX = "/shop"
app = FastAPI(root_path=PREFIX)
app.mount("/metrics", metrics())


@app.websocket("/ws")
async def talk(socket: WebSocket):
    await socket.accept()
-- tests/test_main.py --
from prometheus_client import start_http_server
start_http_server(9000)
`))
	want := []string{
		"root_path /shop fastapi.FastAPI main.py:5", "metrics /metrics prometheus_client.make_asgi_app main.py:6", "websocket /ws websocket main.py:9",
	}
	var got []string
	for _, e := range detectFiles(t, archive.Files).Exposed {
		got = append(got, fmt.Sprintf("%s %s %s %s", e.Kind, e.Path, e.By, e.Evidence))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}
