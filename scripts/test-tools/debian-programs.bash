# shellcheck shell=bash
# Programs of a later Debian release for scripts/install-test-tools, which sources this: unpacked in the cache beside the libraries that
# they need, so that nothing of the machine changes.

# shellcheck disable=SC2154 # the script that sources this sets tools, cache and staging
programs_list() { grep -E '^[^#[:space:]]' "$tools/debian-programs.txt"; }

# The machine's own mirror: apt knows it, and which key signs it.
debian_mirror() {
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(REPO_URI) $(SUITE)' 'Created-By: Packages' 'Origin: Debian' |
    awk '$2 !~ /-/ && !found++ { print $1 }'
}

# download_packages DIRECTORY SUITE PACKAGE...: with all that they depend on, as on a machine that has nothing.
download_packages() {
  local directory=$1 suite=$2 mirror
  shift 2
  # In Debian's package debian-archive-keyring.
  local -r keyring=/usr/share/keyrings/debian-archive-keyring.gpg
  update_package_lists
  mirror=$(debian_mirror)
  [[ -n $mirror ]] || die 'apt knows no mirror of Debian'
  mkdir -p "$directory/lists/partial" "$directory/archives/partial"
  : >"$directory/status"
  echo "deb [signed-by=$keyring] $mirror $suite main" >"$directory/sources.list"
  cat >"$directory/apt.conf" <<-CONFIGURATION
	Dir::Etc::SourceList "$directory/sources.list";
	Dir::Etc::SourceParts "/dev/null";
	Dir::Etc::PreferencesParts "/dev/null";
	Dir::State "$directory";
	Dir::State::status "$directory/status";
	Dir::Cache "$directory";
	APT::Install-Recommends "false";
	APT::Sandbox::User "";
	CONFIGURATION
  APT_CONFIG=$directory/apt.conf update_package_lists
  APT_CONFIG=$directory/apt.conf apt-get install -y -qq --download-only "$@" </dev/null >&2
}

install_debian_programs() { # install_debian_programs SUITE
  local suite=$1 hash target package expected program deb loader version state=cached started=$SECONDS
  local -a packages
  mapfile -t packages < <(programs_list | awk -v suite="$suite" '$1 == suite { print $2 }')
  hash=$(programs_list | grep "^$suite " | digest "$root/scripts/test-tools/debian-programs.bash")
  target=debian-$suite-$hash
  if [[ ! -d $cache/$target ]]; then
    state=installed
    stage "debian-$suite"
    mkdir "$staging/apt" "$staging/bin" "$staging/versions"
    download_packages "$staging/apt" "$suite" "${packages[@]}"
    for deb in "$staging"/apt/archives/*.deb; do
      dpkg-deb --extract "$deb" "$staging/root"
      dpkg-deb --field "$deb" Version >"$staging/versions/$(dpkg-deb --field "$deb" Package)"
    done
    rm -r "$staging/apt"
    loader=$(cd "$staging/root" && compgen -G 'usr/lib/*/ld-linux*.so.*')
    while read -r _ package _ program; do
      # By its own loader with its own libraries. HAProxy starts itself once more by the name that it was started with.
      {
        echo '#!/bin/sh'
        echo "root='$cache/$target/root'"
        echo "exec \"\$root/$loader\" --library-path \"\$root/$(dirname "$loader")\" --argv0 \"\$0\" \"\$root/$program\" \"\$@\""
      } >"$staging/bin/$(basename "$program")"
      chmod 755 "$staging/bin/$(basename "$program")"
    done < <(programs_list | grep "^$suite ")
    keep "$target"
  fi
  while read -r _ package expected program; do
    link "../$target/bin/$(basename "$program")" "$(basename "$program")"
    version=$(sed 's/^[0-9]*://' "$cache/$target/versions/$package")
    [[ $version == "$expected" || $version == "$expected"[.+~-]* ]] ||
      warn "$package is $version, the tests were written with $expected"
    say "$package" "$version" "$state" $((SECONDS - started))
  done < <(programs_list | grep "^$suite ")
}

debian_programs() {
  local suite
  if ! command -v dpkg-deb >/dev/null; then
    warn "not a Debian system; install by other means: $(programs_list | awk '{ printf "%s %s ", $2, $3 }')"
    return 0
  fi
  while read -r suite; do
    attempt "Debian $suite" install_debian_programs "$suite"
  done < <(programs_list | awk '!seen[$1]++ { print $1 }')
}
