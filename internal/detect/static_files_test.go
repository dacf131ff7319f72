package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestStatic says what the settings of Django say of static files.
func TestStatic(t *testing.T) {
	settings := `from .base import *
STATIC_ROOT = BASE_DIR / "collected"
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
if DEBUG:
    STATIC_ROOT = "/dev/shm"
-- shop/base.py --
from pathlib import Path
BASE_DIR = Path(__file__).parents[1]
DEBUG = False
INSTALLED_APPS = ["django.contrib.staticfiles", "compressor"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
`
	st := detectFiles(t, txtar.Parse([]byte(djangoStart+"-- shop/settings.py --\n"+settings)).Files).Static
	got := fmt.Sprint(st.Root, " ", st.From, " ", st.RootAt, " ", st.Storage, " ", st.WhiteNoise, " ", st.App, " ", st.Compressor)
	want := "collected repository shop/settings.py:2 whitenoise.storage.CompressedManifestStaticFilesStorage shop/base.py:5 shop/base.py:4 shop/base.py:4"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestStaticStorage says which class keeps the static files: the repository's own is followed to those that it is made from.
func TestStaticStorage(t *testing.T) {
	const remote = "from storages.backends.s3boto3 import S3ManifestStaticStorage\nclass Static(S3ManifestStaticStorage):\n    pass\n"
	for _, c := range []struct {
		name, settings, want string
	}{
		{"its own class", "STATICFILES_STORAGE = \"shop.storage.Static\"\n", "shop.storage.Static [storages.backends.s3boto3.S3ManifestStaticStorage] false"},
		{
			"under a condition, with another one for the rest",
			"import os\nif os.environ.get(\"S3\"):\n    STATICFILES_STORAGE = \"shop.storage.Static\"\nSTORAGES = {}\nSTORAGES[\"staticfiles\"] = {\"BACKEND\": \"whitenoise.storage.CompressedStaticFilesStorage\"}\n",
			"whitenoise.storage.CompressedStaticFilesStorage [] false",
		},
		{"under a condition alone", "if S3:\n    STATICFILES_STORAGE = \"shop.storage.Static\"\n", "shop.storage.Static [storages.backends.s3boto3.S3ManifestStaticStorage] true"},
		{"computed", "STATICFILES_STORAGE = name()\n", " [] false"},
	} {
		st := detectFiles(t, txtar.Parse([]byte(djangoStart+"-- shop/settings.py --\n"+c.settings+"-- shop/storage.py --\n"+remote)).Files).Static
		if got := fmt.Sprint(st.Storage, " ", st.StorageBases, " ", st.StorageMaybe); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

// TestTranslations lists the directories of texts that are not compiled.
func TestTranslations(t *testing.T) {
	files := "-- shop/locale/fr/LC_MESSAGES/django.po --\n-- shop/locale/de/LC_MESSAGES/django.po --\n-- shop/locale/de/LC_MESSAGES/djangojs.po --\n-- shop/locale/de/LC_MESSAGES/djangojs.mo --\n" +
		"-- tests/locale/fr/LC_MESSAGES/django.po --\n-- docs/locale/fr/LC_MESSAGES/index.po --\n-- shop/es/messages.po --\n"
	got := ""
	for _, found := range detectFiles(t, txtar.Parse([]byte(fastapiFile+files)).Files).Static.Translations {
		got += fmt.Sprint(found.Directory, " ", found.Domain, " ", found.Missing, " ", found.Evidence, "; ")
	}
	if want := "shop/locale django 2 shop/locale/de/LC_MESSAGES/django.po; "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestFrontEndInstall says how packages are installed, and what is needed for it.
func TestFrontEndInstall(t *testing.T) {
	script := `"scripts": {"build": "vite build"}`
	for _, c := range []struct {
		name, files, want string
	}{
		{
			"npm with a lock, Node.js by .nvmrc above it",
			"-- web/package.json --\n{" + script + `, "engines": {"node": ">=18"}}` + "\n-- web/package-lock.json --\n-- .nvmrc --\nv20.11.0\n",
			"npm root=web lock=web/package-lock.json node=v20.11.0 files=web/package-lock.json,web/package.json",
		},
		{
			"pnpm by its lock, with a registry and patches",
			"-- web/package.json --\n{" + script + `, "packageManager": "pnpm@9.1.0+sha512.ab", "volta": {"node": "20.1.0"}}` + "\n-- web/pnpm-lock.yaml --\nlockfileVersion: '9.0'\n-- web/.npmrc --\n//npm.example.com/:_authToken=${NPM_TOKEN}\n-- web/patches/a.patch --\n",
			"pnpm root=web lock=web/pnpm-lock.yaml format=9.0 version=9.1.0 node=20.1.0 files=web/pnpm-lock.yaml,web/package.json,web/.npmrc dirs=web/patches variables=NPM_TOKEN",
		},
		{
			"yarn of a workspace: all of it is installed",
			"-- package.json --\n{\"workspaces\": [\"web\"]}\n-- yarn.lock --\n__metadata:\n  version: 8\n-- web/package.json --\n{" + script + "}\n",
			"yarn root=. lock=yarn.lock format=berry files=yarn.lock,web/package.json whole=package.json:1",
		},
		{
			"a lock above that is not its own",
			"-- package.json --\n{}\n-- yarn.lock --\n# yarn lockfile v1\n-- web/package.json --\n{" + script + "}\n",
			"yarn root=web files=web/package.json",
		},
		{
			"a script of the installation, and one that needs nothing",
			"-- web/package.json --\n{\n\"scripts\": {\"build\": \"vite build\", \"prepare\": \"husky install\",\n\"postinstall\": \"node setup.js\"}}\n",
			"npm root=web files=web/package.json whole=web/package.json:3",
		},
		{
			"a style sheet that reads templates",
			"-- web/package.json --\n{" + script + "}\n-- web/src/site.css --\n@import \"../fonts.css\";\n@source \"../../templates\";\n",
			"npm root=web files=web/package.json outside=web/src/site.css:2",
		},
		{
			"where it writes is nothing that it reads",
			"-- web/package.json --\n{" + script + "}\n-- web/vite.config.js --\nexport default { build: { outDir: \"../app/static\" } }\n",
			"npm root=web files=web/package.json",
		},
		{"types that nobody writes", "-- web/package.json --\n{" + script + `, "engines": [], "volta": 3}` + "\n", "npm root=web files=web/package.json"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := []string{}
			for _, fe := range detectFiles(t, txtar.Parse([]byte(fastapiFile+c.files)).Files).Static.FrontEnds {
				in := fe.Install
				text := fe.Manager + " root=" + in.Root
				for _, part := range []struct{ name, value string }{
					{"lock", in.Lock}, {"format", in.Format}, {"version", in.Version}, {"node", in.Node}, {"files", strings.Join(in.Files, ",")}, {"dirs", strings.Join(in.Dirs, ",")},
				} {
					if part.value != "" {
						text += " " + part.name + "=" + part.value
					}
				}
				for _, v := range in.Variables {
					text += " variables=" + v.Name
				}
				if in.Whole != nil {
					text += " whole=" + in.Whole.String()
				}
				if in.Outside != nil {
					text += " outside=" + in.Outside.String()
				}
				got = append(got, text)
			}
			if !slices.Equal(got, []string{c.want}) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestFrontEnds says what builds pages, into which directory, and which line of the program serves that.
func TestFrontEnds(t *testing.T) {
	for _, c := range []struct {
		name, files, want string
	}{
		{
			"vite, served by the program",
			"-- web/package.json --\n{\n  \"scripts\": {\"build\": \"tsc && vite build\"}\n}\n-- web/pnpm-lock.yaml --\n-- lib.py --\nfrom fastapi.staticfiles import StaticFiles\npages = StaticFiles(directory=\"web/dist\")\n",
			"web vite pnpm -> web/dist by lib.py:2",
		},
		{
			"an output that the configuration names, by a script of a script",
			"-- ui/package.json --\n{\"scripts\": {\"build\": \"npm run build:js\", \"build:js\": \"vite build\"}}\n-- ui/vite.config.ts --\nexport default { build: { outDir: path.resolve(__dirname, '..', 'app', \"static\") } }\n",
			"ui vite npm -> app/static",
		},
		{
			"an output that leads out of the repository is none",
			"-- package.json --\n{\"packageManager\": \"yarn@4.1\", \"scripts\": {\"build\": \"esbuild a.js --outdir=../../etc\"}}\n",
			". esbuild yarn -> ",
		},
		{
			"built already",
			"-- package.json --\n{\"scripts\": {\"build\": \"webpack\"}}\n-- yarn.lock --\n-- dist/main.bundle.js --\n",
			". webpack yarn -> dist built",
		},
		{
			"a list of what was made, beside it", "-- web/package.json --\n{\"scripts\": {\"build\": \"webpack\"}, \"devDependencies\": {\"webpack-bundle-tracker\": \"3\"}}\n",
			"web webpack npm -> web/dist beside",
		},
		{
			"two ways to build", "-- web/package.json --\n{\"scripts\": {\"build\": \"vite build\"}}\n-- web/vite.config.js --\nconst a = { outDir: 'one' }\nconst b = { outDir: 'two' }\n",
			"web vite npm -> web/one beside",
		},
		{"nothing to build", "-- package.json --\n{\"scripts\": {\"lint\": \"eslint .\"}}\n", ""},
		{"no JSON", "-- package.json --\n{\"scripts\": {\"build\": \"vite build\"}\n", ""},
		{"other types", "-- package.json --\n{\"scripts\": [\"build\"]}\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, fe := range detectFiles(t, txtar.Parse([]byte(fastapiFile+c.files)).Files).Static.FrontEnds {
				text := fmt.Sprintf("%s %s %s -> %s", fe.Directory, fe.Tool, fe.Manager, fe.Output)
				if fe.Built {
					text += " built"
				}
				if fe.Beside {
					text += " beside"
				}
				if fe.UsedBy != nil {
					text += " by " + fe.UsedBy.String()
				}
				got = append(got, text)
			}
			if want := strings.FieldsFunc(c.want, func(r rune) bool { return r == '\n' }); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
