package knowledge

import "testing"

// TestNodes says which release of Node.js is the newest with long-term support, and which have ended.
func TestNodes(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	n := tables.Nodes
	if row, ok := n.Newest(func(int) bool { return true }); !ok || row.LTS.String() > n.Checked.String() || n.Ended(row.Version) != "" {
		t.Errorf("the newest is %d, %v", row.Version, ok)
	}
	if row, ok := n.Newest(func(major int) bool { return major < 20 }); !ok || row.Version != 18 {
		t.Errorf("the newest before 20 is %d, %v", row.Version, ok)
	}
	if row, ok := n.Named("Iron"); !ok || row.Version != 20 || n.Ended(20) != "2026-04-30" {
		t.Errorf("Iron is %d, %v, ended %q", row.Version, ok, n.Ended(20))
	}
	n.Checked.Year = 2026
	n.Checked.Month, n.Checked.Day = 10, 27
	if row, _ := n.Newest(func(int) bool { return true }); row.Version != 24 {
		t.Errorf("on the day before 26 has long-term support the newest is %d", row.Version)
	}
	if _, ok := n.Named(""); ok {
		t.Error("a release without a codename is found by none")
	}
}

func TestRemoteStorage(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for class, want := range map[string]string{
		"storages.backends.s3.S3StaticStorage": "S3", "storages.backends.gcloud.GoogleCloudStorage": "Google Cloud Storage",
		"whitenoise.storage.CompressedManifestStaticFilesStorage": "", "django.contrib.staticfiles.storage.ManifestStaticFilesStorage": "", "": "",
	} {
		if got := tables.RemoteStorage(class); got != want {
			t.Errorf("%s: %q, want %q", class, got, want)
		}
	}
}

// TestMadeRefuses says what the tables of what makes files do not hold.
func TestMadeRefuses(t *testing.T) {
	for name, change := range map[string]func(*Tables){
		"no release":             func(t *Tables) { t.Nodes.Node = nil },
		"releases in no order":   func(t *Tables) { t.Nodes.Node = []Node{t.Nodes.Node[1], t.Nodes.Node[0]} },
		"a manager without lock": func(t *Tables) { t.Nodes.Manager = []NodeManager{{Name: "npm"}} },
		"no reason":              func(t *Tables) { t.Nodes.Why = "" },
		"a storage twice":        func(t *Tables) { t.storages.Storage = append(t.storages.Storage[:1:1], t.storages.Storage[0]) },
	} {
		tables, err := Load()
		if err != nil {
			t.Fatal(err)
		}
		change(tables)
		if tables.checkMade() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
