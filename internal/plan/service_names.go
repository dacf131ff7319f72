package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

// serviceNames gives each service a name that no other of the repository has: the project's, else the directory's, else
// one made of the whole path. A service has the same name whichever of them are planned; "" where nothing gives one.
func serviceNames(wishes []Wish) []string {
	ways := make([][]string, len(wishes))
	names := make([]string, len(wishes))
	for i, w := range wishes {
		ways[i] = waysToName(w.Facts)
		names[i] = ways[i][0]
	}
	for again := true; again; {
		again = false
		count := map[string]int{}
		for _, name := range names {
			count[name]++
		}
		for i, name := range names {
			if count[name] > 1 && len(ways[i]) > 1 {
				ways[i] = ways[i][1:]
				names[i] = ways[i][0]
				again = true
			}
		}
	}
	return names
}

// waysToName lists possible names of a service, the best first; the last one is its own for certain.
func waysToName(f *detect.Facts) []string {
	var ways []string
	for _, name := range []string{naturalName(f), serviceName(f.Directory), serviceName(strings.ReplaceAll(f.Root, "/", "-"))} {
		if name != "" {
			ways = append(ways, name)
		}
	}
	if len(ways) == 0 {
		return []string{""} // chooseName asks
	}
	sum := sha256.Sum256([]byte(f.Root))
	short := serviceName(path.Base(ways[0]))
	return append(ways, strings.TrimRight(short[:min(len(short), maxName-7)], "-")+"-"+hex.EncodeToString(sum[:3]))
}

// naturalName is the name that a service has where nothing else is named so.
func naturalName(f *detect.Facts) string {
	if f.Project != nil && serviceName(f.Project.Name) != "" {
		return serviceName(f.Project.Name)
	}
	return serviceName(f.Directory)
}
