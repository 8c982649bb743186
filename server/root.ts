import { fileURLToPath } from 'node:url'

/** The package's own folder: one above server/ in a clone, one above dist/ as published. */
export const root = fileURLToPath(new URL('..', import.meta.url))
