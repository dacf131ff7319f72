package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/detect"
)

func TestServiceNames(t *testing.T) {
	long := strings.Repeat("long", 15)
	for _, c := range []struct{ dirs, want []string }{ // DIR or DIR=PROJECT
		{[]string{"api", "web=shop"}, []string{"api", "shop"}},
		{[]string{"api=shop", "web=shop"}, []string{"api", "web"}},
		{[]string{"a/api", "b/api"}, []string{"a-api", "b-api"}},
		{[]string{"a/api", "b/api", "c=api"}, []string{"a-api", "b-api", "c"}},
		{[]string{"a/b-c", "a-b/c", "c", "b-c"}, []string{"b-c-", "c-", "c", "b-c"}},
		{[]string{"日本", "語"}, []string{"", ""}},
		{[]string{long + "/a", long + "/b", "a", "b"}, nil},
	} {
		var wishes []Wish
		for _, dir := range c.dirs {
			dir, project, named := strings.Cut(dir, "=")
			f := &detect.Facts{Directory: dir[strings.LastIndexByte(dir, '/')+1:]}
			f.Root = dir
			if named {
				f.Project = &detect.Project{Name: project}
			}
			wishes = append(wishes, Wish{Facts: f})
		}
		got := serviceNames(wishes)
		for i, name := range got {
			if name != "" && (!validName.MatchString(name) || len(name) > maxName || slices.Contains(got[:i], name)) {
				t.Errorf("%v: %q is no name, or another's", c.dirs, name)
			}
			if c.want != nil && !strings.HasPrefix(name, c.want[i]) {
				t.Errorf("%v: %v, want %v", c.dirs, got, c.want)
			}
		}
	}
}
