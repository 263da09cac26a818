# Sourced by the benchmarks' run.sh, with their arguments: sets table (options of the table's program) and, from what
# follows --, options (of the command that is measured). Beforehand: home, options.
table=()
while [[ $# -gt 0 ]]; do
  case $1 in
    --write) table=(--write "$home/docs/performance.md") ;;
    --) shift; options=("$@"); break ;;
    *) echo "Cannot measure: unknown option $1; there is --write, and -- before options of the measured command" >&2; exit 2 ;;
  esac
  shift
done
