# shellcheck shell=bash
# Debian packages for scripts/install-test-tools, which sources this: installed, but with none of their services running.

# Asked before a package starts a service (https://people.debian.org/~hmh/invokerc.d-policyrc.d-specification.txt).
policy=${DPKG_ROOT:-}/usr/sbin/policy-rc.d
kept_policy=$policy.before-massrouter-tests
holding=

# shellcheck disable=SC2154 # it sets tools
debian_list() { awk '/^[^#]/ && !seen[$1]++ { print $1, $2 }' "$tools/debian.txt"; }
installed_packages() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u; }
installed_version() { dpkg-query -W -f '${db:Status-Status} ${Version}' "$1" 2>/dev/null | sed -n 's/^installed \([0-9]*:\)\?//p'; }

missing_debian_packages() {
  local package
  while read -r package _; do
    [[ -n $(installed_version "$package" || true) ]] || echo "$package"
  done < <(debian_list)
}

# No service of a new package is started while this holds. A policy of the machine's owner comes back afterwards.
hold_services() {
  [[ ! -e $policy || -e $kept_policy ]] || grep -qs massrouter "$policy" || mv "$policy" "$kept_policy"
  holding=yes
  printf '#!/bin/sh\n# massrouter: removed when scripts/install-test-tools ends\nexit 101\n' >"$policy"
  chmod 755 "$policy"
}

release_services() {
  [[ -n $holding ]] || return 0
  rm -f "$policy"
  [[ ! -e $kept_policy ]] || mv "$kept_policy" "$policy"
  holding=
}

# Nor at the next boot: Debian enables what it installs.
disable_services() {
  local -a units
  [[ $# -gt 0 ]] && command -v systemctl >/dev/null || return 0
  mapfile -t units < <(dpkg-query -L "$@" | sed -n 's#^\(/usr\)\?/lib/systemd/system/\([^/@]*\.\(service\|socket\|timer\)\)$#\2#p' | sort -u)
  [[ ${#units[@]} -eq 0 ]] || SYSTEMD_OFFLINE=1 systemctl --quiet disable "${units[@]}" >&2
}

# Others may be installing too: apt itself waits for the lock of dpkg, but not for that of the package lists.
update_package_lists() {
  local try
  for try in 1 2 3 4 5 6; do
    apt-get update -qq >&2 && return
    sleep "$try"
  done
  echo 'the package lists could not be updated' >&2
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confold "$@" </dev/null >&2
}

install_debian_packages() {
  local package before
  local -a new=() broken=()
  [[ $EUID -eq 0 ]] || die "as root: apt-get install $*"
  before=$(installed_packages)
  hold_services
  update_package_lists
  # All together is quicker; one by one shows which of them it was.
  apt_install "$@" || for package in "$@"; do apt_install "$package" || broken+=("$package"); done
  release_services
  mapfile -t new < <(LC_ALL=C comm -13 <(echo "$before") <(installed_packages))
  disable_services "${new[@]}"
  [[ ${#broken[@]} -eq 0 ]] || die "apt-get cannot install ${broken[*]}"
}

debian_packages() {
  local package expected version started=$SECONDS
  local -a missing
  command -v dpkg-query >/dev/null || {
    warn "not a Debian system; install by other means: $(debian_list | awk '{ printf "%s ", $1 }')"
    return 0
  }
  mapfile -t missing < <(missing_debian_packages)
  [[ ${#missing[@]} -eq 0 ]] || attempt "Debian packages" install_debian_packages "${missing[@]}"
  while read -r package expected; do
    version=$(installed_version "$package" || true)
    [[ -n $version ]] || continue
    [[ $version == "$expected" || $version == "$expected"[.+~-]* ]] ||
      warn "$package is $version, the tests were written with $expected"
    if [[ " ${missing[*]-} " == *" $package "* ]]; then
      say "$package" "$version" installed $((SECONDS - started))
    else
      say "$package" "$version" cached 0
    fi
  done < <(debian_list)
}
