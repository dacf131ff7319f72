package detect

import (
	"fmt"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestGenerated tells from which directory a .proto file is compiled so that its modules are found, and find each other.
func TestGenerated(t *testing.T) {
	const proto = "-- %s --\nimport \"common.proto\";\nimport \"../../../outside.proto\";\n"
	for name, c := range map[string]struct{ files, want string }{
		"beside":         {fmt.Sprintf(proto, "a.proto") + "-- s.py --\nimport a_pb2\n", "[{[a.proto] . . false}]"},
		"elsewhere":      {fmt.Sprintf(proto, "protos/a.proto") + "-- protos/common.proto --\n-- s.py --\nimport a_pb2_grpc\n", "[{[protos/a.proto protos/common.proto] protos . false}]"},
		"same package":   {fmt.Sprintf(proto, "api/v1/a.proto") + "-- s.py --\nfrom api.v1 import a_pb2\n", "[{[api/v1/a.proto] . . false}]"},
		"relative":       {fmt.Sprintf(proto, "shop/a.proto") + "-- shop/__init__.py --\n-- shop/s.py --\nfrom . import a_pb2\n-- main.py --\nimport shop.s\n", "[{[shop/a.proto] . . false}]"},
		"other package":  {fmt.Sprintf(proto, "protos/a.proto") + "-- gen/__init__.py --\n-- s.py --\nfrom gen import a_pb2\n", "[{[protos/a.proto] protos gen true}]"},
		"there":          {fmt.Sprintf(proto, "a.proto") + "-- a_pb2.py --\n-- s.py --\nimport a_pb2\n", "[]"},
		"not ours":       {fmt.Sprintf(proto, "a.proto") + "-- s.py --\nfrom google.protobuf import empty_pb2\n", "[]"},
		"name of option": {fmt.Sprintf(proto, "-I/a.proto") + "-- s.py --\nimport a_pb2\n", "[]"},
	} {
		t.Run(name, func(t *testing.T) {
			facts := detectFiles(t, txtar.Parse([]byte(c.files)).Files)
			got := []string{}
			for _, g := range facts.Generated {
				got = append(got, fmt.Sprintf("{%v %s %s %v}", g.Protos, g.Include, g.Out, g.Misplaced))
			}
			if fmt.Sprint(got) != c.want {
				t.Errorf("got %v, want %s", got, c.want)
			}
		})
	}
}
