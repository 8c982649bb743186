import { execFile, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import { publishedFolder } from '../../server/package/publish.ts'
import { folder } from '../folder.ts'
import { linkedPackages, printed } from '../snippets.ts'
import { livePostlinks, wrongPostlinks } from './live-postlinks.ts'

/** A postlink is validated in five languages, as static/docs/with-your-tools.md prints it. */

// What is fetched takes its time.
t.setTimeout(900_000)

const run = promisify(execFile)
const page = 'with-your-tools.md'

interface Language {
  /** As the page marks its snippet. */
  name: string
  file: string
  program: string
  /** Debian's packages of the library, unpacked into a folder and not installed. */
  debian?: string[]
  /** The command, and what it needs in its environment, once they are unpacked there. */
  start(unpacked: string, file: string): { args: string[]; env?: Record<string, string> }
  /** The file of ours that it reads. */
  edition?: string
}

const gemFolders = (unpacked: string): string[] => {
  const gems = join(unpacked, 'usr/share/rubygems-integration/all/gems')
  return readdirSync(gems).flatMap((name) => ['-I', join(gems, name, 'lib')])
}

const languages: Language[] = [
  { name: 'js', file: 'valid.mjs', program: process.execPath, start: (_, file) => ({ args: [file] }) },
  { name: 'python', file: 'valid.py', program: 'python3', start: (_, file) => ({ args: [file] }) },
  {
    name: 'php',
    file: 'valid.php',
    program: 'php',
    debian: ['php-json-schema'],
    edition: 'openapi-3.0.json',
    start: (unpacked, file) => ({
      args: ['-d', `include_path=${join(unpacked, 'usr/share/php')}`, file],
      env: { AUTOLOAD: 'JsonSchema/autoload.php' },
    }),
  },
  {
    name: 'go',
    file: 'valid.go',
    program: 'go',
    debian: ['gojsonschema', 'gojsonreference', 'gojsonpointer'].map(
      (one) => `golang-github-xeipuuv-${one}-dev`,
    ),
    start: (unpacked, file) => ({
      args: ['run', file],
      env: { GO111MODULE: 'off', GOPATH: join(unpacked, 'usr/share/gocode') },
    }),
  },
  {
    name: 'ruby',
    file: 'valid.rb',
    program: 'ruby',
    debian: ['json-schemer', 'ecma-re-validator', 'hana', 'uri-template', 'regexp-parser'].map(
      (one) => `ruby-${one}`,
    ),
    start: (unpacked, file) => ({ args: [...gemFolders(unpacked), file] }),
  },
]

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

/** What is missing on this machine, if anything is. */
const missing = ({ name, program, debian }: Language): string | undefined => {
  if (!has(program, name === 'go' ? 'version' : '--version')) return program
  if (name === 'python' && !has(program, '-c', 'import jsonschema')) return 'jsonschema'
  return debian && !has('apt-get', '--version') ? 'apt-get' : undefined
}

const unpack = async (path: string, packages: string[]): Promise<void> => {
  await run('apt-get', ['download', ...packages], { cwd: path })
  for (const deb of readdirSync(path).filter((name) => name.endsWith('.deb')))
    await run('dpkg-deb', ['-x', deb, '.'], { cwd: path })
}

for (const language of languages) {
  const absent = missing(language)
  t.test(`a postlink is validated in ${language.name}, where it is installed`, async (t) => {
    const code = printed(page, language.name)
    const edition = language.edition ?? 'postlink.schema.json'
    t.ok(readdirSync(publishedFolder).includes(edition), 'the file it reads is published')
    t.ok(code, 'the page prints a snippet')
    if (absent) return t.comment(`not run: there is no ${absent} here`)
    const path = folder(t)
    const unpacked = join(path, 'debian')
    mkdirSync(unpacked)
    if (language.debian) await unpack(unpacked, language.debian)
    linkedPackages(path, ['ajv', 'epay-sandbox'])
    const file = join(path, language.file)
    writeFileSync(file, code)
    const { args, env } = language.start(unpacked, file)
    const verdictOn = (postlink: object) => {
      const { stdout, stderr } = spawnSync(language.program, [...args, join(publishedFolder, edition)], {
        cwd: path,
        input: JSON.stringify(postlink),
        env: { ...process.env, ...env },
        encoding: 'utf8',
      })
      return stdout.trim().toLowerCase() || stderr
    }
    const right = await livePostlinks(t)
    t.same(
      right.map(verdictOn),
      right.map(() => 'true'),
    )
    const wrong = wrongPostlinks(right)
    t.same(
      wrong.map(verdictOn),
      wrong.map(() => 'false'),
    )
  })
}
