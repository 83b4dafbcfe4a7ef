# Sourced by every script here: finds the checkout and brings what it needs, once. Afterwards FUNDTRAIL_ROOT is set,
# `node` and `pnpm` on PATH are the right ones, and node_modules is what the lock file says.
#
# - Needs only bash, npm with any Node.js, and the npm registry; offline when everything is there.
# - What it brings lies in .tools/ and node_modules/ of the checkout; nothing is installed into the system.
# - Node.js runs the TypeScript sources as they are. That works without flag and warning from 22.19 (which undici asks
#   for), 24.3 and 26 on; where `node` is another one, the version pinned in toolchain/node is brought.
# - Versions and their hashes are pinned in toolchain/*/package-lock.json; no package's install script runs for them.
# - One line per step on stderr; a missing thing that cannot be brought is one line with the remedy, exit code 3.

FUNDTRAIL_ROOT="$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd -P)" || exit 3
TOOLS="$FUNDTRAIL_ROOT/.tools"
TOOLCHAIN="$FUNDTRAIL_ROOT/scripts/lib/toolchain"
SYSTEM_PATH="$PATH"
NODE_HOME="$TOOLS/node"
PNPM_HOME_DIR="$TOOLS/pnpm"
DEPENDENCIES_STAMP="$FUNDTRAIL_ROOT/node_modules/.fundtrail-installed"

say() { printf 'fundtrail: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 3
}

# Fingerprint of what decides which packages are installed.
dependencies_fingerprint() {
  (cd "$FUNDTRAIL_ROOT" && uname -sm && cat pnpm-lock.yaml pnpm-workspace.yaml package.json packages/*/package.json) | cksum
}

node_is_usable() {
  local version major minor
  version="$("$1" --version 2>/dev/null)" || return 1
  version="${version#v}"
  major="${version%%.*}"
  minor="${version#*.}"
  minor="${minor%%.*}"
  case "$major" in
    22) [ "$minor" -ge 19 ] ;;
    24) [ "$minor" -ge 3 ] ;;
    *) [ "$major" -ge 26 ] 2>/dev/null ;;
  esac
}

# Is the tool (node or pnpm) of the committed lock file installed whole?
tool_is_whole() { cmp -s "$TOOLCHAIN/$1/package-lock.json" "$TOOLS/$1/.complete"; }

# Puts what is there on PATH; fails when something is missing. Writes nothing.
everything_is_there() {
  if ! node_is_usable node; then
    tool_is_whole node || return 1
    PATH="$NODE_HOME/node_modules/.bin:$PATH"
  fi
  if tool_is_whole pnpm; then
    PATH="$PNPM_HOME_DIR/bin:$PATH"
  else
    pnpm_is_pinned || return 1
  fi
  [ -f "$DEPENDENCIES_STAMP" ] && [ "$(cat "$DEPENDENCIES_STAMP")" = "$(dependencies_fingerprint)" ]
}

pnpm_is_pinned() {
  local version
  version="$(cd "$TOOLCHAIN" && pnpm --version 2>/dev/null)" || return 1
  grep -q "\"packageManager\": \"pnpm@$version\"" "$FUNDTRAIL_ROOT/package.json"
}

# run_quietly NAME FOLDER COMMAND…: runs a step with its output kept in .tools/NAME.log, shown only when it fails.
run_quietly() {
  local name="$1" folder="$2"
  shift 2
  # Package managers need a home they can write to; NODE_ENV=production would leave out what the checks need.
  local home="${HOME:-}"
  if [ ! -d "$home" ] || [ ! -w "$home" ]; then
    home="$TOOLS/home"
    mkdir -p "$home"
  fi
  if ! (cd "$folder" && exec env -u NODE_ENV HOME="$home" "$@") >"$TOOLS/$name.log" 2>&1 </dev/null; then
    tail -n 15 "$TOOLS/$name.log" >&2
    return 1
  fi
}

install_tool() {
  local name="$1" what="$2" remedy="$3"
  command -v npm >/dev/null 2>&1 || fail "npm is missing: install Node.js 20 or newer with npm (for example: apt-get install nodejs npm), then try again."
  say "bringing $what into .tools/"
  mkdir -p "$TOOLS/$name"
  rm -f "$TOOLS/$name/.complete"
  cp "$TOOLCHAIN/$name/package.json" "$TOOLCHAIN/$name/package-lock.json" "$TOOLS/$name/"
  # In its folder rather than with --prefix, and with the system's node rather than ours: npm finds the machine's own
  # npmrc (proxy, certificates) by both.
  PATH="$SYSTEM_PATH" run_quietly "$name" "$TOOLS/$name" npm ci --ignore-scripts --include=optional --no-audit --no-fund \
    --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 ||
    fail "$what could not be brought from the npm registry: $remedy"
}

bring_node() {
  node_is_usable node && return
  if ! tool_is_whole node; then
    local remedy="check that it can be reached (npm ping), or install Node.js 24 yourself, then try again."
    install_tool node "Node.js 24" "$remedy"
    node_is_usable "$NODE_HOME/node_modules/.bin/node" ||
      fail "no Node.js 24 for $(uname -sm) came from the npm registry: $remedy"
    cp "$TOOLCHAIN/node/package-lock.json" "$NODE_HOME/.complete"
  fi
  PATH="$NODE_HOME/node_modules/.bin:$PATH"
}

bring_pnpm() {
  if ! tool_is_whole pnpm; then
    pnpm_is_pinned && return
    local remedy="check that it can be reached (npm ping), or install the version that package.json names under packageManager, then try again."
    local binary
    install_tool pnpm "pnpm" "$remedy"
    mkdir -p "$PNPM_HOME_DIR/bin"
    for binary in "$PNPM_HOME_DIR"/node_modules/@pnpm/exe.*/pnpm; do
      if "$binary" --version >/dev/null 2>&1; then
        ln -sf "../${binary#"$PNPM_HOME_DIR"/}" "$PNPM_HOME_DIR/bin/pnpm"
        cp "$TOOLCHAIN/pnpm/package-lock.json" "$PNPM_HOME_DIR/.complete"
      fi
    done
    tool_is_whole pnpm ||
      fail "no pnpm for $(uname -sm) came from the npm registry: $remedy"
  fi
  PATH="$PNPM_HOME_DIR/bin:$PATH"
}

bring_dependencies() {
  local fingerprint
  fingerprint="$(dependencies_fingerprint)"
  [ -f "$DEPENDENCIES_STAMP" ] && [ "$(cat "$DEPENDENCIES_STAMP")" = "$fingerprint" ] && return
  say "installing the dependencies of the lock file"
  rm -f "$DEPENDENCIES_STAMP"
  run_quietly dependencies "$FUNDTRAIL_ROOT" pnpm install --frozen-lockfile --config.confirmModulesPurge=false ||
    fail "the dependencies could not be installed: check the network and the lines above, then try again."
  printf '%s\n' "$fingerprint" >"$DEPENDENCIES_STAMP"
}

stop_on_signals() {
  trap 'say interrupted; exit 130' INT
  trap 'say stopped; exit 143' TERM HUP
}

bring_everything() {
  [ -w "$FUNDTRAIL_ROOT" ] && mkdir -p "$TOOLS" 2>/dev/null && [ -w "$TOOLS" ] ||
    fail "$(id -un) cannot write to $FUNDTRAIL_ROOT, where Node.js and the dependencies would go: run it as the owner, or in a clone of your own."
  (
    stop_on_signals
    # Two scripts at once: the second waits here and then finds everything done. Without flock it takes its chance.
    if command -v flock >/dev/null 2>&1; then flock 9; fi
    bring_node
    bring_pnpm
    bring_dependencies
  ) 9>"$TOOLS/lock" || exit $?
}

if ! everything_is_there; then
  bring_everything
  everything_is_there || fail "the setup did not hold: remove .tools/ and node_modules/ in $FUNDTRAIL_ROOT and try again."
fi
export PATH
unset -f everything_is_there bring_everything bring_dependencies bring_pnpm bring_node install_tool
