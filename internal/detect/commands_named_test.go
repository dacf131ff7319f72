package detect

import (
	"testing"

	"github.com/pykube/pykube/internal/source"
)

// TestServedBy takes the word of a deployment file for a program that it starts as what serves, and not for the file of an
// object that it names.
func TestServedBy(t *testing.T) {
	for _, c := range []struct {
		argv []string
		want string // kind
	}{
		{[]string{"python", "server.py", "--port", "$PORT"}, "web"},
		{[]string{"uvicorn", "app.__main__:app", "--host", "0.0.0.0"}, "job"},
	} {
		app := Application{Kind: "job", File: "app/__main__.py"}
		app.servedBy(&Command{Kind: "web", Argv: c.argv, Evidence: source.At("Procfile", 1, "")})
		if app.Kind != c.want {
			t.Errorf("%v: %s, want %s", c.argv, app.Kind, c.want)
		}
	}
}
