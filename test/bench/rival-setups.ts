import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { endpoints } from './answers.ts'

export interface Rival {
  name: string
  /** What npm is asked for. */
  package: string
  /** Writes its configuration into its folder; answers program and arguments. */
  setUp(folder: string, port: number, adminPort: number): [program: string, ...args: string[]]
}

const json = { 'Content-Type': 'application/json' }

const writeJson = (file: string, content: object): string => {
  writeFileSync(file, JSON.stringify(content, null, 2))
  return file
}

const script = (folder: string, path: string) => join(folder, 'node_modules', path)

/** The jar of the npm package, run without the wrapper that would stand between us and the server. */
const wiremock = (journal: 'on' | 'off'): Rival => ({
  name: `wiremock, journal ${journal}`,
  package: 'wiremock@3.13.2',
  setUp(folder, port) {
    const jars = script(folder, 'wiremock/build')
    const jar = readdirSync(jars).find((name) => name.endsWith('.jar')) ?? 'no jar'
    mkdirSync(join(folder, 'mappings'))
    for (const [at, [urlPath, jsonBody]] of endpoints.entries())
      writeJson(join(folder, `mappings/${at}.json`), {
        request: { method: 'POST', urlPath },
        response: { status: 200, headers: json, jsonBody },
      })
    const quiet = ['--disable-banner', '--disable-request-logging']
    const quick = ['--disable-gzip', '--use-chunked-encoding', 'never']
    const journalFlags = journal === 'off' ? ['--no-request-journal'] : []
    const where = ['--bind-address', '127.0.0.1', '--port', String(port), '--root-dir', folder]
    return ['java', '-jar', join(jars, jar), ...where, ...quiet, ...quick, ...journalFlags]
  },
})

const mountebank: Rival = {
  name: 'mountebank',
  package: 'mountebank@2.9.1',
  setUp(folder, port, adminPort) {
    // Without it every answer closes its connection.
    const headers = { ...json, Connection: 'Keep-Alive' }
    const stubs = endpoints.map(([path, body]) => ({
      predicates: [{ equals: { method: 'POST', path } }],
      responses: [{ is: { statusCode: 200, headers, body: JSON.stringify(body) } }],
    }))
    const imposters = [{ protocol: 'http', host: '127.0.0.1', port, stubs }]
    const file = writeJson(join(folder, 'imposters.json'), { imposters })
    const quiet = ['--nologfile', '--loglevel', 'error', '--pidfile', join(folder, 'mb.pid')]
    const admin = ['--port', String(adminPort), '--localOnly', '--configfile', file]
    return [process.execPath, script(folder, 'mountebank/bin/mb'), 'start', ...admin, ...quiet]
  },
}

const prism: Rival = {
  name: 'prism',
  package: '@stoplight/prism-cli@5.16.0',
  setUp(folder, port) {
    const paths = endpoints.map(([path, example]) => {
      const content = { 'application/json': { example } }
      // Without a schema there is nothing to check; without content types it refuses every body.
      const requestBody = { content: { 'application/json': {}, 'application/x-www-form-urlencoded': {} } }
      return [path, { post: { requestBody, responses: { 200: { description: 'OK', content } } } }]
    })
    const info = { title: 'Two endpoints', version: '1' }
    const file = writeJson(join(folder, 'openapi.json'), {
      openapi: '3.1.0',
      info,
      paths: Object.fromEntries(paths),
    })
    const quiet = ['--verboseLevel', 'silent', '--multiprocess', 'false', '--cors', 'false']
    const program = script(folder, '@stoplight/prism-cli/dist/index.js')
    return [process.execPath, program, 'mock', file, '--port', String(port), '--host', '127.0.0.1', ...quiet]
  },
}

const mockoon: Rival = {
  name: 'mockoon',
  package: '@mockoon/cli@9.9.0',
  setUp(folder, port) {
    const routes = endpoints.map(([path, body], at) => ({
      uuid: `route-${at}`,
      type: 'http',
      method: 'post',
      endpoint: path.slice(1),
      enabled: true,
      responses: [
        {
          uuid: `response-${at}`,
          default: true,
          statusCode: 200,
          headers: [{ key: 'Content-Type', value: 'application/json' }],
          bodyType: 'INLINE',
          body: JSON.stringify(body),
          disableTemplating: true,
          rules: [],
        },
      ],
    }))
    const file = writeJson(join(folder, 'environment.json'), {
      uuid: 'environment',
      lastMigration: 33,
      name: 'Two endpoints',
      port,
      hostname: '127.0.0.1',
      routes,
      rootChildren: routes.map(({ uuid }) => ({ type: 'route', uuid })),
    })
    // It keeps the last so many; with 0 it keeps all, and copies them at every request.
    const quiet = ['--disable-log-to-file', '--disable-admin-api', '--max-transaction-logs', '1', '--repair']
    return [process.execPath, script(folder, '@mockoon/cli/bin/run.js'), 'start', '--data', file, ...quiet]
  },
}

export const rivalSetups: Rival[] = [wiremock('off'), wiremock('on'), mountebank, prism, mockoon]
