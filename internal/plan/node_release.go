package plan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

var (
	nodePin   = regexp.MustCompile(`^[v=]?(\d{1,2})(?:\.(\d+|x|\*)(?:\.(\d+|x|\*))?)?$`)
	nodeTilde = regexp.MustCompile(`^~(\d{1,2}\.\d+)(?:\.\d+)?$`)
	nodeBound = regexp.MustCompile(`(>=|<=|>|<|\^|~|=)?\s*v?(\d{1,2})(?:\.(\d+|x|\*))?(?:\.(?:\d+|x|\*))?(?:-[0-9A-Za-z.]+)?`)
)

// nodeRelease chooses the release of Node.js that builds a front end: the one that the repository names, else the newest
// with long-term support that it allows. why is the reason.
func (p *planner) nodeRelease(fe detect.FrontEnd) (tag, why string) {
	nodes, said, at := p.tables.Nodes, strings.TrimSpace(fe.Install.Node), fe.Install.NodeAt
	newest, _ := nodes.Newest(func(int) bool { return true })
	if at == nil {
		return strconv.Itoa(newest.Version), nodes.Why + "; the repository names none"
	}
	named := fmt.Sprintf("%s names Node.js %s", at, said)
	if code, ok := strings.CutPrefix(said, "lts/"); ok && code != "*" {
		if row, ok := nodes.Named(code); ok {
			return strconv.Itoa(row.Version), named
		}
	}
	if m := nodePin.FindStringSubmatch(said); m != nil {
		tag := m[1]
		for _, part := range m[2:] {
			if part == "" || part == "x" || part == "*" {
				break
			}
			tag += "." + part
		}
		return tag, named
	}
	if m := nodeTilde.FindStringSubmatch(said); m != nil {
		return m[1], named
	}
	if nodeBound.MatchString(said) {
		if row, ok := nodes.Newest(func(major int) bool { return nodeAllows(said, major) }); ok {
			return strconv.Itoa(row.Version), named + ": the newest release with long-term support that it allows"
		}
		return nodeBound.FindStringSubmatch(said)[2], named
	}
	return strconv.Itoa(newest.Version), named + ": " + nodes.Why
}

// nodeAllows reports whether a range of npm allows the newest release of a major version.
// Grammar: https://github.com/npm/node-semver#ranges
func nodeAllows(said string, major int) bool {
	for alternative := range strings.SplitSeq(said, "||") {
		from, to, hyphen := strings.Cut(alternative, " - ")
		if hyphen {
			alternative = ">=" + strings.TrimSpace(from) + " <=" + strings.TrimSpace(to)
		}
		bounds := nodeBound.FindAllStringSubmatch(alternative, 8)
		fits := len(bounds) > 0
		for _, b := range bounds {
			n, _ := strconv.Atoi(b[2])
			part := b[3] != "" && b[3] != "x" && b[3] != "*"
			switch b[1] {
			case ">=":
				fits = fits && major >= n
			case ">":
				fits = fits && (major > n || part && major == n)
			case "<":
				fits = fits && major < n
			case "<=":
				fits = fits && (major < n || !part && major == n)
			default:
				fits = fits && major == n
			}
		}
		if fits || strings.TrimSpace(alternative) == "*" {
			return true
		}
	}
	return false
}
