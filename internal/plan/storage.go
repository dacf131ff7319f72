package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// sizes of volumes, as Kubernetes quantities: a start, since only who runs the program knows how much is kept.
var sizes = map[detect.WriteKind]string{
	detect.WriteDatabase: "1Gi",
	detect.WriteUpload:   "5Gi",
	detect.WriteData:     "1Gi",
	detect.WriteLog:      "256Mi",
	detect.WriteCache:    "512Mi",
	detect.WriteScratch:  "256Mi",
	detect.WriteModel:    "10Gi",
}

// kept says what a kind of place holds.
var kept = map[detect.WriteKind]string{
	detect.WriteDatabase: "the database",
	detect.WriteUpload:   "what users upload",
	detect.WriteData:     "data",
	detect.WriteLog:      "logs",
	detect.WriteCache:    "a cache",
	detect.WriteScratch:  "files of the moment",
	detect.WriteModel:    "models that are fetched",
}

// chooseStorage decides which directories must be writable: the file system of the container is read-only. What must
// outlive the container is told apart.
func (p *planner) chooseStorage() error {
	p.service.Storage = []Storage{}
	d := Decision{Topic: "storage"}
	var hidden []detect.Write
	var reasons []string
	for _, w := range p.facts.Disk.Writes {
		if w.Path == "" || p.developmentDatabase(w) || p.otherProject(w) {
			continue
		}
		if p.local == nil && w.Lasting {
			p.local = &w
		}
		dir, ok := p.writtenDirectory(w)
		if !ok {
			hidden = append(hidden, w)
			continue
		}
		if below(dir, tmpDir) && w.Kind != detect.WriteModel && !w.Lasting {
			continue // it is writable
		}
		p.keepModels(w, dir)
		if p.addStorage(Storage{Path: dir, Lasting: w.Lasting, Size: sizes[w.Kind]}) {
			reasons = append(reasons, fmt.Sprintf("%s holds %s", dir, kept[w.Kind]))
			d.Evidence = append(d.Evidence, w.Evidence)
		}
	}
	slices.SortFunc(p.service.Storage, func(a, b Storage) int { return strings.Compare(a.Path, b.Path) })
	p.adviseHidden(hidden)
	p.adviseSQLite()
	p.adviseLogs()
	if len(p.service.Storage) == 0 {
		return nil
	}
	var choice []string
	for _, s := range p.service.Storage {
		if s.Lasting {
			choice = append(choice, s.Path+" ("+s.Size+", kept)")
		} else {
			choice = append(choice, s.Path+" ("+s.Size+")")
		}
	}
	d.Choice = strings.Join(choice, ", ")
	d.Reason = "the program writes there, and the rest of the file system is read-only: " + strings.Join(firstOf(reasons), "; ")
	d.Evidence = firstOf(d.Evidence)
	p.decide(d)
	return nil
}

// tmpDir is writable in every container that pykube writes, and HOME.
const tmpDir = "/tmp"

// writtenDirectory gives the directory of a place in the container; false where nothing can be mounted: it holds files
// of the program, or is not known.
func (p *planner) writtenDirectory(w detect.Write) (string, bool) {
	img := p.service.Image
	full := w.Path
	switch w.From {
	case detect.FromRepository:
		if !img.CopySource {
			return "", false // it stands where the package is installed
		}
		full = path.Join(img.Root, w.Path)
	case detect.FromWorking:
		full = path.Join(img.WorkingDir, w.Path)
	case detect.FromHome:
		full = path.Join(tmpDir, w.Path)
	}
	dir := full
	if !w.Directory {
		dir = path.Dir(full)
	}
	if w.Shared != "" || !plainDirectory(dir) || dir == tmpDir && w.Lasting {
		return "", false // /tmp goes with the container
	}
	for _, taken := range []string{img.Root, img.WorkingDir, img.Venv} {
		if below(taken, dir) || taken == img.Venv && below(dir, taken) {
			return "", false
		}
	}
	return dir, !slices.Contains(systemDirs, "/"+strings.SplitN(strings.TrimPrefix(dir, "/"), "/", 2)[0])
}

// systemDirs belong to the distribution.
var systemDirs = []string{"/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/proc", "/root", "/sbin", "/sys", "/usr"}

// below reports whether a directory is another one, or stands in it.
func below(dir, other string) bool {
	return dir == other || strings.HasPrefix(dir, strings.TrimSuffix(other, "/")+"/")
}

// plainDirectory reports whether a path can be mounted as it is.
func plainDirectory(dir string) bool {
	return strings.HasPrefix(dir, "/") && len(dir) <= 200 && dir == path.Clean(dir) && !strings.ContainsFunc(dir, notIn(plainShell+"/~"))
}

// addStorage adds a directory, unless one above it does what is needed. Those below it go with it.
func (p *planner) addStorage(s Storage) bool {
	all := p.service.Storage
	for _, other := range all {
		if below(s.Path, other.Path) && (other.Lasting || !s.Lasting) && other.Path != "" {
			return s.Path == other.Path && s.Lasting != other.Lasting
		}
	}
	all = slices.DeleteFunc(all, func(other Storage) bool { return below(other.Path, s.Path) && (s.Lasting || !other.Lasting) })
	p.service.Storage = append(all, s)
	return true
}

// otherProject reports whether a place is told by settings of Django, and something else is served.
func (p *planner) otherProject(w detect.Write) bool {
	return slices.Contains([]string{"CACHES", "DATABASES", "MEDIA_ROOT"}, w.By) && p.app.Kind == "web" && p.app.Framework != "django"
}

// developmentDatabase reports whether a database of SQLite only stands in: the program can take another one, and what
// reaches a server is installed.
func (p *planner) developmentDatabase(w detect.Write) bool {
	if w.Kind != detect.WriteDatabase || w.Unless == "" && w.Otherwise == nil {
		return false
	}
	return slices.ContainsFunc(p.tables.DatabaseServers(), func(name string) bool { return p.facts.Package(name) != nil })
}

// adviseHidden names the places where a volume would hide something.
func (p *planner) adviseHidden(hidden []detect.Write) {
	var named []string
	var lines []source.Evidence
	for _, w := range hidden {
		name := fmt.Sprintf("%s (%s)", w.Path, kept[w.Kind])
		if w.Path == "." {
			name = fmt.Sprintf("the working directory (%s)", kept[w.Kind])
		}
		if w.Variable != "" {
			name += ", which " + w.Variable + " can move"
		}
		named = append(named, name)
		lines = append(lines, w.Evidence)
	}
	if len(named) == 0 {
		return
	}
	p.advise(Advice{
		Topic: "storage", Evidence: firstOf(lines),
		Text: "the program writes where no volume can be mounted, since the directory holds files of the program or of the system: " +
			strings.Join(firstOf(named), "; ") + ". In a directory of its own it could be kept",
	})
}

// adviseSQLite says what a database in a file means for a program that runs more than once.
func (p *planner) adviseSQLite() {
	for _, w := range p.facts.Disk.Writes {
		switch {
		case w.Kind != detect.WriteDatabase || p.otherProject(w):
		case p.developmentDatabase(w):
			text := "the database is a file of SQLite unless the program is told otherwise"
			if w.Unless != "" {
				text += ": set " + w.Unless
			}
			lines := []source.Evidence{w.Evidence}
			if w.Otherwise != nil {
				lines = append(lines, *w.Otherwise)
			}
			p.advise(Advice{Topic: "database", Text: text + "; no volume is planned for it", Evidence: lines})
			return
		case w.Path != "":
			p.advise(Advice{
				Topic: "database", Evidence: []source.Evidence{w.Evidence},
				Text: "the database is a file that pods cannot share, so one pod runs, and nothing answers while it is replaced; with a database that is a server there can be several",
			})
			return
		}
	}
}

// adviseLogs says where logs belong.
func (p *planner) adviseLogs() {
	var lines []source.Evidence
	for _, w := range p.facts.Disk.Writes {
		if w.Kind == detect.WriteLog {
			lines = append(lines, w.Evidence)
		}
	}
	if len(lines) > 0 {
		p.advise(Advice{
			Topic: "logs", Evidence: firstOf(lines),
			Text: "logs are written to files, which go with the container: what is written to stdout is kept by the cluster",
		})
	}
}

// replicas says how many pods serve: one where they could not share what they keep.
func (p *planner) replicas() Decision {
	if w := p.local; w != nil {
		return Decision{
			Topic: "replicas", Choice: "1", Evidence: []source.Evidence{w.Evidence},
			Reason: kept[w.Kind] + " is on the disk of one pod, and several would each have their own",
		}
	}
	return Decision{
		Topic: "replicas", Choice: "2", Origin: "default",
		Reason: "one answers while the other is replaced, or its node is gone",
	}
}
