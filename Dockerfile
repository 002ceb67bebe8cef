# The programs, built from the sources beside this file, and an image that has nothing but them.
#   docker build -t jangteo .
#   docker run -p 8080:8080 -v jangteo:/data jangteo
FROM debian:12 AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends git make ca-certificates
COPY . .
RUN make programs
# What the programs load, by package.
RUN mkdir /out && cp build/jangteo build/jangteo-sandbox /out/ \
    && ldd /out/jangteo /out/jangteo-sandbox | awk '/=> \//{print $3}' | sort -u \
    | xargs -n1 readlink -f | xargs -n1 dpkg -S 2>/dev/null | cut -d: -f1 | sort -u > /out/packages

FROM debian:12-slim
COPY --from=build /out/packages /tmp/packages
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl $(cat /tmp/packages) \
    && rm -rf /var/lib/apt/lists/* /tmp/packages \
    && useradd --system --home-dir /data --create-home jangteo
COPY --from=build /out/jangteo /out/jangteo-sandbox /usr/local/bin/
USER jangteo
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENV JANGTEO_HOST=0.0.0.0 JANGTEO_PORT=8080 JANGTEO_DATA=/data
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \
    CMD curl -fsS "http://127.0.0.1:$JANGTEO_PORT/readyz" || exit 1
ENTRYPOINT ["jangteo"]
CMD ["serve"]
