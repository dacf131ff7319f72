#!/usr/bin/env bash
# Makes sure that a Docker engine with BuildKit answers, and prints how to reach it:
#
#     eval "$(e2e/engine.sh)"    # sets DOCKER, DOCKER_HOST, DOCKER_BUILDKIT
#     e2e/engine.sh stop         # ends the engine that this script started, if it did; its images stay
#
# An engine that answers already is used as it is. Else, as root on Debian or Ubuntu, docker.io is installed where it
# is missing and a private dockerd is started, with its own socket and its own images, beside any other one.
set -euo pipefail

run=/run/pykube-e2e                            # socket and pid: short, because a socket's path has at most 108 bytes
data=${E2E_DATA_ROOT:-/var/lib/pykube-e2e}     # images and layers: kept, so that bases are made once per machine
private=unix://$run/docker.sock

say() { echo "engine: $*" >&2; }
fail() { echo "engine: error: $1" >&2; echo "engine: hint: $2" >&2; exit 1; }

# builds CLIENT HOST: whether this client gets this engine to build with BuildKit. Tried, not guessed from versions:
# Docker 23 and later need the buildx plugin, 20.10 has BuildKit in the client; --output exists with BuildKit alone.
builds() {
  printf 'FROM scratch\nLABEL e2e=1\n' |
    DOCKER_HOST=$2 DOCKER_BUILDKIT=1 "$1" build -q --output type=tar,dest=/dev/null - >/dev/null 2>&1
}

# found: prints the settings of the first client and engine that work together.
found() {
  local client host
  for host in "${DOCKER_HOST:-}" "$private"; do
    for client in ${DOCKER:-} $(type -ap docker); do
      builds "$client" "$host" || continue
      say "$client $("$client" version -f '{{.Client.Version}}' 2>/dev/null || true), engine at ${host:-the default socket}"
      printf 'export DOCKER=%q DOCKER_HOST=%q DOCKER_BUILDKIT=1\n' "$client" "$host"
      return 0
    done
  done
  return 1
}

stop() {
  [ -f $run/pid ] || { say "none of ours is running"; return; }
  local pid; pid=$(cat $run/pid)
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 100); do [ -d "/proc/$pid" ] || break; sleep 0.1; done
  umount $run/netns/* 2>/dev/null || true
  rm -rf $run
  say "stopped; its images are in $data"
}

install_engine() {
  [ "$(id -u)" = 0 ] || fail "no Docker engine with BuildKit answers" "start Docker (with its buildx plugin), or run this as root"
  command -v dockerd >/dev/null && return
  command -v apt-get >/dev/null || fail "no Docker engine with BuildKit answers" "install Docker and its buildx plugin"
  say "installing docker.io"
  { apt-get update -q; DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends docker.io iptables apparmor ca-certificates; } >&2 ||
    fail "apt-get could not install docker.io" "install Docker and its buildx plugin by hand"
}

start() {
  mkdir -p $run "$data"
  # oom-score-adjust 0: lowering it needs CAP_SYS_RESOURCE, which a sandbox may not have.
  setsid dockerd --data-root "$data" --exec-root $run --pidfile $run/pid -H "$private" --oom-score-adjust 0 "$@" \
    </dev/null >>$run/dockerd.log 2>&1 9>&- &
  local pid=$!
  for _ in $(seq 150); do
    if DOCKER_HOST=$private docker version >/dev/null 2>&1; then return 0; fi
    [ -d /proc/$pid ] || return 1
    sleep 0.2
  done
  return 1
}

case ${1:-} in
  stop) stop; exit ;;
  "") ;;
  *) fail "unknown argument \"$1\"" "engine.sh [stop]" ;;
esac

found && exit
install_engine
# One at a time: of two that start at once, the second uses the engine of the first.
mkdir -p $run
exec 9>$run/lock; flock 9
found && exit   # on a machine with systemd, installing was enough
say "starting dockerd (log: $run/dockerd.log)"
if ! start; then
  say "no bridge network here (host networking is used)"
  start --bridge=none --iptables=false --ip6tables=false || { tail -5 $run/dockerd.log >&2; fail "dockerd does not start" "see $run/dockerd.log"; }
fi
found || fail "dockerd runs, but no docker client here can build with BuildKit" "apt-get install docker.io, or the buildx plugin of your client"
