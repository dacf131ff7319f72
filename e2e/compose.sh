#!/usr/bin/env bash
# Prints the path of a program docker-compose that reads the Compose Specification (version 2.25 or later), or fails:
# the plugin of this machine's docker, else the one of Debian 13, fetched once from apt's own mirror. It is linked against
# nothing but the C library.
set -euo pipefail
cd "$(dirname "$0")"

for program in /usr/{local/lib,lib,local/libexec,libexec}/docker/cli-plugins/docker-compose ~/.docker/cli-plugins/docker-compose .state/compose/usr/libexec/docker/cli-plugins/docker-compose; do
  [ -x "$program" ] && version=$("$program" version --short 2>/dev/null) || continue
  if printf '2.25.0\n%s\n' "${version#v}" | sort -VC; then readlink -f "$program"; exit; fi
done

[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || { echo "compose: error: no docker-compose is here, and Debian's is for amd64" >&2; exit 1; }
# shellcheck disable=SC2016 # $(SITE) is apt's
mirror=${E2E_DEBIAN_MIRROR:-$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | grep -m1 -E '/debian/?$' || echo http://deb.debian.org/debian)}
mkdir -p .state
curl -fsS -o .state/compose.deb "$mirror/pool/main/d/docker-compose/docker-compose_2.26.1-4_amd64.deb"
echo "47681197cb2b1ab88206b42a1a92fc75f50d9530a6322d03494a473eed0408ea  .state/compose.deb" | sha256sum -c --quiet >&2
dpkg-deb -x .state/compose.deb .state/compose
readlink -f .state/compose/usr/libexec/docker/cli-plugins/docker-compose
