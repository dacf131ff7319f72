#!/usr/bin/env bash
# Builds a stand-in for the image python:X.Y-alpine from Debian's source packages, for machines that reach no
# registry: musl libc, busybox, and CPython compiled against musl. Prints what it tags. Again = only what is missing.
# VERSION is 3.13, which trixie has, or 3.14, which Ubuntu 26.04 has; the libraries are trixie's in both.
set -euo pipefail
CACHE=${CACHE:-$HOME/.cache/pykube-bases/alpine}
VERSION=${VERSION:-3.14}
TAGS=${TAGS:-python:$VERSION-alpine}
DOCKER=${DOCKER:-/usr/bin/docker}
case $VERSION in 3.13 | 3.14) ;; *) echo "the source of Python $VERSION is not known" >&2; exit 1 ;; esac
LABEL=${LABEL:-pykube.e2e.stand-in=alpine}
SOURCES="$([ "$VERSION" != 3.13 ] || echo python3.13) musl zlib libffi openssl sqlite3 bzip2 xz-utils"
here=$(cd "$(dirname "$0")" && pwd); deps=$CACHE/deps root=$CACHE/root
mkdir -p "$CACHE"/{src,apt/lists/partial,apt/cache/archives/partial,kernel}

need=; for p in musl-tools busybox-static gcc make pkg-config xz-utils dpkg-dev linux-libc-dev autoconf automake libtool libltdl-dev; do
  dpkg -s $p >/dev/null 2>&1 || need+=" $p"; done
fetch_tools() { apt-get install -y --no-install-recommends $need >/dev/null; }
[ -z "$need" ] || fetch_tools || { apt-get update >/dev/null; fetch_tools; }

# The sources, by an apt configuration of its own: the machine's own lists stay as they are.
printf '%s http://deb.debian.org/debian trixie main\n' deb-src deb > "$CACHE/apt/sources.list"
apt=(apt-get -qq -oDir::Etc::SourceList="$CACHE/apt/sources.list" -oDir::Etc::SourceParts=- -oAPT::Sandbox::User=root
     -oDir::State::Lists="$CACHE/apt/lists" -oDir::Cache="$CACHE/apt/cache" -oDir::State::Status=/dev/null)
cd "$CACHE/src"
fetched() { compgen -G "$1_*.orig.tar.*" >/dev/null; }
zones() { compgen -G 'tzdata_*.deb' >/dev/null; }
zones || { "${apt[@]}" update; "${apt[@]}" download tzdata; }
for s in $SOURCES; do fetched $s || { "${apt[@]}" update; break; }; done
for s in $SOURCES; do fetched $s || "${apt[@]}" source --only-source --download-only --tar-only $s; done
[ "$VERSION" = 3.13 ] || fetched python3.14 || {
  curl -fsSo python3.14.part "${E2E_UBUNTU_MIRROR:-http://archive.ubuntu.com/ubuntu}/pool/main/p/python3.14/python3.14_3.14.4.orig.tar.xz"
  echo "d923c51303e38e249136fc1bdf3568d56ecb03214efdef48516176d3d7faaef8  python3.14.part" | sha256sum -c --quiet
  mv python3.14.part python3.14_3.14.4.orig.tar.xz; }
unpack() { # unpack SOURCE: into a folder of its own, once
  cd "$CACHE/src"; [ -d "$1" ] || { mkdir "$1.new"; tar -C "$1.new" --strip-components=1 -xf "$(ls $1_*.orig.tar.?z)"; mv "$1.new" "$1"; }; cd "$CACHE/src/$1"; }

# musl-gcc does not see the kernel's headers; Alpine has them in linux-headers.
ln -sfn /usr/include/linux "$CACHE/kernel/linux"; ln -sfn /usr/include/asm-generic "$CACHE/kernel/asm-generic"
ln -sfn "/usr/include/$(gcc -print-multiarch)/asm" "$CACHE/kernel/asm"
# A thread of musl has 128 KiB of stack unless the program says more, and the official image does.
# CPython's configure compares the compiler's multiarch name with its own, and musl-gcc says Debian's.
printf '#!/bin/sh\n[ "$1" != --print-multiarch ] || exit 1\nexec musl-gcc "$@"\n' > "$CACHE/musl-cc"; chmod +x "$CACHE/musl-cc"
export CC=$CACHE/musl-cc CFLAGS="-O2 -fPIC -idirafter $CACHE/kernel -I$deps/include" LDFLAGS="-L$deps/lib -L$deps/lib64"
export PKG_CONFIG_LIBDIR=$deps/lib/pkgconfig:$deps/lib64/pkgconfig MAKEFLAGS=-j$(nproc)
step() { # step NAME COMMAND...: once; its output goes to a log
  [ -e "$CACHE/done.$1" ] && return; local n=$1 start=$SECONDS; shift
  "$@" >"$CACHE/$n.log" 2>&1 || { tail -20 "$CACHE/$n.log" >&2; echo "$n failed, see $CACHE/$n.log" >&2; exit 1; }
  touch "$CACHE/done.$n"; echo "$n: $((SECONDS - start)) s" >&2; }
# This machine's own musl may be older than wheels ask for: before 1.2.4 it does not know relative relocations (DT_RELR).
musl()    { unpack musl;    env -u CFLAGS -u LDFLAGS CC=gcc ./configure --prefix=/usr && env -u CFLAGS -u LDFLAGS make lib/libc.so; }
zlib()    { unpack zlib;    ./configure --prefix="$deps" --static && make && make install; }
# Wheels for musl take zlib from the system, where Alpine's own tools need it.
shared()  { unpack zlib; rm -rf "$CACHE/shared"; cp -r "$CACHE/src/zlib" "$CACHE/shared"; cd "$CACHE/shared"; make distclean || true; ./configure --prefix=/usr --shared && make; }
ffi()     { unpack libffi && { [ -x configure ] || autoreconf -fi; } && ./configure --prefix="$deps" --disable-shared --disable-docs --disable-multi-os-directory && make && make install; }
bzip2()   { unpack bzip2;   make CC="$CC" CFLAGS="$CFLAGS -D_FILE_OFFSET_BITS=64" libbz2.a && install -Dm644 libbz2.a "$deps/lib/libbz2.a" && install -Dm644 bzlib.h "$deps/include/bzlib.h"; }
xz()      { unpack xz-utils; ./configure --prefix="$deps" --disable-shared --disable-{xz,xzdec,lzmadec,lzmainfo,lzma-links,scripts,doc,nls} && make && make install; }
sqlite()  { unpack sqlite3; ./configure --prefix="$deps" --disable-shared --disable-tcl --disable-readline && make sqlite3.h libsqlite3.la && make install-libLTLIBRARIES 2>/dev/null || make lib_install; cp -f sqlite3.h sqlite3ext.h src/sqlite3ext.h "$deps/include/" 2>/dev/null || true; }
openssl() { unpack openssl; ./Configure linux-x86_64 no-shared no-tests no-docs no-engine --prefix="$deps" --openssldir=/etc/ssl --libdir=lib $CFLAGS && make build_sw && make install_sw; }
python()  { unpack python$VERSION
  ./configure --prefix=/usr/local --build=x86_64-linux-musl --with-openssl="$deps" --disable-test-modules --with-ensurepip=install \
    --enable-loadable-sqlite-extensions LDFLAGS="$LDFLAGS -static-libgcc -Wl,-z,stack-size=0x100000" && make && make DESTDIR="$CACHE/python$VERSION" install; }
for s in musl zlib shared ffi bzip2 xz sqlite openssl; do step $s $s; done; step python$VERSION python

# The root file system, put together anew each time.
rm -rf "$root"; mkdir -p "$root"/{bin,sbin,lib,etc/apk,etc/ssl/certs,usr/bin,usr/sbin,usr/lib,proc,sys,dev,run,root,home,srv,var/cache,var/lib}
mkdir -pm 1777 "$root/tmp" "$root/var/tmp"
cp -a "$CACHE/python$VERSION/usr/." "$root/usr/"
find "$root/usr/local" \( -name __pycache__ -o -name 'libpython*.a' -o -name test -path '*/lib/python3*' \) -prune -exec rm -rf {} +
find "$root/usr/local" -name '*.so' -exec strip --strip-unneeded {} +; strip "$root"/usr/local/bin/python$VERSION
for n in python:python$VERSION python3:python$VERSION pip:pip3; do ln -sf "${n#*:}" "$root/usr/local/bin/${n%%:*}"; done
install -m755 "$CACHE/src/musl/lib/libc.so" "$root/lib/ld-musl-x86_64.so.1"; ln -s ld-musl-x86_64.so.1 "$root/lib/libc.musl-x86_64.so.1"
# The official image has Alpine's tzdata: the same files.
rm -rf "$CACHE/zones"; dpkg-deb -x "$(ls -t "$CACHE"/src/tzdata_*.deb | head -1)" "$CACHE/zones"
cp -a "$CACHE"/shared/libz.so* "$root/usr/lib/"
mkdir -p "$root/usr/share"; cp -a "$CACHE/zones/usr/share/zoneinfo" "$root/usr/share/"
cp -L "$(command -v busybox)" "$root/bin/busybox"
for a in $("$root/bin/busybox" --list); do [ -e "$root/bin/$a" ] || ln -s /bin/busybox "$root/bin/$a"; done
ln -s /bin/env "$root/usr/bin/env"
install -m755 "$here/apk" "$root/sbin/apk"; install -m644 "$here/known-packages" "$root/etc/apk/known-packages"
install -m755 "$here/adduser" "$root/usr/sbin/adduser"; ln -s adduser "$root/usr/sbin/addgroup"; rm -f "$root"/bin/{adduser,addgroup}
printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n' > "$root/etc/passwd"
printf 'root:x:0:\nnobody:x:65534:\n' > "$root/etc/group"; echo 'root:*::0:::::' > "$root/etc/shadow"
echo 3.23.0 > "$root/etc/alpine-release"
printf 'NAME="Alpine Linux (stand-in)"\nID=alpine\nVERSION_ID=3.23.0\nPRETTY_NAME="Stand-in for Alpine Linux v3.23"\n' > "$root/etc/os-release"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"; ln -s certs/ca-certificates.crt "$root/etc/ssl/cert.pem"
for t in $TAGS; do
  tar -C "$root" --owner=0 --group=0 -c . | "$DOCKER" import -c 'CMD ["python3"]' -c 'ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin' \
    -c 'ENV LANG=C.UTF-8' -c 'ENV PYTHON_VERSION='"$VERSION" -c 'ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt' \
    -c 'ENV PIP_CERT=/etc/ssl/certs/ca-certificates.crt' -c 'ENV REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt' -c "LABEL ${LABEL%%=*}=\"${LABEL#*=}\"" - "$t" >/dev/null
  echo "$t"
done
