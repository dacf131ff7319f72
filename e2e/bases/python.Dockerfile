# A stand-in for python:X.Y-slim: Debian's interpreter, moved to where the official image has its own, and without
# Debian's patches that would show there (dist-packages, the refusal of pip outside a virtual environment).
ARG RELEASE
FROM pykube-e2e/${RELEASE} AS installed
ARG PYTHON
# The libraries stay, marked as wanted; the packages of Python itself go, as in the official image.
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends python${PYTHON}-venv; \
    cd /tmp; apt-get download libpython${PYTHON}-dev; dpkg-deb -x libpython${PYTHON}-dev_*.deb headers; \
    shared=$(apt-cache depends libpython${PYTHON}-dev | sed -n "s/^ *Depends: \(libpython${PYTHON}\(t64\)\?\)$/\1/p"); \
    apt-get download "$shared"; dpkg-deb -x "$shared"_*.deb headers; \
    mkdir -p /usr/local/include /usr/local/lib; \
    cp -a headers/usr/include/python${PYTHON} /usr/local/include/; \
    cp headers/usr/include/*-linux-gnu/python${PYTHON}/pyconfig.h /usr/local/include/python${PYTHON}/; \
    cp -a headers/usr/lib/*-linux-gnu/libpython${PYTHON}.so.1.0 /usr/local/lib/; \
    ln -s libpython${PYTHON}.so.1.0 /usr/local/lib/libpython${PYTHON}.so; ldconfig; \
    cp -a /usr/lib/python${PYTHON} /usr/local/lib/; \
    cp /usr/bin/python${PYTHON} /usr/local/bin/; \
    apt-mark manual $(apt-mark showauto); \
    apt-get purge -y $(dpkg-query -W -f '${Package}\n' | grep -E "^(lib)?python${PYTHON}(-|$)"); \
    rm -rf headers *.deb /usr/lib/python3* /var/lib/apt/lists/*_*
# site.py cannot be edited, since it is frozen into the interpreter; but it looks into dist-packages.
RUN set -eux; \
    cd /usr/local/lib/python${PYTHON}; \
    rm -f EXTERNALLY-MANAGED sitecustomize.py; \
    find . -name __pycache__ -prune -exec rm -rf {} +; \
    mkdir site-packages; \
    ln -s site-packages dist-packages; \
    sed -i "s/= 'posix_local'/= 'posix_prefix'/; s/'DEB_PYTHON_INSTALL_LAYOUT', 'posix_local'/'DEB_PYTHON_INSTALL_LAYOUT', 'posix_prefix'/" \
      $(ls sysconfig/__init__.py sysconfig.py 2>/dev/null); \
    sed -i '/^ *_ensurepip_is_disabled_in_debian_for_system()$/d' ensurepip/__init__.py; \
    cd /usr/local/bin; ln -s python${PYTHON} python3; ln -s python3 python; \
    ./python -m ensurepip --default-pip; \
    find /usr/local/lib -name __pycache__ -prune -exec rm -rf {} +

FROM scratch
ARG PYTHON_VERSION
COPY --from=installed / /
ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    LANG=C.UTF-8 \
    PYTHON_VERSION=${PYTHON_VERSION} \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt \
    PIP_CERT=/etc/ssl/certs/ca-certificates.crt \
    REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt
CMD ["python3"]
