# The portal's image. Built by the targets that `make run` and `make test` use every day:
# the first stage makes the files that are served, the second holds what production needs only.
FROM python:3.13-slim AS base
RUN apt-get update -q && apt-get install -q -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY Makefile package.json package-lock.json ./
COPY requirements requirements

FROM base AS build
COPY . .
RUN make static

FROM base
RUN make .venv/.made REQUIREMENTS=requirements/requirements.txt \
    && useradd --system --uid 10001 --home-dir /var/lib/portal --create-home portal \
    && install --directory --owner=portal /var/lib/portal/beat
COPY . .
COPY --from=build /portal/build build
COPY --from=build /portal/locale locale
ENV PATH=/portal/.venv/bin:$PATH DJANGO_SETTINGS_MODULE=klk_portal.settings
USER portal
EXPOSE 8000
# Web is the default; worker and beat say their own command (docker-compose.yml).
CMD ["granian", "--interface=wsgi", "--host=0.0.0.0", "--port=8000", "--workers=2", "--no-ws", "klk_portal.wsgi:application"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "klk_portal.health"]
