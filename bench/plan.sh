#!/usr/bin/env bash
# What reading a plan costs: summary and redaction of a plan of RESOURCES resources as processes with 64 MB of heap, beside jq and
# python3 over the same file, and the hash of a file of the same size beside sha256sum. Usage: bench/plan.sh [RESOURCES] [ROUNDS].
# Prints a table of medians: processor time (the system's included), rate, memory at the most. One core where taskset is there.
set -euo pipefail
resources=${1:-100000}
rounds=${2:-3}
cd "$(dirname "$0")/.."
jar=$PWD/target/iac-runners-cli.jar
[ -f "$jar" ] || { echo "no $jar: run mvn -q -B -DskipTests package first" >&2; exit 1; }
command -v python3 > /dev/null || { echo "python3 measures, and is not installed" >&2; exit 1; }
[ -f target/benchmarks.cp ] || mvn -q -B -Pbenchmarks test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmarks.cp -Dmdep.includeScope=test
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
java -cp "target/test-classes:target/classes:$(cat target/benchmarks.cp)" io.jenkins.plugins.iac.benchmark.LargePlan "$resources" "$dir/plan.json"
one=()
! command -v taskset > /dev/null || one=(taskset -c 0)

measured() { # NAME COMMAND...: one row
  local name=$1
  shift
  command -v "$1" > /dev/null || { echo "| $name | not installed | | |"; return; }
  python3 - "$name" "$rounds" "$dir/plan.json" ${one[@]+"${one[@]}"} "$@" <<'PY'
import os, statistics, subprocess, sys
name, rounds, plan, command = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4:]
seconds, memory = [], []
for _ in range(rounds):
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{name} failed: {' '.join(command)}")
    seconds.append(used.ru_utime + used.ru_stime)
    memory.append(used.ru_maxrss / 1024)
median = statistics.median(seconds)
print(f"| {name} | {median:.2f} s | {os.path.getsize(plan) / 1e6 / median:.0f} MB/s | {statistics.median(memory):.0f} MiB |")
PY
}

cat > "$dir/Hash.java" <<'JAVA'
class Hash {
    public static void main(String[] file) throws java.io.IOException {
        System.out.println(io.jenkins.plugins.iac.model.Sha256.ofFile(java.nio.file.Path.of(file[0])));
    }
}
JAVA
javac -cp target/classes -d "$dir" "$dir/Hash.java"

echo "$resources resources, $(stat -c %s "$dir/plan.json") bytes, medians of $rounds"
echo
echo "| program | processor | rate | memory |"
echo "|---|---:|---:|---:|"
measured "iac-runners summary" java -Xmx64m -jar "$jar" summary "$dir/plan.json"
measured "iac-runners redact" java -Xmx64m -jar "$jar" redact "$dir/plan.json"
measured "jq -c .format_version" jq -c .format_version "$dir/plan.json"
measured "python3 -m json.tool" python3 -m json.tool "$dir/plan.json"
measured "hash of a saved plan of that size" java -cp "target/classes:$dir" Hash "$dir/plan.json"
measured "sha256sum" sha256sum "$dir/plan.json"
