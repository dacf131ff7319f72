package render

import (
	"slices"
	"testing"

	"github.com/pykube/pykube/internal/plan"
)

// TestAssignments shows how variables stand before a command: no value ends the word, and no name is more than one.
func TestAssignments(t *testing.T) {
	got, err := Assignments([]plan.EnvVar{{Name: "A", Value: "build-only"}, {Name: "B", Value: "a b; reboot"}, {Name: "C", Value: "$(id)"}, {Name: "D"}})
	if want := []string{"A=build-only", "B='a b; reboot'", "C='$(id)'", "D=''"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v", got, err)
	}
	for _, bad := range []plan.EnvVar{{Name: "A B", Value: "x"}, {Name: "A=B", Value: "x"}, {Name: "", Value: "x"}, {Name: "A;id", Value: "x"}, {Name: "A", Value: "x\ny"}} {
		if got, err := Assignments([]plan.EnvVar{bad}); err == nil {
			t.Errorf("%q: %q, want an error", bad, got)
		}
	}
}
