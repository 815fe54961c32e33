/**
 * Stays in the process group of the script $1 and hands it the signal to stop. Redis writes its title over its environment, by which a process
 * of a test is found when the test itself is killed; the keeper's is left as it was.
 */
export const keeper = `
/bin/sh "$1" &
script=$!
trap 'kill -s TERM "$script"' TERM
while kill -0 "$script" 2>/dev/null; do
  wait "$script"
  code=$?
done
exit "$code"
`;
