// Runs first in the single executable: pages, fixtures and contracts are files again before anything asks for them.
const { createHash } = require('node:crypto')
const { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } = require('node:fs')
const { homedir } = require('node:os')
const { dirname, join } = require('node:path')
const { getAsset } = require('node:sea')
const { pathToFileURL } = require('node:url')

const { emitWarning } = process
process.emitWarning = (warning, ...how) => {
  if ((how[0]?.type ?? how[0]) !== 'ExperimentalWarning') emitWarning(warning, ...how)
}

/** One folder a version, of the user alone: nobody else may put files there. */
const unpack = () => {
  const text = getAsset('files.json', 'utf8')
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16)
  const caches = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'epay-sandbox')
  const folder = join(caches, name)
  if (existsSync(folder)) return folder
  const half = `${folder}.${process.pid}`
  for (const [path, content] of Object.entries(JSON.parse(text))) {
    mkdirSync(dirname(join(half, path)), { recursive: true, mode: 0o700 })
    writeFileSync(join(half, path), Buffer.from(content, 'base64'))
  }
  try {
    renameSync(half, folder)
  } catch (error) {
    // Another process was faster.
    rmSync(half, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

module.exports = pathToFileURL(join(unpack(), 'dist', 'cli.cjs')).href
