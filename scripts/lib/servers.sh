# Sourced after setup.sh: puts the servers on PATH which tests start for themselves: `redis-server` for the Redis queue, and
# `litecoind`, a node of a UTXO chain. The system's own are taken; else Debian's packages are unpacked (not installed) into
# .tools/, with the libraries that the system lacks, so that no root is needed and no service is started.

# unpack_debian NAME PACKAGE BINARY PROGRAM: makes .tools/NAME/bin/BINARY, which runs the package's file PROGRAM; 2 when the
# archive has no such package.
unpack_debian() {
  local home="$TOOLS/$1" package="$2" binary="$3" program="$4" apt_options packages
  say "unpacking $package from the system's package archive into .tools/"
  rm -rf "$home"
  mkdir -p "$home"/apt/state/lists/partial "$home"/apt/cache/archives/partial "$home"/bin
  # Package lists of our own: the system's may be old or empty, and only root may renew them.
  apt_options=(-o Dir::State="$home/apt/state" -o Dir::State::status=/var/lib/dpkg/status
    -o Dir::Cache="$home/apt/cache" -o Debug::NoLocking=true -o APT::Sandbox::User="$(id -un)")
  run_quietly "$1-lists" "$home" apt-get "${apt_options[@]}" -q update || return 1
  apt-cache "${apt_options[@]}" show "$package" >/dev/null 2>&1 || return 2
  packages="$(apt-get "${apt_options[@]}" -s --no-install-recommends install "$package" 2>>"$TOOLS/$1-lists.log" |
    sed -n 's/^Inst \([^ ]*\).*/\1/p')" && [ -n "$packages" ] &&
    run_quietly "$1" "$home/apt" apt-get "${apt_options[@]}" -q download $packages &&
    for package in "$home"/apt/*.deb; do dpkg-deb -x "$package" "$home/root" || return 1; done &&
    printf '#!/bin/sh\nhome="$(dirname "$(readlink -f "$0")")/.."\nLD_LIBRARY_PATH="%s" exec "$home/root/%s" "$@"\n' \
      "$(cd "$home" && find root -name '*.so*' -printf '$home/%h\n' | sort -u | paste -sd:)" "$program" \
      >"$home/bin/$binary" &&
    chmod +x "$home/bin/$binary" && "$home/bin/$binary" --version >/dev/null &&
    rm -rf "$home/apt" && touch "$home/.complete"
}

# bring_server NAME PACKAGE BINARY PROGRAM: puts BINARY on PATH; 2 where there is no Debian archive, or none that has it.
bring_server() {
  if "$3" --version >/dev/null 2>&1; then return 0; fi
  if [ ! -f "$TOOLS/$1/.complete" ]; then
    command -v apt-get >/dev/null 2>&1 && command -v dpkg-deb >/dev/null 2>&1 || return 2
    (
      stop_on_signals
      if command -v flock >/dev/null 2>&1; then flock 9; fi
      [ -f "$TOOLS/$1/.complete" ] || unpack_debian "$@"
    ) 9>"$TOOLS/lock" || return $?
  fi
  PATH="$TOOLS/$1/bin:$PATH"
  export PATH
}

bring_server redis redis-server redis-server usr/bin/redis-server ||
  fail "redis-server is missing, which the tests need: install Redis 7 or newer (on Debian as root: apt-get install redis-server), then try again."
# The package's own litecoind is a script that writes into the home folder.
bring_server litecoin litecoind litecoind usr/lib/litecoin/litecoind || {
  [ $? -eq 2 ] ||
    fail "litecoind could not be unpacked: install it (as root: apt-get install litecoind), or check the network, then try again."
  # Few systems have a package of it, and only tests of UTXO chains need one.
  say "there is no package of litecoind here: the tests that need a node of a UTXO chain are skipped"
}
