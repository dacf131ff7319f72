package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// deployed are words in the names of settings that are made for production.
var deployed = []string{"prod", "production", "live", "deploy", "deployment", "heroku", "docker", "kubernetes", "k8s"}

// chooseSettings says which settings of Django are used where there are several: the ones that the files of the
// repository name. Which others are right for a cluster is not known; where their names say so, it is advice.
func (p *planner) chooseSettings() error {
	dj := p.facts.Django
	if dj == nil || p.app.Framework != "django" || len(dj.Others) == 0 {
		return nil
	}
	d := Decision{
		Topic: "settings", Choice: dj.Settings, Evidence: []source.Evidence{dj.SettingsFrom},
		Reason: dj.SettingsFrom.File + " names them; DJANGO_SETTINGS_MODULE in the container's environment goes before it",
	}
	better := ""
	for _, file := range dj.Others {
		stem := strings.TrimSuffix(path.Base(file), ".py")
		d.Alternatives = append(d.Alternatives, Alternative{Choice: file, Reason: "nothing but its name speaks for it"})
		if better == "" && named(stem, deployed) {
			better = file
		}
	}
	p.decide(d)
	if last := dj.Settings[strings.LastIndexByte(dj.Settings, '.')+1:]; better != "" && !named(last, deployed) {
		p.advise(Advice{
			Topic: "settings", Evidence: []source.Evidence{dj.SettingsFrom},
			Text: fmt.Sprintf("%s stands beside the settings that are used, %s, and has the name of settings for production: set DJANGO_SETTINGS_MODULE where it is meant", better, dj.Settings),
		})
	}
	return nil
}

// named reports whether a part of a file's name is one of the words.
func named(stem string, words []string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToLower(stem), "_"), func(part string) bool { return slices.Contains(words, part) })
}
