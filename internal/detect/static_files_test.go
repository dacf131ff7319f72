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
