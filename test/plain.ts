/**
 * A command that is started without what tap makes every child of a test load: it puts NODE_OPTIONS back into each
 * environment, loads for longer than a small script runs, and ends a process that reaches a limit on file sizes.
 */
export const plain = (command: string[], { maxFileBytes }: { maxFileBytes?: number } = {}): string[] => {
  // A shell counts in blocks of 512 bytes (POSIX).
  const limit = maxFileBytes === undefined ? '' : `ulimit -f ${maxFileBytes / 512}; `
  return ['sh', '-c', `unset NODE_OPTIONS; ${limit}exec "$0" "$@"`, ...command]
}
