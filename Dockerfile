FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# Pango lays out the text of PDF reports; no Python package brings it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --require-hashes -r requirements/base.txt

COPY . .
# Static files become part of the image; the key is for this step alone.
RUN python -m tools.messages compile \
    && SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --uid 10001 --no-create-home portal \
    && mkdir /media var/pdf-sheets \
    && chown portal /media var/pdf-sheets

USER portal
ENV PORTAL_MODE=production HOST=0.0.0.0 PORT=8000 MEDIA_DIR=/media XDG_CACHE_HOME=/tmp/cache
EXPOSE 8000
CMD ["gunicorn", "--config", "gunicorn.conf.py", "pmo_portal.wsgi"]
