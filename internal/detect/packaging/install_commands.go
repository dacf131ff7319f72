package packaging

import "github.com/pykube/pykube/internal/source"

// Install is a command of a file of the repository that installs packages of Python.
type Install struct {
	// Manager is "pip", "uv pip", "uv", "poetry", "pipenv", "pdm", "conda", "pixi" or "pip-sync".
	Manager  string
	File     string   // what it installs from, relative to the root: requirements.txt, environment.yml; "" for the manager's own files
	Locals   []Local  // directories of the repository that it installs, with their extras
	Packages []string // requirements on the command line, as written: "gunicorn", "psycopg2==2.9"
	Extras   []string // extras of the project, by normal name; "*" for all
	Groups   []string // dependency groups asked for, by normal name; "*" for all
	Without  []string // groups left out
	Only     []string // groups that alone are installed
	NoDev    bool     // the groups for development are left out: --no-dev, --only main, --prod
	NoDeps   bool     // --no-deps
	Frozen   bool     // it insists on the lock: --frozen, --locked, --deploy
	Export   bool     // it writes a list for another command to install
	Open     bool     // an argument holds a variable whose value the file does not tell
	Dev      bool     // the file is for development or tests, by its name or place
	Evidence source.Evidence
}
