#!/usr/bin/env bash
# Holds the rule of docs/ARCHITECTURE.md: a room includes only itself and the rooms above it, system headers stay in os, http
# and state, and no file is longer than 400 lines.
set -euo pipefail
cd "$1"
rooms=(base os http state supplier inventory store match app monitor notify report cli)
bad=0

allowed=""
for room in "${rooms[@]}"; do
  allowed="$allowed $room"
  while IFS=: read -r file line include; do
    used=$(sed -E 's|.*"dsz/([a-z]+)/.*|\1|' <<<"$include")
    if ! grep -qw -- "$used" <<<"$allowed"; then
      echo "$file:$line: room $room may not use room $used"
      bad=1
    fi
  done < <(grep -rnE '#include "dsz/' "include/dsz/$room" "src/$room" 2>/dev/null || true)
done

while IFS=: read -r file line include; do
  case "$include" in
    *curl/curl.h*) [[ $file == src/http/* || $file == src/cli/version* ]] && continue ;;
    *sqlite3.h*) [[ $file == src/state/* ]] && continue ;;
    *spdlog/*) [[ $file == src/os/* ]] && continue ;;
    *CLI/*) [[ $file == src/cli/* ]] && continue ;;
    *unistd.h* | *fcntl.h* | *sys/file.h* | *sys/stat.h*) [[ $file == src/os/* || $file == src/state/database.cpp ]] && continue ;;
  esac
  echo "$file:$line: $include belongs in another room"
  bad=1
done < <(grep -rnE '#include <(curl/curl\.h|sqlite3\.h|spdlog/|CLI/|unistd\.h|fcntl\.h|sys/file\.h|sys/stat\.h)' include src || true)

while read -r count file; do
  if [ "$file" != total ] && [ "$count" -gt 400 ]; then
    echo "$file: $count lines, 400 is the limit"
    bad=1
  fi
done < <(find include src tests cmake -name '*.cpp' -o -name '*.hpp' -o -name '*.sh' -o -name '*.py' | xargs wc -l)

exit $bad
