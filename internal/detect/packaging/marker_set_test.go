package packaging

import (
	"bytes"
	"encoding/json"
	"os/exec"
	"testing"
)

func TestMarkerSets(t *testing.T) {
	env := MarkerEnv{Python: "3.12", Lock: true, Extras: []string{"Pg_x"}, Groups: []string{"default", "dev"}}
	for _, test := range []struct {
		marker string
		want   bool
	}{
		{"'pg-x' in extras", true},
		{"'pg.X' in extras", true},
		{"'pg-x' not in extras", false},
		{"'pg' in extras", false},
		{"'default' in dependency_groups", true},
		{"'DEV' in dependency_groups and 'a' in extras", false},
		{"'DEV' in dependency_groups or 'a' in extras", true},
		{"'x' == extras", false},
		{"'x' != extras", true},
		{"'x' in dependency_groups or 'y' not in dependency_groups", true},
		{`python_version < '3.10' and 'default' in dependency_groups`, false},
	} {
		if held, err := MarkerHolds(test.marker, env); err != nil || held != test.want {
			t.Errorf("%s: %v, %v, want %v", test.marker, held, err, test.want)
		}
	}
	for _, bad := range []string{"extras == 'a'", "extras in 'a'", "'a' ~= extras", "'a' === extras", "extras in dependency_groups", "extras in extra"} {
		if held, err := MarkerHolds(bad, env); err == nil || held {
			t.Errorf("%s: %v, %v, want an error", bad, held, err)
		}
	}
	// Outside lock files pip fails on them.
	if _, err := MarkerHolds("'a' in extras", MarkerEnv{}); err == nil {
		t.Error("a set was taken outside a lock file")
	}
	if _, err := ParseRequirement("a; 'b' in dependency_groups"); err == nil {
		t.Error("a set was taken in a requirement")
	}
}

const setReference = `
import json, sys
try:
    from packaging.markers import Marker
    Marker("'a' in extras").evaluate({}, "lock_file")
except Exception:
    raise SystemExit("ModuleNotFoundError")
out = []
for text, extras, groups in json.load(sys.stdin):
    env = {"implementation_name": "cpython", "os_name": "posix", "sys_platform": "linux", "platform_system": "Linux",
        "python_version": "3.12", "python_full_version": "3.12.4", "extras": set(extras), "dependency_groups": set(groups)}
    try:
        out.append(str(Marker(text).evaluate(env, "lock_file")))
    except Exception:
        out.append("error")
json.dump(out, sys.stdout)
`

func TestMarkerSetsLikePackaging(t *testing.T) {
	var questions [][3]any
	for _, marker := range []string{
		"'a' in extras", "'A_b' in extras", "'a' not in extras", "'dev' in dependency_groups", "'Dev' in dependency_groups",
		"'dev' not in dependency_groups", "'a' == extras", "'a' != extras", "'a' < extras", "'a' >= extras", "'a' ~= extras", "'a' === extras",
		"extras == 'a'", "extras in 'a'", "'' in extras", "python_version >= '3.10' and ('a' in extras or 'dev' in dependency_groups)",
		"sys_platform == 'win32' and 'a' in extras or sys_platform == 'linux' and 'dev' in dependency_groups", "extras", "'a' in group",
	} {
		for _, extras := range [][]string{{}, {"a"}, {"a.B", "a"}} {
			for _, groups := range [][]string{{}, {"dev"}, {"DEV", "default"}} {
				questions = append(questions, [3]any{marker, extras, groups})
			}
		}
	}
	input, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(referencePython(t), "-c", setReference)
	cmd.Stdin = bytes.NewReader(input)
	output, err := cmd.Output()
	if err != nil {
		t.Fatalf("packaging 25 or later is needed to compare with: make test: %v", err)
	}
	var want []string
	if err := json.Unmarshal(output, &want); err != nil {
		t.Fatal(err)
	}
	for i, q := range questions {
		env := MarkerEnv{Python: "3.12.4", Machine: "x86_64", Lock: true, Extras: q[1].([]string), Groups: q[2].([]string)}
		held, err := MarkerHolds(q[0].(string), env)
		if got := word(held, err); got != want[i] {
			t.Errorf("%q with %v and %v: %s (%v), packaging: %s", q[0], q[1], q[2], got, err, want[i])
		}
	}
}
