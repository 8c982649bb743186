/**
 * A command that is started without what a runner above makes every process load, by NODE_OPTIONS: `npm run mutate`,
 * and tap where nothing keeps it from that (preload.ts). It ends a process that reaches a limit on file sizes.
 */
export const plain = (command: string[], { maxFileBytes }: { maxFileBytes?: number } = {}): string[] => {
  // A shell counts in blocks of 512 bytes (POSIX).
  const limit = maxFileBytes === undefined ? '' : `ulimit -f ${maxFileBytes / 512}; `
  return ['sh', '-c', `unset NODE_OPTIONS; ${limit}exec "$0" "$@"`, ...command]
}
