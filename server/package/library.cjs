const { existsSync } = require('node:fs')
const { join } = require('node:path')

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18))
  throw new Error(
    `epay-sandbox: the library needs Node.js 22.18 or newer; this is ${process.versions.node}. ` +
      'The command line works: npx -p node@24 epay-sandbox exec -- npm test',
  )

// For suites that still require(), Jest's default above all: ./library.js in the older format.
module.exports = require(
  existsSync(join(__dirname, '../sandbox.ts')) ? '../sandbox.ts' : '../../dist/sandbox.cjs',
)
