package docs

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/plan"
)

// TestInstalling keeps the table of installing.md: what each golden case is installed from, and with which commands.
func TestInstalling(t *testing.T) {
	const name, start, end = "installing.md", "<!-- cases -->\n", "<!-- end -->\n"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	whole := strings.ReplaceAll(string(text), "\r\n", "\n")
	before, rest, ok := strings.Cut(whole, start)
	_, after, found := strings.Cut(rest, end)
	if !ok || !found {
		t.Fatalf("%s has no place for the table", name)
	}
	plans, err := filepath.Glob("../golden/*/want/plan.json")
	if err != nil || len(plans) == 0 {
		t.Fatalf("no plans: %v", err)
	}
	var b strings.Builder
	var seen []string
	b.WriteString("| from | commands | case |\n| --- | --- | --- |\n")
	for _, file := range plans {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var p plan.Plan
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		golden := filepath.Base(filepath.Dir(filepath.Dir(file)))
		for _, s := range p.Services {
			row := fmt.Sprintf("| %s | %s |", from(s), commands(s))
			if !slices.Contains(seen, row) {
				seen = append(seen, row)
				fmt.Fprintf(&b, "%s [%s](../golden/%s) |\n", row, golden, golden)
			}
		}
	}
	page(t, name, before+start+b.String()+end+after)
}

// from is the file that a service is installed from.
func from(s plan.Service) string {
	for _, d := range s.Decisions {
		if d.Topic == "package_manager" && len(d.Evidence) > 0 {
			return fmt.Sprintf("`%s`, %s", strings.TrimPrefix(d.Evidence[0].File, s.Root+"/"), d.Choice)
		}
	}
	return s.PackageManager
}

// commands are those that install, without what prepares and cleans up.
func commands(s plan.Service) string {
	var found []string
	for _, step := range slices.Concat(s.Image.Install, s.Image.BuildSteps) {
		if step.Argv[0] != "rm" && !strings.Contains(strings.Join(step.Argv, " "), "install gunicorn==") {
			found = append(found, "`"+strings.Join(step.Argv, " ")+"`")
		}
	}
	return strings.Join(found, "<br>")
}
