# One image for every process: `docker run … web`, `media`, `worker`, `beat` or `release`.
FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt constraints.txt /
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r /requirements.txt -c /constraints.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home callpilot \
 && install --directory --owner callpilot --mode 700 /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    CALLPILOT_DATA=/data \
    HOST=0.0.0.0
USER 10001
VOLUME /data
EXPOSE 8000 8001
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["python", "container/healthy.py"]
ENTRYPOINT ["container/process"]
CMD ["web"]
