import { bankHosts } from '../../../contracts/bank-host.ts'
import clients from '../../../fixtures/clients.json' with { type: 'json' }
import type { ShopFile } from './files.ts'

/** Where a rule is broken; never what stands there, which may be a secret. */
export interface Hit {
  path: string
  line: number
}

export interface Surroundings {
  files: ShopFile[]
  /** Files that git keeps, from the shop's folder; undefined without git. */
  committed?: Set<string>
}

export interface LintRule {
  id: string
  /** What is wrong, in a sentence. */
  wrong: string
  fix: string
  find(shop: Surroundings): Hit[]
}

const isComment = (line: string) => /^\s*(\/\/|#|\*|\/\*|<!--)/.test(line)

/** One pattern of several, in any letter case. */
const anyOf = (...patterns: RegExp[]) => new RegExp(patterns.map(({ source }) => source).join('|'), 'i')

const linesWith = (files: ShopFile[], pattern: RegExp): Hit[] =>
  files.flatMap(({ path, lines }) =>
    lines.flatMap((line, i) => (!isComment(line) && pattern.test(line) ? [{ path, line: i + 1 }] : [])),
  )

/** Only files that have to do with the bank: a shop may check signatures of others. */
const isOfBank = ({ text }: ShopFile) => /epay|halyk|homebank|post_?link/i.test(text)

const testSecrets = new Set(clients.map(({ secret }) => secret))
const isSecret = (value: string) =>
  value.length >= 12 && !testSecrets.has(value) && !/[<>{}$%]|example|change|your|xxx|secret$/i.test(value)

const secretPattern =
  /(?:client_?secret|EPAY_?\w*SECRET|HALYK_?\w*SECRET)["'`]?\s*(?:=>|[:=])\s*["'`]?([A-Za-z0-9+/_=-]{8,})/gi

const linesWithSecret = (files: ShopFile[]): Hit[] =>
  files.flatMap(({ path, lines }) =>
    lines.flatMap((line, i) => {
      const values = [...line.matchAll(secretPattern)].map(([, value = '']) => value)
      return values.some(isSecret) ? [{ path, line: i + 1 }] : []
    }),
  )

const isFrontEnd = ({ path, text }: ShopFile) =>
  /(^|\/)(public|static|assets|www|frontend|client|web)\/|\.(html?|vue|svelte|jsx|tsx)$/i.test(path) &&
  !/<\?php/.test(text)

/** A name a bundler puts into the browser carries its value there. */
const bundled = /\b(NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC)_\w*SECRET/

const isSample = (path: string) => /\.(example|sample|dist|template)\b/.test(path)

const familyOf = (host: string) => (host.endsWith('epayment.kz') ? 'epayment.kz' : 'homebank.kz')

const mixedHosts = ({ files }: Surroundings): Hit[] => {
  const seen = bankHosts.flatMap(({ name, stage }) =>
    linesWith(files, new RegExp(`(?<![\\w.-])${name.replaceAll('.', '\\.')}`, 'i')).map((hit) => ({
      ...hit,
      key: `${stage} ${familyOf(name)}`,
      stage,
    })),
  )
  // Production has one generation only: there what is mixed is test hosts of two.
  const test = seen.filter(({ stage }) => stage === 'test')
  const families = new Set(test.map(({ key }) => key))
  return families.size < 2 ? [] : test.map(({ path, line }) => ({ path, line }))
}

const asksForToken = /oauth2\/token|EPAY_OAUTH_URL|client_credentials/
const secretHash = /secret_?hash/i

/** As Node, PHP, Python, Go, Ruby, .NET and curl switch it off. */
const notVerified = anyOf(
  /NODE_TLS_REJECT_UNAUTHORIZED\W+0|rejectUnauthorized\W+false/,
  /CURLOPT_SSL_VERIFY(PEER|HOST)\W+(false|0)|['"]verify(_peer(_name)?)?['"]\s*=>\s*false|withoutVerifying\(\)/,
  /verify\s*=\s*False|InsecureSkipVerify\W+true|VERIFY_NONE|DangerousAcceptAnyServerCertificate/,
  /curl\s+(-k|--insecure)\b/,
)

const logs = anyOf(
  /console\.(log|info|debug|warn|error)|logger?\.\w+|error_log|print(ln|f)?/,
  /var_dump|print_r|Log::\w+|fmt\.Print\w*/,
)
const loggedToken = new RegExp(
  `(${logs.source})\\s*\\([^)]*\\b(access_?token|tokenAnswer|token|auth)(?!\\w)`,
  'i',
)

export const lintRules: LintRule[] = [
  {
    id: 'secret-in-front-end',
    wrong: 'a client secret stands in code that goes to the browser',
    fix: 'ask for the token on the server, and hand the browser the token answer alone',
    find: ({ files }) => {
      const front = files.filter(isFrontEnd)
      return [...linesWithSecret(front), ...linesWith(files, bundled)]
    },
  },
  {
    id: 'secret-in-committed-env',
    wrong: 'a .env file with a client secret is in git',
    fix: 'remove it from git, have the bank issue another secret, and commit .env.example without values',
    find: ({ files, committed }) =>
      linesWithSecret(
        files.filter(
          ({ path }) => /(^|\/)\.env[\w.-]*$/.test(path) && !isSample(path) && committed?.has(path),
        ),
      ),
  },
  {
    id: 'tls-not-verified',
    wrong: 'certificates are not verified: anybody on the way can be the bank',
    fix: 'remove the switch; for the sandbox use its CA (exec --takeover sets it), never this',
    find: ({ files }) => linesWith(files, notVerified),
  },
  {
    id: 'invented-signature',
    wrong: 'a postlink is proved by a signature header that the bank does not send',
    fix: 'compare secret_hash with the one of this order, and ask check-status before you ship',
    find: ({ files }) =>
      linesWith(
        files.filter(isOfBank),
        /['"`](HTTP_)?x[-_](\w+[-_])*(signature|sign|hmac|hash)(-\w+)?['"`]|headers?\W{0,3}\(?['"`]signature['"`]/i,
      ),
  },
  {
    id: 'secret-hash-constant',
    wrong: 'secret_hash is the same for every order: who has seen one postlink can forge all',
    fix: 'draw a random secret_hash for each order, and keep it with the order',
    find: ({ files }) =>
      linesWith(files, /\bsecret_?hash["'`]?\s*(=>|[:=](?!=))\s*(["'`])[\w!@#%^&*.-]{4,}\2\s*[,;)}\]]?\s*$/i),
  },
  {
    id: 'secret-hash-missing',
    wrong: 'the token is asked for without secret_hash: nothing proves a postlink',
    fix: 'send a random secret_hash with the token request, and compare it in the postlink',
    find: ({ files }) =>
      files.some(({ text }) => secretHash.test(text)) ? [] : linesWith(files, asksForToken).slice(0, 1),
  },
  {
    id: 'mixed-hosts',
    wrong:
      'hosts of two generations of the test bank are used together: a token of one is unknown to the other',
    fix: 'take token, API and page from one family: *.homebank.kz, or *.epayment.kz',
    find: mixedHosts,
  },
  {
    id: 'token-in-log',
    wrong: 'a token is written to the log: who reads it can pay and refund in your name',
    fix: 'log the order number and the outcome, not the token answer',
    find: ({ files }) => linesWith(files.filter(isOfBank), loggedToken),
  },
]
