package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// uploadWords stand where a program of Django keeps files of its users.
var uploadWords = []string{"FileField(", "ImageField(", "default_storage", "FilerImageField", "FilerFileField", "ThumbnailerImageField", "ProcessedImageField", "StdImageField"}

// uploadApps are applications of Django that keep files by themselves.
var uploadApps = []string{"wagtail.images", "wagtail.documents", "filer", "ckeditor_uploader", "oscar", "django_summernote", "cms", "photologue", "mdeditor"}

// djangoUploads notes MEDIA_ROOT, where something of the program keeps files there.
func (b *behaviourSearch) djangoUploads(values map[string][]settingValue) {
	var used *source.Evidence
	for _, file := range b.program.files {
		raw := b.text(file)
		if !b.own(file) || bytes.Contains(raw, []byte("forms.Form")) && !bytes.Contains(raw, []byte("models.")) {
			continue
		}
		for _, word := range uploadWords {
			if bytes.Contains(raw, []byte(word)) && !strings.Contains(file, "/migrations/") && !strings.HasSuffix(file, "forms.py") && !strings.HasSuffix(file, "serializers.py") {
				used = b.lineOfCode(file, word)
				break
			}
		}
		if used != nil {
			break
		}
	}
	if used == nil && !b.facts.imports(uploadApps) {
		return
	}
	var remote *source.Evidence
	for _, v := range slices.Concat(values["DEFAULT_FILE_STORAGE"], values["STORAGES"]) {
		local := true
		v.value.Walk(func(e *pysource.Expr) bool {
			if text, ok := e.Str(); ok && strings.Contains(text, ".") && remoteStorage(text) {
				local = false
			}
			return true
		})
		if local {
			continue
		}
		if at := b.tree.At(v.at.file, v.line); v.conditional {
			remote = &at
		} else {
			return
		}
	}
	media := values["MEDIA_ROOT"]
	if len(media) == 0 {
		if used == nil {
			return
		}
		w := Write{Kind: WriteUpload, By: "MEDIA_ROOT", Path: ".", From: FromWorking, Directory: true, Lasting: true, Why: "keeps what users upload; MEDIA_ROOT is not set, so that is the working directory", Evidence: *used, Otherwise: remote}
		b.disk.writes = append(b.disk.writes, w)
		return
	}
	for _, v := range media {
		text, ok := b.says(v.at, v.value)
		if !ok && text.variable == "" {
			text = said{}
		}
		before := len(b.disk.writes)
		b.noteWrite(Write{Kind: WriteUpload, By: "MEDIA_ROOT", Why: "keeps what users upload in a directory", Lasting: true, Otherwise: remote}, v.at, text, "directory", v.line, nil)
		if len(b.disk.writes) > before {
			b.disk.writes[before].Start = false
			return
		}
	}
}

// remoteStorage recognises the names of storages that keep files elsewhere.
func remoteStorage(name string) bool {
	name = strings.ToLower(name)
	for _, word := range []string{"s3", "gcloud", "azure", "boto", "cloudinary", "dropbox", "sftp", "oss", "minio", "supabase"} {
		if strings.Contains(name, word) {
			return true
		}
	}
	return false
}

// imports reports whether the program imports one of the modules, or names it in its settings.
func (f *Facts) imports(modules []string) bool {
	return slices.ContainsFunc(f.Imports, func(imp Import) bool {
		return imp.Kind.AtLeast(ImportNamed) && slices.ContainsFunc(modules, func(m string) bool {
			top, _, _ := strings.Cut(m, ".")
			return imp.Module == top || imp.Module == m
		})
	})
}
