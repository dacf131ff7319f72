package packaging

import (
	"slices"
	"strings"
)

// pipFlags are the options of pip and of "uv pip" that take no value. All others that are not written with "=" take one.
var pipFlags = []string{
	"--no-deps", "--pre", "--user", "--upgrade", "-U", "--force-reinstall", "--ignore-installed", "-I", "--ignore-requires-python",
	"--no-build-isolation", "--use-pep517", "--no-use-pep517", "--check-build-dependencies", "--break-system-packages", "--compile", "--no-compile",
	"--no-warn-script-location", "--no-warn-conflicts", "--prefer-binary", "--require-hashes", "--no-require-hashes", "--no-clean", "--dry-run",
	"--no-index", "-h", "--help", "--debug", "--isolated", "--require-virtualenv", "-v", "-vv", "-vvv", "--verbose", "-V", "--version", "-q", "-qq",
	"-qqq", "--quiet", "--no-input", "--no-cache-dir", "--disable-pip-version-check", "--no-color", "--no-python-version-warning",
	"--system", "--no-cache", "-n", "--native-tls", "--offline", "--no-progress", "--all-extras", "--reinstall", "--no-build", "--no-sources",
	"--compile-bytecode", "--no-compile-bytecode", "--strict", "--exact", "--no-verify-hashes", "--verify-hashes", "--refresh", "--no-config",
	"--managed-python", "--no-managed-python", "--preview", "--no-binary-enable-wheel-cache", "--process-dependency-links", "--egg", "--allow-empty-requirements",
}

// pip reads "pip install …" and "pip wheel …", and after "uv" the same of "uv pip".
func (r *installReader) pip(manager, prefix string, words []string) {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") { // options of pip itself
		if !slices.Contains(pipFlags, words[0]) && !strings.HasPrefix(words[0], "--no-") && !strings.Contains(words[0], "=") && len(words) > 1 {
			words = words[1:]
		}
		words = words[1:]
	}
	if len(words) == 0 || !slices.Contains([]string{"install", "wheel", "sync", "download"}, words[0]) || words[0] == "download" && prefix != "" {
		return
	}
	in := r.start(manager)
	sync := words[0] == "sync"
	for i := 1; i < len(words); i++ {
		word := words[i]
		if !strings.HasPrefix(word, "-") || word == "-" {
			if sync {
				r.file(&in, word)
			} else {
				r.argument(&in, word, false)
			}
			continue
		}
		name, value, given := word, "", false
		switch {
		case strings.HasPrefix(word, "--"):
			name, value, given = strings.Cut(word, "=")
		case len(word) > 2 && strings.IndexByte("reciftpC", word[1]) >= 0:
			name, value, given = word[:2], strings.TrimPrefix(word[2:], "="), true
		}
		if slices.Contains(pipFlags, name) || !given && strings.HasPrefix(name, "--no-") && name != "--no-binary" && name != "--no-emit-package" {
			r.pipFlag(&in, name)
			continue
		}
		if !given {
			if i++; i == len(words) {
				break
			}
			value = words[i]
		}
		r.pipOption(&in, name, value)
	}
	if in.File != "" || len(in.Locals) > 0 || len(in.Packages) > 0 || len(in.Groups) > 0 || in.Open {
		r.add(in)
	}
}

func (r *installReader) pipFlag(in *Install, name string) {
	switch name {
	case "--no-deps":
		in.NoDeps = true
	case "--all-extras":
		in.Extras = append(in.Extras, "*")
	}
}

func (r *installReader) pipOption(in *Install, name, value string) {
	switch name {
	case "-r", "--requirement", "--requirements":
		r.file(in, value)
	case "-e", "--editable":
		r.argument(in, value, true)
	case "--extra":
		in.Extras = append(in.Extras, namesOf(in, value)...)
	case "--group", "--dependency-group":
		if _, group, ok := strings.Cut(value, ":"); ok {
			value = group
		}
		in.Groups = append(in.Groups, namesOf(in, value)...)
	}
}

// namesOf are the names of extras or groups in a value: "a", "a,b" or "a b".
func namesOf(in *Install, value string) []string {
	var found []string
	for _, name := range strings.FieldsFunc(value, func(r rune) bool { return r == ',' || r == ' ' }) {
		switch {
		case open(in, name):
		case name == ":all" || name == ":all:":
			found = append(found, "*")
		case ValidName(name):
			found = append(found, NormalName(name))
		}
	}
	return found
}
