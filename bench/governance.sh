#!/usr/bin/env bash
# What governance costs: plan, approve, apply and verify of COUNT resources through the command line, beside the same work with
# the bare tool. With IAC_ARCHIVE=off without what the first start prepares. Usage: bench/governance.sh [COUNT] [ROUNDS]. Prints one line a round and the medians, in seconds.
set -euo pipefail
count=${1:-1000}
rounds=${2:-3}
cd "$(dirname "$0")/.."
jar=$PWD/target/iac-runners-cli.jar
cli=$PWD/bin/iac-runners
tool=$(command -v terraform || command -v tofu) || { echo "neither terraform nor tofu is installed" >&2; exit 1; }
[ -f "$jar" ] || { echo "no $jar: run mvn -q -B -DskipTests package first" >&2; exit 1; }
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 GIT_CONFIG_GLOBAL=/dev/null
unset TF_CLI_CONFIG_FILE
version=$("$tool" version -json | sed -n 's/.*"terraform_version": *"\([^"]*\)".*/\1/p')
name=$(basename "$tool")

code() { # a repository with the stack
  mkdir -p "$1/stack"
  printf 'variable "n" {\n  default = %s\n}\nresource "terraform_data" "item" {\n  count = var.n\n  input = "value ${count.index}"\n}\n' "$count" > "$1/stack/main.tf"
  git -C "$1" init -q -b main
  git -C "$1" add . && git -C "$1" -c user.name=bench -c user.email=bench@example.org commit -q -m stack
}

bare() {
  cd "$1/stack"
  "$tool" init -input=false -no-color &&
    "$tool" validate -no-color &&
    "$tool" plan -input=false -no-color -out=plan.bin &&
    "$tool" show -json plan.bin > plan.json &&
    "$tool" apply -input=false -no-color plan.bin
}

governed() {
  cd "$1"
  cat > iac.yaml <<YAML
teams: [{name: owners, users: [alice, bob]}]
environments: [{name: dev, approvals: [{name: owner, teams: ["@stack.owner"]}]}]
pools:
  - name: here
    label: here
    trust: standard
    environments: [dev]
    operations: [plan, apply]
    tools: [{name: $name, version: "$version", path: "$tool", sha256: "sha256:$(sha256sum "$tool" | cut -d' ' -f1)"}]
stacks:
  - {id: dev/bench, directory: stack, repository: "$PWD", environment: dev, owner: owners, pools: [here], tool: {name: $name, version: "$version"}, backend: {type: local}}
YAML
  run() { "$cli" --catalog iac.yaml --home home --trust-local-votes --format=json "$@"; }
  planned=$(run plan --stack dev/bench --dir . --source branch --ref main --commit "$(git rev-parse HEAD)" --actor alice) || { echo "$planned"; return 1; }
  id=$(sed -n 's/.*"run" *: *"\([^"]*\)".*/\1/p' <<< "$planned" | head -1)
  digest=$(sed -n 's/.*"digest" *: *"\(sha256:[^"]*\)".*/\1/p' <<< "$planned" | head -1)
  run approve "$id" --as bob --digest "$digest" || return 1
  run apply "$id"
}

median() { sort -n | awk '{v[NR]=$1} END {print v[int((NR+1)/2)]}'; }
seconds() { # FUNCTION DIRECTORY
  local log=$2.log from
  from=$(date +%s.%N)
  ( "$@" ) > "$log" 2>&1 || { cat "$log" >&2; exit 1; }
  awk -v a="$from" -v b="$(date +%s.%N)" 'BEGIN {printf "%.2f\n", b - a}'
}

echo "$count resources, $name $version"
"$cli" --version > "$dir/first" # the first start prepares later ones
for i in $(seq "$rounds"); do
  code "$dir/b$i"; code "$dir/g$i"
  seconds bare "$dir/b$i" >> "$dir/bare"
  seconds governed "$dir/g$i" >> "$dir/governed"
  echo "round $i: bare $(tail -1 "$dir/bare") s, governed $(tail -1 "$dir/governed") s"
done
awk -v b="$(median < "$dir/bare")" -v g="$(median < "$dir/governed")" 'BEGIN {printf "median: bare %.2f s, governed %.2f s, ratio %.2f\n", b, g, g / b}'
