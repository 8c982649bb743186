import { existsSync } from 'node:fs'

/** What 127.0.0.1 means depends on where one stands. */
export const isContainer = (): boolean =>
  existsSync('/.dockerenv') ||
  existsSync('/run/.containerenv') ||
  process.env.KUBERNETES_SERVICE_HOST !== undefined

export const insideContainer =
  'inside a container 127.0.0.1 is the container itself: write host.docker.internal for the machine, or the name of ' +
  'the service (see /_sandbox/docs/connect/containers)'
