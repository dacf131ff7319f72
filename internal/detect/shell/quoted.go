package shell

import "strings"

// Quoted are the strings in quotation marks of a line of JSON or TOML.
func Quoted(line string) []string {
	var found []string
	var b strings.Builder
	quote := byte(0)
	for i := 0; i < len(line) && len(found) < MaxWords; i++ {
		c := line[i]
		switch {
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
			b.Reset()
		case quote != 0 && c == quote:
			quote = 0
			found = append(found, b.String())
		case quote == '"' && c == '\\' && i+1 < len(line):
			i++
			b.WriteByte(line[i])
		case quote != 0:
			b.WriteByte(c)
		}
	}
	return found
}
