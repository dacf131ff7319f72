package docs

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

// nativePage lists what packages of PyPI need of the distribution.
func nativePage(k *knowledge.Tables) string {
	var b strings.Builder
	b.WriteString("\n## Packages that need packages of the distribution\n\n" +
		"`build` is installed where the package is compiled, `linked` goes into the final image then, `runtime` always. Wheels for\n" +
		"glibc and musl: a release from which on there are some. Names behind a colon hold for that release of Debian alone.\n" +
		"A row of your own adds to the table, or takes the place of the one with its name, in pykube.toml:\n\n" +
		"```toml\n[[native]]\nname = \"psycopg2\"            # normalised (PEP 503); the rest is optional\n" +
		"manylinux = \"2.9.10\"         # musllinux = …: the first release with wheels; left out: none\n" +
		"programs = []\nunless = [\"psycopg2-binary\"] # packages of PyPI that bring what is needed\n" +
		"why = \"is compiled against the client library of PostgreSQL\"\nsource = \"https://www.psycopg.org/docs/install.html\"\nchecked = 2026-11-21\n" +
		"[native.debian]              # [native.debian.bookworm], [native.debian.trixie] for names of that release alone\n" +
		"build = [\"gcc\", \"libc6-dev\", \"libpq-dev\"]\nlinked = [\"libpq5\"]\nruntime = []\n" +
		"[native.alpine]\nbuild = [\"build-base\", \"libpq-dev\"]\nlinked = [\"libpq\"]\nsource = \"\"                  # where the names were read\n```\n\n" +
		"| package | wheels: glibc, musl | build | linked | runtime | Alpine | why | source |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, n := range k.Native {
		column := func(list func(knowledge.System) []string) string {
			parts := []string{strings.Join(list(n.Debian.System), " ")}
			for _, only := range []struct {
				name  string
				needs knowledge.System
			}{{"bookworm", n.Debian.Bookworm}, {"trixie", n.Debian.Trixie}} {
				if names := list(only.needs); len(names) > 0 {
					parts = append(parts, only.name+": "+strings.Join(names, " "))
				}
			}
			return strings.TrimSpace(strings.Join(parts, " "))
		}
		alpine := strings.Join(append(append(append([]string{}, n.Alpine.Build...), n.Alpine.Linked...), n.Alpine.Runtime...), " ")
		fmt.Fprintf(&b, "| %s | %s, %s | %s | %s | %s | %s | %s | %s |\n", n.Name, or(n.Manylinux, "–"), or(n.Musllinux, "–"),
			column(func(s knowledge.System) []string { return s.Build }), column(func(s knowledge.System) []string { return s.Linked }),
			column(func(s knowledge.System) []string { return s.Runtime }), alpine, n.Why, n.Source)
	}
	return b.String()
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
