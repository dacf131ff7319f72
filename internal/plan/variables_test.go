package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

func variable(name string, reads ...detect.VariableRead) detect.Variable {
	for i := range reads {
		reads[i].Evidence = source.At("shop/settings.py", i+1, name)
	}
	return detect.Variable{Name: name, Reads: reads}
}

func TestEnvironment(t *testing.T) {
	read := detect.VariableRead{By: "os", Reached: true}
	with := func(change func(*detect.VariableRead)) detect.VariableRead {
		r := read
		change(&r)
		return r
	}
	needed := with(func(r *detect.VariableRead) { r.Fails = detect.NeededAtStart })
	f := facts()
	f.Variables = []detect.Variable{
		variable("ASKED_LATER", with(func(r *detect.VariableRead) { r.Fails = detect.NeededInUse })),
		variable("DATABASE_URL", needed),
		variable("DEV_PORT", with(func(r *detect.VariableRead) { r.Fails = detect.NeededAsScript })),
		variable("ELSEWHERE", detect.VariableRead{By: "os", Fails: detect.NeededAtStart}),
		{Name: "FLASK_", Prefix: true, Reads: []detect.VariableRead{read}},
		variable("HOME", needed),
		variable("LEVEL", with(func(r *detect.VariableRead) { r.Default, r.HasDefault = "info", true })),
		variable("MADE_UP_KEY", with(func(r *detect.VariableRead) { r.HasDefault, r.Random = true, true })),
		{Name: "ONLY_SHOWN", Reads: []detect.VariableRead{}},
		variable("PORT", needed),
		variable("PYTHONUNBUFFERED", needed),
		variable("SESSION_KEY_OF_SHOP", with(func(r *detect.VariableRead) { r.As = []string{"SECRET_KEY"} })),
		variable("SIGNING_KEY", with(func(r *detect.VariableRead) { r.Default, r.HasDefault = "dev", true })),
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []Variable{
		{Name: "ASKED_LATER"},
		{Name: "DATABASE_URL", Secret: true, Required: true},
		{Name: "DEV_PORT"},
		{Name: "ELSEWHERE"},
		{Name: "LEVEL", Default: "info"},
		{Name: "MADE_UP_KEY", Secret: true},
		{Name: "SESSION_KEY_OF_SHOP", Secret: true},
		{Name: "SIGNING_KEY", Secret: true},
	}
	if !slices.Equal(s.Environment, want) {
		t.Errorf("%+v\nwant %+v", s.Environment, want)
	}
	d := decision(t, s, "environment")
	if d.Choice != "1 required, 4 secret, of 8" || !strings.Contains(d.Reason, "it does not start without DATABASE_URL;") ||
		!strings.Contains(d.Reason, "begins with FLASK_…") || !strings.Contains(d.Reason, "by no code of the repository: ONLY_SHOWN") {
		t.Errorf("%s: %s", d.Choice, d.Reason)
	}
	if strings.Contains(d.Reason, "info") || len(d.Evidence) > maxVariableEvidence {
		t.Errorf("%+v", d)
	}
	var advice []string
	for _, a := range s.Advice {
		if a.Topic == "environment" {
			advice = append(advice, a.Text)
		}
	}
	if len(advice) != 2 || !strings.HasSuffix(advice[0], "set SIGNING_KEY") || !strings.HasSuffix(advice[1], "set MADE_UP_KEY") {
		t.Errorf("%q", advice)
	}
}

func TestNoEnvironment(t *testing.T) {
	s, err := build(t, facts(), config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Environment) != 0 || slices.ContainsFunc(s.Decisions, func(d Decision) bool { return d.Topic == "environment" }) {
		t.Errorf("%+v", s.Environment)
	}
}

// TestSecret holds what is judged by the use of a value, beside its name.
func TestSecret(t *testing.T) {
	for _, c := range []struct {
		name string
		read detect.VariableRead
		want bool
	}{
		{"API_TOKEN", detect.VariableRead{}, true},
		{"AUTH", detect.VariableRead{}, true},
		{"AUTH", detect.VariableRead{Default: "False", HasDefault: true}, false},
		{"USER_AUTH", detect.VariableRead{Kind: "switch"}, false},
		{"SECRET_COUNT_OF_THINGS", detect.VariableRead{Kind: "number"}, false},
		{"S3_ACCESS_KEY", detect.VariableRead{Default: "False", HasDefault: true}, true},
		{"VALUE", detect.VariableRead{To: []string{"pydantic.SecretStr"}}, true},
		{"CLIENT_ID", detect.VariableRead{To: []string{"pydantic.SecretStr"}}, true},
		{"MONGO_HOST", detect.VariableRead{To: []string{"pymongo.MongoClient"}}, false},
		{"DATABASE", detect.VariableRead{To: []string{"sqlalchemy.create_engine"}}, true},
		{"DB_PASS_OF_SHOP", detect.VariableRead{As: []string{"PASSWORD"}}, true},
		{"QUEUE_LOCATION", detect.VariableRead{Default: "redis://localhost:6379/0"}, true},
		{"BACKEND_ADDRESS", detect.VariableRead{Default: "https://me:pw@example.org/"}, true},
		{"SITE_URL", detect.VariableRead{Default: "https://example.org/@me"}, false},
	} {
		f := facts()
		f.Variables = []detect.Variable{variable(c.name, c.read)}
		s, err := build(t, f, config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Environment) != 1 || s.Environment[0].Secret != c.want {
			t.Errorf("%s %+v: %+v", c.name, c.read, s.Environment)
		}
	}
}
