package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// djangoFacts are of a program of Django that collects its static files.
func djangoFacts() *detect.Facts {
	f := facts()
	line := at("shop/settings.py", 7)
	f.Applications[0].Framework = "django"
	f.Django = &detect.Django{Settings: "shop.settings", SettingsFrom: at("manage.py", 3), Manage: "manage.py", AllowedHosts: []string{}}
	f.Static = detect.Static{
		App: &line, RootAt: &line, Root: "staticfiles", From: detect.FromRepository, WhiteNoise: &line, Settings: []string{"shop/settings.py"},
		FrontEnds: []detect.FrontEnd{}, Translations: []detect.Translations{},
	}
	return f
}

// stepText shows a step as it stands in a Dockerfile, without the interpreter's path.
func stepText(s Step) string {
	text := ""
	if s.Directory != "" {
		text = s.Directory + ": "
	}
	for _, v := range s.Environment {
		text += v.Name + "=" + v.Value + " "
	}
	for _, dir := range s.Scratch {
		text += "(" + dir + ") "
	}
	for _, secret := range s.Secrets {
		text += secret.ID + "? "
	}
	return text + strings.ReplaceAll(strings.Join(s.Argv, " "), venv+"/bin/", "")
}

// TestCollectStatic says which commands collect static files, what is set for them, and why they are not run.
func TestCollectStatic(t *testing.T) {
	line := at("shop/settings.py", 7)
	needs := func(name string, r detect.VariableRead) func(*detect.Facts) {
		return func(f *detect.Facts) {
			r.By, r.Reached, r.Evidence = "os", true, line
			f.Variables = append(f.Variables, detect.Variable{Name: name, Reads: []detect.VariableRead{r}})
		}
	}
	start := detect.NeededAtStart
	const collect = "DJANGO_SETTINGS_MODULE=shop.settings python manage.py collectstatic --noinput"
	set := func(values string) string {
		return "DJANGO_SETTINGS_MODULE=shop.settings " + values + " python manage.py collectstatic --noinput"
	}
	for _, c := range []struct {
		name         string
		change       func(*detect.Facts)
		want, advice string
	}{
		{"served by the program", func(*detect.Facts) {}, collect, ""},
		{"served by nobody", func(f *detect.Facts) { f.Static.WhiteNoise = nil }, collect, "nothing of the program that is known serves what is collected in /app/staticfiles"},
		{"without a directory", func(f *detect.Facts) { f.Static.RootAt, f.Static.WhiteNoise = nil, nil }, "", "only where DEBUG is set"},
		{"without a directory, served from where they stand", func(f *detect.Facts) { f.Static.RootAt = nil }, "", ""},
		{"the command is not there", func(f *detect.Facts) { f.Static.App = nil }, "", "django.contrib.staticfiles is not installed"},
		{"manage.py below the root", func(f *detect.Facts) { f.Django.Manage = "backend/manage.py" }, "/app/backend: " + collect, ""},
		{"no manage.py", func(f *detect.Facts) { f.Django.Manage = "" }, strings.Replace(collect, "manage.py", "-m django", 1), ""},
		{"a directory of its own", func(f *detect.Facts) { f.Static.Root, f.Static.From = "/srv/static", "" }, collect + " -> /srv/static", ""},
		{"above the source", func(f *detect.Facts) { f.Static.Root = "../static" }, collect + " -> /static", ""},
		{"a directory of the distribution", func(f *detect.Facts) { f.Static.Root, f.Static.From = "/usr/share", "" }, "", "/usr/share, which holds other files"},
		{"the source itself", func(f *detect.Facts) { f.Static.Root = "." }, "", "/app, which holds other files"},
		{"a directory that is empty at start", func(f *detect.Facts) { f.Static.Root, f.Static.From = "/tmp/static", "" }, "", "empty when a container starts"},
		{"a directory that is not known", func(f *detect.Facts) { f.Static.Root = "" }, collect, "where STATIC_ROOT leads is not known"},
		{"kept by a service", func(f *detect.Facts) { f.Static.Storage = "storages.backends.s3.S3Storage" }, "", "keeps the files elsewhere (S3)"},
		{
			"kept by a service, by a class of the repository",
			func(f *detect.Facts) {
				f.Static.Storage, f.Static.StorageBases = "shop.storage.Static", []string{"storages.backends.s3boto3.S3ManifestStaticStorage"}
			}, "", "keeps the files elsewhere (S3)",
		},
		{
			"kept by a service under a condition",
			func(f *detect.Facts) {
				f.Static.Storage, f.Static.StorageMaybe = "storages.backends.gcloud.GoogleCloudStorage", true
			}, collect, "is used under a condition",
		},
		{"the key", needs("KEY", detect.VariableRead{Fails: start, As: []string{"SECRET_KEY"}}), set("KEY=build-only"), ""},
		{"the key, which is empty", needs("KEY", detect.VariableRead{As: []string{"SECRET_KEY"}}), set("KEY=build-only"), ""},
		{"the key has a default", needs("KEY", detect.VariableRead{HasDefault: true, As: []string{"SECRET_KEY"}}), collect, ""},
		{"the key outside of DEBUG", needs("KEY", detect.VariableRead{Fails: detect.NeededSometimes, As: []string{"SECRET_KEY"}}), set("KEY=build-only"), ""},
		{"something else outside of DEBUG", needs("ENGINE", detect.VariableRead{Fails: detect.NeededSometimes}), collect, ""},
		{"a number", needs("N", detect.VariableRead{Fails: start, Kind: "number", To: []string{"int"}}), set("N=0"), ""},
		{"a database", needs("DB", detect.VariableRead{Fails: start, To: []string{"dj_database_url.parse"}}), set("DB=sqlite://"), ""},
		{"a database of django-environ", needs("DB", detect.VariableRead{Fails: start, To: []string{"django-environ.db"}}), set("DB=sqlite://"), ""},
		{
			"a form that is not known", needs("KEYS", detect.VariableRead{Fails: start, To: []string{"json.loads"}}),
			"DJANGO_SETTINGS_MODULE=shop.settings KEYS? python manage.py collectstatic --noinput", "",
		},
		{
			"what would stand in the files", needs("CDN", detect.VariableRead{Fails: start, As: []string{"STATIC_URL"}}),
			"DJANGO_SETTINGS_MODULE=shop.settings CDN? python manage.py collectstatic --noinput", "",
		},
		{"a name that no shell can set", needs("a b", detect.VariableRead{Fails: start}), collect, ""},
		{
			"compressed before the program starts",
			func(f *detect.Facts) { f.Static.Compressor, f.Static.Offline = &line, &line },
			collect + " && DJANGO_SETTINGS_MODULE=shop.settings python manage.py compress --force", "",
		},
		{
			"importing opens files",
			func(f *detect.Facts) {
				f.Disk.Writes = []detect.Write{
					{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "data/tasks.db", Lasting: true},
					{Kind: detect.WriteCache, From: detect.FromRepository, Path: "data/cache", Directory: true},
					{Kind: detect.WriteData, From: detect.FromRepository, Path: "staticfiles/made", Directory: true},
					{Kind: detect.WriteScratch, From: "", Path: "/tmp/x", Directory: true},
				}
			}, strings.Replace(collect, "python", "(/app/data) python", 1), "",
		},
		{
			"texts in other languages",
			func(f *detect.Facts) {
				f.Static.Translations = []detect.Translations{{Directory: "shop/locale", Domain: "django", Missing: 2, Evidence: at("shop/locale/fr/LC_MESSAGES/django.po", 0)}}
			}, "python -m django compilemessages && " + collect, "",
		},
		{
			"texts in directories that the settings name",
			func(f *detect.Facts) {
				f.Static.Translations = []detect.Translations{{Directory: "texts", Domain: "django", Missing: 1, Evidence: at("texts/fr/LC_MESSAGES/django.po", 0)}}
			}, "DJANGO_SETTINGS_MODULE=shop.settings python manage.py compilemessages && " + collect, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := djangoFacts()
			c.change(f)
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var steps []string
			for _, step := range s.Image.BuildSteps {
				steps = append(steps, stepText(step))
			}
			got := strings.Join(steps, " && ")
			for _, dir := range s.Image.Collected {
				got += " -> " + dir
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			advice := ""
			for _, a := range s.Advice {
				if a.Topic == "static files" {
					advice += a.Text
				}
			}
			if !strings.Contains(advice, c.advice) || (c.advice == "") != (advice == "") {
				t.Errorf("advice %q", advice)
			}
			if text := fmt.Sprint(s.Image.Env); strings.Contains(text, buildOnlyText) || strings.Contains(text, buildOnlyDatabase) {
				t.Errorf("what is set for a command is in the image: %s", text)
			}
		})
	}
}

// TestCollectLibraries says that the builder has what the program is linked with, where a command imports it.
func TestCollectLibraries(t *testing.T) {
	for _, collected := range []bool{true, false} {
		f := djangoFacts()
		f.Packages = append(f.Packages, detect.Package{Name: "psycopg", Specifier: ">=3", Evidence: at("requirements.txt", 2)})
		if !collected {
			f.Static.RootAt = nil
		}
		s, err := build(t, f, config.Options{Base: flag("base", "slim")})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(s.SystemPackages.Build, "libpq5"); got != collected || !slices.Contains(s.SystemPackages.Runtime, "libpq5") {
			t.Errorf("build: %v, runtime: %v", s.SystemPackages.Build, s.SystemPackages.Runtime)
		}
	}
}

// TestBabel says that texts for Babel are compiled, with the name that they have.
func TestBabel(t *testing.T) {
	f := facts()
	f.Packages = append(f.Packages, detect.Package{Name: "flask-babel", Evidence: at("requirements.txt", 2)})
	f.Static.Translations = []detect.Translations{
		{Directory: "app/translations", Domain: "messages", Missing: 1, Evidence: at("app/translations/es/LC_MESSAGES/messages.po", 0)},
		{Directory: "app/mail", Domain: "mail", Missing: 1, Evidence: at("app/mail/es/LC_MESSAGES/mail.po", 0)},
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, step := range s.Image.BuildSteps {
		got += stepText(step) + "; "
	}
	if want := "pybabel compile --directory app/translations; pybabel compile --directory app/mail --domain mail; "; got != want {
		t.Errorf("got %s", got)
	}
}
