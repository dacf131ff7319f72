package docs

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

// variablesPage lists how variables of the environment are recognised, and what their names say.
func variablesPage(k *knowledge.Tables) string {
	var b strings.Builder
	b.WriteString("\n## Environment variables\n\n| library | why | source |\n| --- | --- | --- |\n")
	v := k.Variables
	for _, r := range v.Readers {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", r.Name, r.Why, r.Source)
	}
	for _, s := range v.Settings {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", s.Class, s.Why, s.Source)
	}
	for _, o := range v.Options {
		fmt.Fprintf(&b, "| `%s=` | %s | %s |\n", o.Keyword, o.Why, o.Source)
	}
	for _, p := range v.Prefixes {
		fmt.Fprintf(&b, "| %s%s | %s | %s |\n", p.Call, p.Method, p.Why, p.Source)
	}
	words := func(list []string) string { return strings.ToLower(strings.Join(list, ", ")) }
	fmt.Fprintf(&b, "\nA name ends with a secret where its last words are: %s. It is plain where it begins with: %s; or ends with: %s, %s. Else it is a secret where it holds: %s; or ends with: %s.\n",
		words(v.Words.Addresses), words(v.Words.First), words(v.Words.Last), words(v.Words.Public), words(v.Words.Anywhere), words(v.Words.End))
	b.WriteString("\nLeft out:\n\n| variables | why |\n| --- | --- |\n")
	for _, o := range v.Own {
		names := append([]string{}, o.Names...)
		for _, p := range o.Prefixes {
			names = append(names, p+"…")
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(names, ", "), o.Why)
	}
	return b.String()
}
