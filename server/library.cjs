const { existsSync } = require('node:fs')
const { join } = require('node:path')

// For suites that still require(), Jest's default above all: ./library.js in the older format.
module.exports = require(existsSync(join(__dirname, 'sandbox.ts')) ? './sandbox.ts' : '../dist/sandbox.cjs')
