package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// StartedProgram is another program that the program starts, by its name.
type StartedProgram struct {
	Name     string            `json:"name"`
	First    string            `json:"first,omitempty"` // its first argument, where that is known
	Known    bool              `json:"known,omitempty"` // the tables know what brings it
	Start    bool              `json:"start,omitempty"` // in a file that is imported when the program starts
	Evidence source.Evidence   `json:"evidence"`
	More     []source.Evidence `json:"more,omitempty"`
}

// starters are functions that start a program: by a list or by a line for a shell.
var starters = map[string]string{
	"subprocess.run": "argv", "subprocess.call": "argv", "subprocess.check_call": "argv", "subprocess.check_output": "argv", "subprocess.Popen": "argv",
	"asyncio.create_subprocess_exec": "words", "asyncio.create_subprocess_shell": "shell", "asyncio.subprocess.create_subprocess_exec": "words",
	"anyio.run_process": "argv", "anyio.open_process": "argv", "trio.run_process": "argv", "gevent.subprocess.run": "argv", "gevent.subprocess.Popen": "argv",
	"os.system": "shell", "os.popen": "shell", "subprocess.getoutput": "shell", "subprocess.getstatusoutput": "shell",
	"os.execvp": "words", "os.execv": "words", "os.execlp": "words", "os.spawnlp": "second", "os.spawnvp": "second",
	"shutil.which": "words", "distutils.spawn.find_executable": "words", "pexpect.spawn": "shell", "plumbum.local.get": "words",
}

// readProgram notes the program that a call starts.
func (b *behaviourSearch) readProgram(at spot, name string, call *pysource.Expr, _ []*pysource.Stmt) {
	how := starters[name]
	if how == "" && name == "" {
		how = b.handsOver(at, call)
	}
	if how == "" || oneOff(at.file) {
		return
	}
	if through := call.Keyword("shell"); len(b.facts.Behaviour.Shell) < maxNoted &&
		(how == "shell" && name != "pexpect.spawn" || through != nil && through.Kind == pysource.Constant && through.Name == "True") {
		b.facts.Behaviour.Shell = append(b.facts.Behaviour.Shell, b.tree.At(at.file, call.Line))
	}
	where := argument(call, "args", "cmd", "command", "program")
	if how == "second" && len(call.Args) > 1 {
		where = call.Args[1]
	}
	if where == nil {
		return
	}
	for _, words := range b.commands(at, where, how == "shell") {
		if how == "words" && len(words) == 1 && len(call.Args) > 1 {
			if next, ok := b.says(at, call.Args[1]); ok && next.whole {
				words = append(words, next.text)
			}
		}
		b.noteProgram(at, words, call.Line)
	}
}

// handsOver reports whether a call gives a written list to a function of the repository that starts a program.
func (b *behaviourSearch) handsOver(at spot, call *pysource.Expr) string {
	list := argument(call, "args", "cmd", "command")
	if list == nil || list.Kind != pysource.List || len(list.Args) < 2 {
		return ""
	}
	if word, ok := list.Args[0].Str(); ok {
		if _, known := b.tables.SystemProgram(path.Base(word)); !known {
			return ""
		}
	}
	def, where, ok := b.definition(at, call.X)
	if !ok || def.Kind != pysource.FunctionDef {
		return ""
	}
	if how, again := b.handers[def]; again {
		return how
	}
	found := ""
	pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if found == "" && e.Kind == pysource.Call && starters[b.foreign(where, e.X)] != "" {
				found = "argv"
			}
			return found == ""
		})
		return found == ""
	})
	b.handers[def] = found
	return found
}

// commands gives the first words of the commands that an expression makes.
func (b *behaviourSearch) commands(at spot, e *pysource.Expr, shell bool) [][]string {
	if words, ok := b.listWords(at, e, 4); ok {
		if len(words) > 2 && slices.Contains([]string{"sh", "bash", "/bin/sh", "/bin/bash"}, words[0]) && strings.HasSuffix(words[1], "c") {
			return shellCommands(words[2])
		}
		if len(words) > 1 && (words[0] == "sudo" || words[0] == "env" || words[0] == "nice" || words[0] == "timeout" || words[0] == "xvfb-run") {
			return [][]string{words[:1], words[1:]}
		}
		return [][]string{words}
	}
	text, ok := b.says(at, e)
	if !ok || text.text == "" {
		return nil
	}
	line := text.text
	if !text.whole {
		cut := strings.LastIndexAny(line, " \t\n")
		if cut < 0 {
			return nil // the name itself is not known
		}
		line = line[:cut]
	}
	if shell || strings.ContainsAny(line, " \t") {
		return shellCommands(line)
	}
	return [][]string{{line}}
}

// listWords gives the words at the beginning of a list, so far as they are known; false where it is no list.
func (b *behaviourSearch) listWords(at spot, e *pysource.Expr, hops int) ([]string, bool) {
	if e == nil || hops == 0 {
		return nil, false
	}
	switch e.Kind {
	case pysource.List, pysource.Tuple:
		var words []string
		for _, item := range e.Args[:min(len(e.Args), 4)] {
			text, ok := b.says(at, item)
			if !ok || !text.whole {
				break
			}
			words = append(words, text.text)
		}
		return words, true
	case pysource.BinOp:
		return b.listWords(at, e.X, hops-1)
	case pysource.Name:
		if found, ok := b.lookup(at, e.Name); ok && found.value != nil && found.value != e {
			return b.listWords(found.at, found.value, hops-1)
		}
	case pysource.Call:
		switch b.foreign(at, e.X) {
		case "shlex.split":
			if text, ok := b.says(at, argument(e)); ok {
				return strings.Fields(text.text), true
			}
			return nil, true
		case "builtins.list", "builtins.str", "builtins.tuple":
			return b.listWords(at, argument(e), hops-1)
		}
	}
	return nil, false
}

// shellCommands gives the first words of each command in a line for a shell.
func shellCommands(line string) [][]string {
	var found [][]string
	for part := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune("|;&\n()`", r) }) {
		words := strings.Fields(part)
		for len(words) > 0 && (strings.Contains(words[0], "=") || words[0] == "sudo" || words[0] == "exec" || words[0] == "nohup" || words[0] == "time") {
			words = words[1:]
		}
		if len(words) > 0 && !strings.HasPrefix(words[0], ">") && !strings.HasPrefix(words[0], "<") && len(found) < 10 {
			found = append(found, words[:min(len(words), 4)])
			if strings.HasPrefix(words[0], "powershell") {
				break // what follows is in another language
			}
		}
	}
	return found
}

// noteProgram adds a program, by the last part of its path.
func (b *behaviourSearch) noteProgram(at spot, words []string, line int) {
	if len(words) == 0 || len(words[0]) > 60 {
		return
	}
	name := strings.Trim(path.Base(words[0]), "\"'")
	if !programName(name) {
		return
	}
	row, known := b.tables.SystemProgram(name)
	first := ""
	for _, word := range words[1:] {
		first = strings.Trim(word, "\"'")
		break
	}
	if known && slices.Contains(row.Aside, first) {
		return
	}
	all := &b.facts.Behaviour.Programs
	evidence := b.tree.At(at.file, line)
	i := slices.IndexFunc(*all, func(p StartedProgram) bool { return p.Name == name })
	if i >= 0 {
		(*all)[i].Start = (*all)[i].Start || b.reached[at.file]
		if len((*all)[i].More) < 5 && evidence != (*all)[i].Evidence {
			(*all)[i].More = append((*all)[i].More, evidence)
		}
		return
	}
	if len(*all) < maxNoted {
		*all = append(*all, StartedProgram{Name: name, First: source.Printable(first), Known: known, Start: b.reached[at.file], Evidence: evidence})
	}
}

// programName reports whether a text can be the name of a program.
func programName(name string) bool {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("._+-", r) {
			return false
		}
	}
	return name != "" && name != "." && name != ".." && name[0] != '-'
}
