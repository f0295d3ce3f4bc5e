#!/bin/sh
# Runs a tool with a Python that is new enough, or says in one sentence what is missing.
found=""
for candidate in ${PYTHON:-python3 python3.11 python3.12 python3.13 python3.14}; do
    version=$("$candidate" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null) || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        exec "$candidate" "$@"
    fi
    found="$found$candidate is $version; "
done
echo "The portal needs Python 3.11 or newer (${found:-no Python found; }install python3.11 or name one: make PYTHON=/path/to/python3.11)." >&2
exit 1
