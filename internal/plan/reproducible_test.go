package plan

import (
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func TestWithoutDebug(t *testing.T) {
	compiles := func(more ...detect.Package) bool {
		f := facts()
		f.Packages = append(f.Packages, more...)
		s, err := build(t, f, config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s.Image.BuildEnv[0] == EnvVar{Name: "CFLAGS", Value: "-g0"}
	}
	if compiles() {
		t.Error("nothing is compiled, and the compiler is told something")
	}
	if !compiles(detect.Package{Name: "mysqlclient", Evidence: at("requirements.txt", 2)}) {
		t.Error("what is compiled has debug information, which differs from build to build")
	}
}
