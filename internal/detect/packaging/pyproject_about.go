package packaging

import "strings"

// About is what [project] tells people of the project. Nothing of it changes what is installed, so that a value of
// another kind, or one that cannot be printed, is passed over.
type About struct {
	Description Located
	License     Located            // an SPDX expression (PEP 639), as written
	URLs        map[string]Located // by normal label (PEP 753)
}

func (p *PyProject) readAbout(d *document) {
	text := func(n *node) Located {
		if n == nil || n.kind != textKind || unprintable(n.text) {
			return Located{}
		}
		return Located{Value: n.text, Evidence: d.at(n.line)}
	}
	p.About.Description = text(d.root.find("project", "description"))
	p.About.License = text(d.root.find("project", "license")) // a table holds free text
	p.About.URLs = map[string]Located{}
	if urls := d.root.find("project", "urls"); urls != nil && urls.kind == tableKind {
		for _, label := range urls.keys {
			if url := text(urls.table[label]); url.Value != "" {
				p.About.URLs[normalLabel(label)] = url
			}
		}
	}
}

// normalLabel is a label of a URL without punctuation and white space, in small letters.
// Source: https://packaging.python.org/en/latest/specifications/well-known-project-urls/
func normalLabel(label string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' && r < 'A' || r > 'Z' && r < 'a' || r > 'z' && r < 0x80 {
			return -1
		}
		return r
	}, label))
}
