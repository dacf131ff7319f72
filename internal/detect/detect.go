package detect

import (
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Options is what detection is told. It holds what changes the facts that are looked for, not what is made of them.
type Options struct {
	// IgnoreDeploymentFiles leaves out Procfiles, Dockerfiles and their like as evidence.
	IgnoreDeploymentFiles bool
	// Services are directories that the user names as services, relative to the repository.
	Services []string

	part bool // the tree is the view of one service
}

// Detect reads the repository. It fails where a file that declares dependencies cannot be understood: what is
// installed would be a guess. A file of source that cannot be understood is named in Facts.Unread.
func Detect(tree *source.Tree, tables *knowledge.Tables, options Options) (*Facts, error) {
	f := emptyFacts(tree)
	if err := f.readPackaging(tree, tables, options); err != nil {
		return nil, err // it begins with file and line
	}
	f.findResembling(tree)
	p := newProgram(tree)
	f.PythonFiles = len(p.files)
	s := newSearch(p, tables, f.pinned)
	f.findApplications(s)
	f.findScripts(s)
	f.findPaste(s, tables)
	f.findRoutes(s, tables)
	f.findDjango(p, tables)
	f.findQueues(s)
	f.findMigrations(s, tables)
	f.findCommands(p, tables, options)
	f.findSpiders(s)
	f.findConsole(s)
	f.findSigns(s)
	f.findParts(s)
	f.findExposed(s)
	f.findServerConfigs(tree, tables)
	f.findGenerated(p)
	f.findTestImports(p)
	f.findContextFiles(p)
	f.findTestFiles(tree)
	f.findImports(p, tables)
	f.findVariables(p, tables, options)
	f.findBehaviour(p, tables)
	f.findStatic(p)
	f.findComposeFiles(tree)
	f.Unread = append(f.Unread, p.unread...)
	f.findServices(p, tables, options)
	return f, nil
}

func emptyFacts(tree *source.Tree) *Facts {
	return &Facts{
		Schema: Schema, Directory: tree.Name(), Python: []Python{}, Managers: []Manager{}, Installs: []Install{}, Direct: []Package{}, Imports: []Import{},
		Applications: []Application{}, Commands: []Command{}, Scripts: []Script{}, Configs: []Config{}, Exposed: []Exposed{}, Elsewhere: []string{}, ComposeFiles: []Named{}, Tests: Tests{Files: []source.Evidence{}, Asked: []TestNeed{}}, TestImports: []TestImport{}, Generated: []Generated{},
		Migrations: []Migration{}, AtStart: []AtStart{},
		Skipped: append([]source.Skip{}, tree.Skipped...), Unread: []Unread{}, Layout: emptyLayout(),
		Locales: []Locale{}, Fonts: []Font{}, Disk: emptyDisk(), Behaviour: emptyBehaviour(), Static: Static{FrontEnds: []FrontEnd{}, Translations: []Translations{}}, ContextFiles: []ContextFile{},
	}
}
