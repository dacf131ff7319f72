package detect

import (
	"regexp"
	"strings"
)

// settle puts together what is said of the same place, and adds what the whole tells.
func (b *behaviourSearch) settle() {
	b.readDiskSettings()
	places := map[string]int{}
	for _, w := range b.disk.writes {
		mark := map[string]string{FromRepository: inRepository + "/"}[w.From]
		if w.Kind == WriteScratch && !w.Directory && b.disk.read[mark+w.Path] && w.Path != "" {
			w.Kind, w.Lasting = WriteData, true
		}
		w.Shared = b.sharedWith(w)
		key := string(w.Kind) + " " + w.From + " " + w.Path
		if w.Path == "" {
			key += w.Evidence.String()
		} else if w.Kind != WriteDatabase {
			key = w.From + " " + directoryOf(w)
		}
		i, again := places[key]
		switch {
		case !again:
			places[key] = len(b.facts.Disk.Writes)
			b.facts.Disk.Writes = append(b.facts.Disk.Writes, w)
		default:
			before := &b.facts.Disk.Writes[i]
			before.Start = before.Start || w.Start
			if importance(w.Kind) < importance(before.Kind) {
				w.Start = before.Start
				*before = w
			}
		}
	}
	if len(b.facts.Disk.Writes) > maxNoted {
		b.facts.Disk.Writes = b.facts.Disk.Writes[:maxNoted]
	}
	b.settleLoads()
}

// readDiskSettings notes the places that a configuration names, as app.config["UPLOAD_FOLDER"]: of several values of one
// name the one for production counts.
func (b *behaviourSearch) readDiskSettings() {
	for _, name := range sortedKeys(b.config) {
		row, ok := b.tables.DiskSetting(name)
		if !ok && (strings.Contains(name, "DATABASE") || strings.Contains(name, "DB_")) { // of another extension
			row, ok = b.tables.DiskSetting("DATABASE_URL")
		}
		best, any := bestConfigured(b.config[name], func(c configured) bool { _, ok := b.says(c.at, c.value); return ok })
		if !ok || !any || best.at.file == b.django {
			continue
		}
		text, ok := b.says(best.at, best.value)
		form := row.Form
		if form == "url" {
			file, sqlite := sqliteFile(text.text)
			if ok = ok && sqlite; ok && name == "SQLALCHEMY_DATABASE_URI" && !absolute(file) {
				file = b.beside(file)
			}
			text.text, form = file, "path"
		}
		if ok {
			w := Write{Kind: WriteKind(row.Kind), By: name, Why: row.Why}
			if row.Form == "url" && !text.part {
				w.Unless = text.variable // it may name any database
			}
			w.Lasting = w.Kind == WriteDatabase || w.Kind == WriteUpload
			b.noteWrite(w, best.at, text, form, best.line, nil)
		}
	}
}

var beforeThree = regexp.MustCompile(`^[0-2]\.`)

// beside gives the file that Flask-SQLAlchemy takes a relative address for: since 3.0 it is in the instance folder, before
// beside the module of the application.
// Source: https://flask-sqlalchemy.readthedocs.io/en/stable/config/#connection-url-format
func (b *behaviourSearch) beside(file string) string {
	if b.flask == nil {
		return file
	}
	attribute := "instance_path"
	if listed := b.facts.Package("flask-sqlalchemy"); listed != nil && beforeThree.MatchString(listed.Version) {
		attribute = "root_path"
	}
	return b.flaskPath(attribute) + "/" + file
}
