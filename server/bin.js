#!/usr/bin/env node
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const { emitWarning, versions } = process
const [major = 0, minor = 0] = versions.node.split('.').map(Number)

/** The Node that npm installed beside us: in a clone below this folder, as a dependency beside it. */
const bundledNode = () => {
  const name = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  return ['../node_modules/node/', '../../node/']
    .map((folder) => fileURLToPath(new URL(`${folder}${name}`, import.meta.url)))
    .find((node) => existsSync(node))
}

/** The same command in another Node, which takes our place: signals are for it, and its end is ours. */
const runIn = async (node) => {
  const { spawn } = await import('node:child_process')
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => {
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  // Last: it may run, and somebody may stop us, before spawn() is back here.
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

if (major < 22 || (major === 22 && minor < 18)) {
  const node = bundledNode()
  if (node) await runIn(node)
  else {
    const command = ['npx -p node@24 node', fileURLToPath(import.meta.url), ...process.argv.slice(2)].join(
      ' ',
    )
    process.stderr.write(
      `epay-sandbox: Node.js 22.18 or newer is needed; this is ${versions.node}. Run: ${command}\n`,
    )
    process.exit(3)
  }
} else {
  // node:sqlite and type stripping announce themselves as experimental at every start; users cannot act on it.
  process.emitWarning = (warning, ...how) => {
    if ((how[0]?.type ?? how[0]) !== 'ExperimentalWarning') emitWarning(warning, ...how)
  }
  // Stripping and compiling is most of a start, and the second finds it done. Here, in plain JavaScript: the first file
  // in TypeScript loads the compiler, before anybody can say that it is not needed.
  module.enableCompileCache()
  // A clone has the sources beside this file; the published package has them compiled.
  await import(existsSync(new URL('./cli.ts', import.meta.url)) ? './cli.ts' : '../dist/cli.js')
}
