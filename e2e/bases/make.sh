#!/usr/bin/env bash
# Makes sure that the engine has the base images named on the command line:
#
#     eval "$(e2e/engine.sh)"; e2e/bases/make.sh python:3.14-slim-trixie ghcr.io/astral-sh/uv:0.13.8
#
# An image that is there stays; else it is pulled; where no registry answers, a stand-in is made from Debian's packages
# (Python), from PyPI (uv) or from npm (Node.js). Prints one line for each: reference, tab, pulled|stand-in|unavailable, tab, a note.
# A stand-in carries the label pykube.e2e.stand-in with what it really is.
set -euo pipefail
cd "$(dirname "$0")"

DOCKER=${DOCKER:-docker}
export DOCKER_BUILDKIT=1
label=pykube.e2e.stand-in
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# One at a time, where flock exists: what two would make at once has the same name.
if command -v flock >/dev/null; then exec 9<.; flock 9; fi

say() { echo "bases: $*" >&2; }
answer() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }

# quiet NAME COMMAND...: its output goes to a log, whose end is shown if it fails.
quiet() {
  local name=$1 start=$SECONDS; shift
  "$@" >"$work/$name.log" 2>&1 </dev/null || { tail -15 "$work/$name.log" >&2; return 1; }
  say "$name: $((SECONDS - start)) s"
}

# need PROGRAM PACKAGE...: a program of this machine, installed where it is missing.
need() {
  local program=$1; shift
  ! command -v "$program" >/dev/null || return 0
  quiet apt-update apt-get update && quiet "$program" apt-get install -y --no-install-recommends "$@"
}

# release_of VERSION: the release that has this Python. Debian's stable releases have one each, the coming one several;
# 3.12 was in none, so Ubuntu's 24.04 gives it.
release_of() {
  case $1 in
    3.11) echo bookworm ;;
    3.12) echo noble ;;
    3.13) echo trixie ;;
    3.14 | 3.15) echo forky ;;
    *) return 1 ;;
  esac
}

# The mirror of this machine's own apt, if it is a Debian one.
debian_mirror() {
  local site
  # shellcheck disable=SC2016 # $(SITE) is apt's
  site=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m1 -E '/debian/?$' || true)
  echo "${E2E_DEBIAN_MIRROR:-${site:-http://deb.debian.org/debian}}"
}

# ubuntu_keyring: prints the path of Ubuntu's keyring. Debian has no package of it, so Ubuntu's is fetched; the digest
# is of the package whose 2018 key has the fingerprint F6ECB3762474EDA9D21B7022871920D1991BC93C.
ubuntu_keyring() {
  local have=/usr/share/keyrings/ubuntu-archive-keyring.gpg
  [ ! -f $have ] || { echo $have; return; }
  need curl curl ca-certificates || return 1
  curl -fsS -o "$work/keyring.deb" "$1/pool/main/u/ubuntu-keyring/ubuntu-keyring_2023.11.28.1_all.deb" &&
    echo "36de43b15853ccae0028e9a767613770c704833f82586f28eb262f0311adb8a8  $work/keyring.deb" | sha256sum -c --quiet >&2 &&
    dpkg-deb -x "$work/keyring.deb" "$work/keyring" || return 1
  echo "$work/keyring$have"
}

# distribution RELEASE: the image pykube-e2e/RELEASE, as small as debian:RELEASE-slim.
distribution() {
  local release=$1 root=$work/$1 mirror keyring components=main script=sid
  ! "$DOCKER" image inspect "pykube-e2e/$release" >/dev/null 2>&1 || return 0
  if [ "$release" = noble ]; then
    mirror=${E2E_UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu} components=main,universe script=gutsy
    keyring=$(ubuntu_keyring "$mirror") || return 1
  else
    mirror=$(debian_mirror) keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  fi
  need debootstrap debootstrap debian-archive-keyring || return 1
  quiet "$release" debootstrap --variant=minbase --include=ca-certificates,netbase,tzdata --components=$components \
    --keyring="$keyring" "$release" "$root" "$mirror" $script || return 1

  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*_* "$root"/usr/share/{doc,man,info,locale}/* \
    "$root"/var/log/*.log "$root"/var/cache/debconf/*-old
  # A mirror may stand still, and then its release files are out of date.
  echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/stand-in"
  printf 'path-exclude /usr/share/%s/*\n' doc man info locale >"$root/etc/dpkg/dpkg.cfg.d/docker"
  # As in the official images: no packages are kept after installing.
  echo 'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };' \
    >"$root/etc/apt/apt.conf.d/docker-clean"
  # What lets this machine trust its way to PyPI lets the image.
  mkdir -p "$root/usr/local/share/ca-certificates"
  find /usr/local/share/ca-certificates -name '*.crt' -exec cp {} "$root/usr/local/share/ca-certificates/" \; 2>/dev/null || true
  [ ! -f "${PIP_CERT:-}" ] || [ "$PIP_CERT" = /etc/ssl/certs/ca-certificates.crt ] || cp "$PIP_CERT" "$root/usr/local/share/ca-certificates/pip.crt"
  chroot "$root" update-ca-certificates >/dev/null 2>&1 || return 1
  pip_conf >"$root/etc/pip.conf"

  tar -C "$root" --one-file-system -c . | "$DOCKER" import - "pykube-e2e/$release" >/dev/null || return 1
  rm -rf "$root"
}

# pip_conf: the machine's own package index, if it has one.
pip_conf() {
  echo '[global]'
  python3 -m pip config list 2>/dev/null | sed -nE "s/^(global|:env:|user|site)\.((extra-)?index-url|trusted-host)='(.*)'$/\2 = \4/p" || true
}

# python REFERENCE VERSION: a stand-in for python:VERSION-slim-CODENAME.
python() {
  local reference=$1 version=$2 release full what
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    answer "$reference" unavailable "it cannot be pulled, and a stand-in takes root on Debian or Ubuntu"; return
  fi
  release=$(release_of "$version") || { answer "$reference" unavailable "no Debian release in reach has Python $version"; return; }
  if ! distribution "$release" || ! quiet "python-$version" build --build-arg RELEASE="$release" \
    --build-arg PYTHON="$version" --target installed -t pykube-e2e/installed; then
    answer "$reference" unavailable "making a stand-in failed"; return
  fi
  full=$("$DOCKER" run --rm --network none pykube-e2e/installed python -c 'import platform; print(platform.python_version())')
  what="Python $full of $([ "$release" = noble ] && echo Ubuntu || echo Debian) $release"
  build --build-arg RELEASE="$release" --build-arg PYTHON="$version" --build-arg PYTHON_VERSION="$full" \
    --label "$label=$what" -t "$reference" >/dev/null 2>&1
  "$DOCKER" rmi pykube-e2e/installed >/dev/null
  answer "$reference" stand-in "$what"
}

# alpine REFERENCE VERSION: a stand-in for python:VERSION-alpine, compiled against musl from Debian's sources. Its apk knows names of
# packages and installs nothing: what must be compiled there cannot be built.
alpine() {
  local reference=$1 version=$2 what="CPython $2 and musl of Debian's sources; apk installs nothing"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    answer "$reference" unavailable "it cannot be pulled, and a stand-in takes root on Debian or Ubuntu"; return
  fi
  if ! quiet "alpine-$version" env DOCKER="$DOCKER" VERSION="$version" TAGS="$reference" LABEL="$label=$what" alpine/build.sh; then
    answer "$reference" unavailable "making a stand-in failed"; return
  fi
  answer "$reference" stand-in "$what"
}

# distroless REFERENCE TARGET: a stand-in for gcr.io/distroless/TARGET-debian13, from the packages that it is made of.
distroless() {
  local reference=$1 target=$2 what="the packages of Debian trixie that it is made of"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    answer "$reference" unavailable "it cannot be pulled, and a stand-in takes root on Debian or Ubuntu"; return
  fi
  if ! distribution trixie || ! quiet "$target-debian13" "$DOCKER" build --progress=plain ${E2E_NETWORK:+--network "$E2E_NETWORK"} \
    --target "$target" --label "$label=$what" -t "$reference" -f distroless.Dockerfile "$work/context"; then
    answer "$reference" unavailable "making a stand-in failed"; return
  fi
  answer "$reference" stand-in "$what"
}

# uv REFERENCE VERSION: a stand-in for ghcr.io/astral-sh/uv:VERSION, which holds two programs and nothing else. They are
# linked against musl, and so run on every Linux.
uv() {
  local reference=$1 version=$2 wheel=$work/uv-$2
  if ! python3 -m pip --version >/dev/null 2>&1; then need pip3 python3-pip ca-certificates || true; fi
  if ! quiet "uv-$version" python3 -m pip download --no-deps --only-binary :all: --platform "musllinux_1_1_$(uname -m)" -d "$wheel" "uv==$version"; then
    answer "$reference" unavailable "it cannot be pulled, and pip does not get uv $version"; return
  fi
  python3 -m zipfile -e "$wheel"/uv-*.whl "$wheel/unpacked"
  mkdir "$wheel/root"
  install -m 755 "$wheel/unpacked/uv-$version.data/scripts/"{uv,uvx} "$wheel/root"
  tar -C "$wheel/root" --owner=0 --group=0 -c . |
    "$DOCKER" import -c 'ENTRYPOINT ["/uv"]' -c "LABEL $label=\"uv $version of PyPI\"" - "$reference" >/dev/null
  answer "$reference" stand-in "uv $version of PyPI"
}

# node REFERENCE VERSION: a stand-in for node:VERSION-slim, from the packages of npm on Debian bookworm.
node() {
  local reference=$1 version=$2 root=$work/node-$2 npm=11 machine=x64 what package
  [ "$(uname -m)" = x86_64 ] || machine=arm64
  case ${version%%.*} in 14) npm=6 ;; 16) npm=8 ;; 18 | 20 | 22) npm=10 ;; esac
  if [ "$(id -u)" != 0 ] || ! need npm npm || ! distribution bookworm; then
    answer "$reference" unavailable "it cannot be pulled, and a stand-in takes root on Debian or Ubuntu, and npm"; return
  fi
  mkdir -p "$root/usr/local/bin" "$root/usr/local/etc" "$root/usr/local/lib/node_modules"
  for package in "node-linux-$machine@$version" "npm@$npm" corepack@0.36.0 yarn@1.22.22; do
    mkdir "$root/package"
    if ! (cd "$root/package" && quiet "${package%@*}" npm pack --silent "$package" && tar -xzf ./*.tgz && rm ./*.tgz); then
      answer "$reference" unavailable "npm does not get $package"; return
    fi
    mv "$root"/package/* "$root/usr/local/lib/node_modules/${package%@*}"
    rmdir "$root/package"
  done
  mv "$root/usr/local/lib/node_modules/node-linux-$machine/bin/node" "$root/usr/local/bin/"
  rm -r "$root/usr/local/lib/node_modules/node-linux-$machine"
  chmod -R a+rX "$root/usr/local/lib/node_modules"; chmod 755 "$root/usr/local/lib/node_modules/"*/bin/*.js "$root/usr/local/lib/node_modules/corepack/dist/"*.js
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx"
  ln -s ../lib/node_modules/yarn/bin/yarn.js "$root/usr/local/bin/yarn"
  ln -s ../lib/node_modules/corepack/dist/corepack.js "$root/usr/local/bin/corepack"
  echo "registry=$(npm config get registry)" >"$root/usr/local/etc/npmrc"
  what="Node.js $("$root/usr/local/bin/node" --version) of npm on Debian bookworm"
  # As Debian's packages would be: nothing of it belongs to who made it.
  chown -R 0:0 "$root"
  if ! quiet "node-image-$version" "$DOCKER" build --progress=plain ${E2E_NETWORK:+--network "$E2E_NETWORK"} --label "$label=$what" -t "$reference" \
    -f node.Dockerfile "$root"; then
    answer "$reference" unavailable "making a stand-in failed"; return
  fi
  rm -rf "$root"
  answer "$reference" stand-in "$what"
}

# redis REFERENCE: a stand-in for redis:8, which is Debian's own redis-server of another release. It is there so that
# compose.yaml can be brought up.
redis() {
  local reference=$1 what="redis-server of Debian trixie"
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    answer "$reference" unavailable "it cannot be pulled, and a stand-in takes root on Debian or Ubuntu"; return
  fi
  if ! distribution trixie || ! quiet redis "$DOCKER" build --progress=plain ${E2E_NETWORK:+--network "$E2E_NETWORK"} \
    --label "$label=$what" -t "$reference" -f redis.Dockerfile "$work/context"; then
    answer "$reference" unavailable "making a stand-in failed"; return
  fi
  answer "$reference" stand-in "$what"
}

mkdir "$work/context"
build() { "$DOCKER" build --progress=plain ${E2E_NETWORK:+--network "$E2E_NETWORK"} "$@" -f python.Dockerfile "$work/context"; }

for reference; do
  if "$DOCKER" image inspect "$reference" >/dev/null 2>&1; then
    what=$("$DOCKER" image inspect -f "{{index .Config.Labels \"$label\"}}" "$reference" 2>/dev/null || true)
    answer "$reference" "$([ -n "$what" ] && echo stand-in || echo pulled)" "$what"
  elif "$DOCKER" pull -q "$reference" >/dev/null 2>"$work/pull"; then
    answer "$reference" pulled ""
  elif [[ $reference =~ ^(docker\.io/library/)?python:([0-9]+\.[0-9]+)(\.[0-9]+)?-slim(-[a-z]+)?$ ]]; then
    python "$reference" "${BASH_REMATCH[2]}"
  elif [[ $reference =~ ^(docker\.io/library/)?python:(3\.1[34])-alpine$ ]]; then
    alpine "$reference" "${BASH_REMATCH[2]}"
  elif [[ $reference =~ ^gcr\.io/distroless/(cc|python3)-debian13:nonroot$ ]]; then
    distroless "$reference" "${BASH_REMATCH[1]}"
  elif [[ $reference =~ ^ghcr\.io/astral-sh/uv:([0-9.]+)$ ]]; then
    uv "$reference" "${BASH_REMATCH[1]}"
  elif [[ $reference =~ ^(docker\.io/library/)?node:([0-9]+(\.[0-9]+){0,2})(-[a-z]+)?-slim$ ]]; then
    node "$reference" "${BASH_REMATCH[2]}"
  elif [[ $reference =~ ^(docker\.io/library/)?redis:8$ ]]; then
    redis "$reference"
  else
    answer "$reference" unavailable "no stand-in is known, and pulling says: $(tail -1 "$work/pull")"
  fi
done
