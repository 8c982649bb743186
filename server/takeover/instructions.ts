import type { HostCount } from './host-counts.ts'
import type { Takeover } from './takeover.ts'

const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`)}'`

/** A browser that goes through the takeover and trusts this CA and no other. */
const browserCommand = ({ url, caKeyDigest }: Takeover): string[] => [
  `google-chrome --user-data-dir=/tmp/epay-sandbox --proxy-server=${url}`,
  `  --ignore-certificate-errors-spki-list=${caKeyDigest}`,
]

/** What exec says before its command: where a person looks, and with which browser. */
export const lookHere = (takeover: Takeover, sandboxUrl: string): string =>
  [
    `epay-sandbox: dashboard ${sandboxUrl}/_sandbox/ (payments list and its relatives look there: EPAY_SANDBOX_URL)`,
    `epay-sandbox: browser   ${browserCommand(takeover).join('')}`,
    '',
  ].join('\n')

/** What exec says after it: which host was asked how often; nothing when none was, which is a finding. */
export const summaryOf = (rows: HostCount[]): string => {
  if (rows.length === 0) return ''
  const width = Math.max(...rows.map(({ host }) => host.length))
  const lines = rows.map(({ host, answered, refused }) => {
    const counts = [answered && `answered ${answered}`, refused && `refused ${refused}`].filter(Boolean)
    return `  ${host.padEnd(width)}  ${counts.join(', ')}`
  })
  return `epay-sandbox: requests through the takeover\n${lines.join('\n')}\n`
}

/** What start prints: how to lead a program, a machine or a phone here, and how to be trusted. */
export const instructions = (takeover: Takeover): string => {
  const { url, port, hosts, caFile, files } = takeover
  const ca = quoted(caFile)
  const to443 = [
    `Linux    sudo iptables -t nat -A OUTPUT -p tcp -d 127.0.0.1 --dport 443 -j REDIRECT --to-ports ${port}`,
    `macOS    echo 'rdr pass on lo0 inet proto tcp to 127.0.0.1 port 443 -> 127.0.0.1 port ${port}' | sudo pfctl -ef -`,
    `Windows  netsh interface portproxy add v4tov4 listenport=443 connectaddress=127.0.0.1 connectport=${port}`,
  ]
  const trust = [
    `Linux    sudo cp ${ca} /usr/local/share/ca-certificates/epay-sandbox.crt && sudo update-ca-certificates`,
    `macOS    sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain ${ca}`,
    `Windows  certutil -user -addstore Root "${caFile}"`,
    `Chrome   on Linux: certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n epay-sandbox -i ${ca}`,
  ]
  const shell = [
    `HTTPS_PROXY=${url} HTTP_PROXY=${url} NODE_USE_ENV_PROXY=1 NODE_EXTRA_CA_CERTS=${quoted(files.caFile)}`,
    `SSL_CERT_FILE=${quoted(files.bundleFile)} CURL_CA_BUNDLE=${quoted(files.bundleFile)}`,
  ]
  const indented = (lines: string[]) => lines.map((line) => `    ${line}`)
  return [
    `takeover on ${url} answers https and http for the bank's names below`,
    '  as a proxy, for one program (epay-sandbox exec --takeover -- <command> sets all of it):',
    ...indented(shell),
    '  for one browser, which then needs to trust nothing:',
    ...indented(browserCommand(takeover)),
    '  or for the whole machine, in /etc/hosts (Windows: C:\\Windows\\System32\\drivers\\etc\\hosts):',
    ...hosts.map((host) => `127.0.0.1 ${host}`),
    '  and port 443 led here (or start with --takeover-port 443 and the right to it):',
    ...indented(to443),
    `  trust the local CA, which is good for these names only: ${caFile}`,
    ...indented(trust),
    '',
  ].join('\n')
}
