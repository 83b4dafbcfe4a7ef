# Sourced after setup.sh: puts a `redis-server` on PATH, which the tests of the Redis queue start for themselves.
# The system's own is taken; else Debian's packages are unpacked (not installed) into .tools/redis, with the libraries
# that the system lacks, so that no root is needed and no service is started.

REDIS_HOME="$TOOLS/redis"

unpack_redis() {
  local apt_options packages
  command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 ||
    fail "redis-server is missing, which the tests need: install Redis 7 or newer with your system's package manager, then try again."
  say "unpacking Redis from the system's package archive into .tools/"
  rm -rf "$REDIS_HOME"
  mkdir -p "$REDIS_HOME"/apt/state/lists/partial "$REDIS_HOME"/apt/cache/archives/partial "$REDIS_HOME"/bin
  # Package lists of our own: the system's may be old or empty, and only root may renew them.
  apt_options=(-o Dir::State="$REDIS_HOME/apt/state" -o Dir::State::status=/var/lib/dpkg/status
    -o Dir::Cache="$REDIS_HOME/apt/cache" -o Debug::NoLocking=true -o APT::Sandbox::User="$(id -un)")
  run_quietly redis-lists "$REDIS_HOME" apt-get "${apt_options[@]}" -q update &&
    packages="$(apt-get "${apt_options[@]}" -s --no-install-recommends install redis-server 2>>"$TOOLS/redis-lists.log" |
      sed -n 's/^Inst \([^ ]*\).*/\1/p')" && [ -n "$packages" ] &&
    run_quietly redis "$REDIS_HOME/apt" apt-get "${apt_options[@]}" -q download $packages &&
    for package in "$REDIS_HOME"/apt/*.deb; do dpkg-deb -x "$package" "$REDIS_HOME/root" || return 1; done &&
    printf '#!/bin/sh\nhome="$(dirname "$(readlink -f "$0")")/.."\nLD_LIBRARY_PATH="%s" exec "$home/root/usr/bin/redis-server" "$@"\n' \
      "$(cd "$REDIS_HOME" && find root -name '*.so*' -printf '$home/%h\n' | sort -u | paste -sd:)" \
      >"$REDIS_HOME/bin/redis-server" &&
    chmod +x "$REDIS_HOME/bin/redis-server" && "$REDIS_HOME/bin/redis-server" --version >/dev/null &&
    rm -rf "$REDIS_HOME/apt" && touch "$REDIS_HOME/.complete"
}

if ! redis-server --version >/dev/null 2>&1; then
  if [ ! -f "$REDIS_HOME/.complete" ]; then
    (
      stop_on_signals
      if command -v flock >/dev/null 2>&1; then flock 9; fi
      [ -f "$REDIS_HOME/.complete" ] || unpack_redis ||
        fail "Redis could not be unpacked: install it (as root: apt-get install redis-server), then try again."
    ) 9>"$TOOLS/lock" || exit $?
  fi
  PATH="$REDIS_HOME/bin:$PATH"
  export PATH
fi
