import { mkdir, writeFile } from 'node:fs/promises'
import { canonicalPact } from './canonical.ts'
import { pactPaths } from './normal.ts'
import { postlinkPact } from './postlinks.ts'

/** Writes both pacts anew: `npm run publish:pacts`. A run of every file of the folder must not. */
const write = async (path: URL, pact: object) => {
  await mkdir(new URL('.', path), { recursive: true })
  await writeFile(path, `${JSON.stringify(pact, null, 2)}\n`)
}

if (process.argv.includes('--write')) {
  await write(pactPaths.canonical, await canonicalPact())
  await write(pactPaths.postlinks, await postlinkPact())
}
