# Stand-ins for gcr.io/distroless/cc-debian13:nonroot and python3-debian13:nonroot: the files of the same packages of
# Debian 13, unpacked, with nothing configured, no shell and no package manager.
# Source of the lists: https://github.com/GoogleContainerTools/distroless, */config.bzl
FROM pykube-e2e/trixie AS packages
WORKDIR /packages
RUN apt-get update \
    && apt-get download base-files netbase tzdata media-types libc6 libssl3t64 openssl-provider-legacy libzstd1 zlib1g \
      gcc-14-base libgcc-s1 libgomp1 libstdc++6 \
    && for package in *.deb; do dpkg-deb -x "$package" /cc; done \
    && rm ./*.deb \
    && mkdir -p /cc/tmp /cc/root /cc/home/nonroot /cc/etc/ssl/certs /cc/proc /cc/sys /cc/dev /cc/var/run \
    && chmod 1777 /cc/tmp \
    && cp /etc/ssl/certs/ca-certificates.crt /cc/etc/ssl/certs/ \
    && printf 'root:x:0:0:root:/root:/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' > /cc/etc/passwd \
    && printf 'root:x:0:\nnobody:x:65534:\ntty:x:5:\nstaff:x:50:\nnonroot:x:65532:\n' > /cc/etc/group \
    && chown 65532:65532 /cc/home/nonroot \
    && chmod 700 /cc/home/nonroot \
    && rm -rf /cc/usr/share/doc /cc/usr/share/man /cc/usr/share/locale /cc/usr/share/lintian
RUN apt-get download libbz2-1.0 libdb5.3t64 libexpat1 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 zlib1g libcom-err2 \
      libcrypt1 libc-bin libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libnsl2 libreadline8t64 libtirpc3t64 \
      libffi8 libpython3.13-minimal libpython3.13-stdlib python3.13-minimal python3.13-venv \
    && for package in *.deb; do dpkg-deb -x "$package" /python3; done \
    && rm ./*.deb \
    && ln -s python3.13 /python3/usr/bin/python3 \
    && ln -s python3.13 /python3/usr/bin/python \
    && rm -rf /python3/usr/share/doc /python3/usr/share/man

FROM scratch AS cc
COPY --from=packages /cc /
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt
USER 65532
WORKDIR /home/nonroot

FROM cc AS python3
COPY --from=packages /python3 /
ENV LANG=C.UTF-8
ENTRYPOINT ["/usr/bin/python3.13"]
