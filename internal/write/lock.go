package write

import (
	"crypto/sha1" //nolint:gosec // git's name for a text, not a proof of anything
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// lockName is the file in the output root that remembers what pykube wrote.
const lockName = "pykube.lock"

// lockVersion is raised when an older pykube could no longer read the lock rightly.
const lockVersion = 1

const lockHeader = `# Written by pykube; commit it. It tells pykube which files are still as it wrote them.
version = 1

[files]
`

// lock holds, by path, what pykube wrote last. It holds neither a time nor the version of pykube: the same files
// make the same lock. On disk it is TOML with one file a line, so that git merges it well; read back is only what
// pykube itself writes, in any order, because a lock that someone edited does not say the truth any more.
type lock map[string]entry

// entry identifies a text.
type entry struct {
	sha256 string // of the text
	blob   string // git's id of it, by which the text is had from the objects of the repository
}

func entryOf(text []byte) entry {
	sum := sha256.Sum256(text)
	blob := sha1.Sum(append(fmt.Appendf(nil, "blob %d\x00", len(text)), text...)) //nolint:gosec // see the import
	return entry{sha256: hex.EncodeToString(sum[:]), blob: hex.EncodeToString(blob[:])}
}

// matches reports whether the text is the one that was written, line ends aside.
func (e entry) matches(text []byte) bool {
	return entryOf(text).sha256 == e.sha256 || entryOf(unixLines(text)).sha256 == e.sha256
}

func (l lock) paths() []string { return slices.Sorted(maps.Keys(l)) }

// text is the lock as it is written.
func (l lock) text() []byte {
	b := []byte(lockHeader)
	for _, name := range l.paths() {
		b = fmt.Appendf(b, "%s = { sha256 = %q, blob = %q }\n", strconv.Quote(name), l[name].sha256, l[name].blob)
	}
	return b
}

var (
	versionLine = regexp.MustCompile(`^version = ([0-9]{1,9})$`)
	entryLine   = regexp.MustCompile(`^("(?:[^"\\]|\\.)*") = \{ sha256 = "([0-9a-f]{64})", blob = "([0-9a-f]{40})" \}$`)
)

// parseLock reads what text wrote. It takes time and memory in proportion to raw, which look bounds.
func parseLock(raw []byte) (lock, error) {
	l := lock{}
	version, inFiles, n := false, false, 0
	for line := range strings.SplitSeq(string(unixLines(raw)), "\n") {
		n++
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if m := versionLine.FindStringSubmatch(line); m != nil && !version {
			if v, _ := strconv.Atoi(m[1]); v != lockVersion {
				return nil, &Error{
					Text: fmt.Sprintf("%s:%d: version %d, and this pykube knows only version %d", lockName, n, v, lockVersion),
					Hint: "go install github.com/pykube/pykube/cmd/pykube@latest",
				}
			}
			version = true
			continue
		}
		if line == "[files]" && version && !inFiles {
			inFiles = true
			continue
		}
		m := entryLine.FindStringSubmatch(line)
		if m == nil || !inFiles {
			return nil, damaged(n, "not a line that pykube writes")
		}
		name, err := strconv.Unquote(m[1])
		if err != nil || strconv.Quote(name) != m[1] {
			return nil, damaged(n, "a path that is not quoted as pykube quotes it")
		}
		if err := checkPath(name); err != nil {
			return nil, damaged(n, fmt.Sprintf("%q: %s", name, err))
		}
		if _, twice := l[name]; twice {
			return nil, damaged(n, fmt.Sprintf("%q: listed twice", name))
		}
		l[name] = entry{sha256: m[2], blob: m[3]}
	}
	if !inFiles {
		return nil, damaged(n, `no line "[files]" after a line "version = 1"`)
	}
	return l, nil
}

// damaged is the error for a lock that pykube did not write so. To delete it loses no text: files that hold what is
// wanted are adopted again, all others are conflicts.
func damaged(line int, what string) error {
	return &Error{Text: fmt.Sprintf("%s:%d: %s", lockName, line, what), Hint: "rm " + lockName}
}
